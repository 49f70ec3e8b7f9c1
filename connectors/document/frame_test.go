package document

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAPictureForACardIsWithoutBlankPaper(t *testing.T) {
	t.Parallel()
	sheet := func(ink image.Rectangle) []byte {
		page := image.NewGray(image.Rect(0, 0, 600, 900))
		draw.Draw(page, page.Bounds(), image.White, image.Point{}, draw.Src)
		draw.Draw(page, ink, image.Black, image.Point{}, draw.Src)
		var out bytes.Buffer
		require.NoError(t, png.Encode(&out, page))
		return out.Bytes()
	}
	for name, tt := range map[string]struct {
		ink  image.Rectangle
		want image.Point
	}{
		"the upper part": {image.Rect(100, 50, 500, 300), image.Pt(400+2*20, 250+2*20)},
		"up to the edge": {image.Rect(0, 0, 600, 900), image.Pt(600, 900)},
		"nothing at all": {image.Rectangle{}, image.Pt(600, 900)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := png.Decode(bytes.NewReader(framed(sheet(tt.ink))))
			require.NoError(t, err)
			assert.Equal(t, tt.want, got.Bounds().Size())
			assert.Equal(t, color.RGBA{0xb8, 0xb8, 0xb8, 0xff}, color.RGBAModel.Convert(got.At(0, 0)), "its edge")
		})
	}
	assert.Equal(t, []byte("no picture"), framed([]byte("no picture")))
}
