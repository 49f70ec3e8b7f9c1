package document

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
)

// A picture of more dots than maxDots does not fit the memory of a child. Text is
// recognised best when its letters are as high as at 300 dots an inch, so that
// a photo is brought between the two lengths.
const (
	maxDots   = 40_000_000
	longest   = 3000
	shownWide = 800 // of the picture on a card
)

var errPicture = errors.New("document: not a picture that can be read")

// decodePicture reads a PNG or JPEG file as a person holds it: phones note in
// the file how they were held.
func decodePicture(raw []byte) (image.Image, int, error) {
	decode, measure := png.Decode, png.DecodeConfig
	if bytes.HasPrefix(raw, []byte("\xff\xd8")) {
		decode, measure = jpeg.Decode, jpeg.DecodeConfig
	}
	size, err := measure(bytes.NewReader(raw))
	if err != nil {
		return nil, 0, fmt.Errorf("%w: %w", errPicture, err)
	}
	if size.Width < 1 || size.Height < 1 || size.Width > maxDots/size.Height {
		return nil, 0, fmt.Errorf("%w: %d by %d dots", errPicture, size.Width, size.Height)
	}
	img, err := decode(bytes.NewReader(raw))
	if err != nil {
		return nil, 0, fmt.Errorf("%w: %w", errPicture, err)
	}
	return img, orientation(raw), nil
}

// grey gives the picture upright in grey, its longer side at most long, each
// dot the mean of those that it stands for.
func grey(img image.Image, turn, long int) *image.Gray {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	factor := min(1, float64(long)/float64(max(w, h)))
	out := image.NewGray(image.Rect(0, 0, max(1, int(float64(w)*factor+0.5)), max(1, int(float64(h)*factor+0.5))))
	size := out.Bounds().Size()
	light := lightness(img)
	for y := range size.Y {
		y0, y1 := y*h/size.Y, max(y*h/size.Y+1, (y+1)*h/size.Y)
		for x := range size.X {
			x0, x1 := x*w/size.X, max(x*w/size.X+1, (x+1)*w/size.X)
			sum := 0
			for v := y0; v < y1; v++ {
				for u := x0; u < x1; u++ {
					sum += int(light(b.Min.X+u, b.Min.Y+v))
				}
			}
			out.Pix[y*out.Stride+x] = uint8(sum / ((y1 - y0) * (x1 - x0)))
		}
	}
	return rotate(out, turn)
}

// lightness is how bright a dot is on white paper.
func lightness(img image.Image) func(x, y int) uint8 {
	switch p := img.(type) {
	case *image.YCbCr:
		return func(x, y int) uint8 { return p.Y[p.YOffset(x, y)] }
	case *image.Gray:
		return func(x, y int) uint8 { return p.Pix[p.PixOffset(x, y)] }
	}
	return func(x, y int) uint8 {
		r, g, b, a := img.At(x, y).RGBA()
		white := 0xffff - a
		c := color.RGBA64{R: uint16(r + white), G: uint16(g + white), B: uint16(b + white), A: 0xffff}
		return color.GrayModel.Convert(c).(color.Gray).Y
	}
}

// rotate turns a picture by what its Exif orientation says (Exif 2.32, tag
// 0x0112): 3 is upside down, 6 and 8 lie on a side. Mirrored ones are no photos.
func rotate(g *image.Gray, turn int) *image.Gray {
	w, h := g.Bounds().Dx(), g.Bounds().Dy()
	if turn != 3 && turn != 6 && turn != 8 {
		return g
	}
	out := image.NewGray(image.Rect(0, 0, h, w))
	if turn == 3 {
		out = image.NewGray(image.Rect(0, 0, w, h))
	}
	for y := range h {
		for x := range w {
			u, v := h-1-y, x
			switch turn {
			case 3:
				u, v = w-1-x, h-1-y
			case 8:
				u, v = y, w-1-x
			}
			out.Pix[v*out.Stride+u] = g.Pix[y*g.Stride+x]
		}
	}
	return out
}
