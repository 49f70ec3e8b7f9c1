package document

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
)

// framed is the picture of a page for a card: without the blank paper around what
// is printed, since a card shows it small, and with an edge, since paper is as
// white as a card. What cannot be decoded stays as it is.
func framed(raw []byte) []byte {
	page, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		return raw
	}
	var out bytes.Buffer
	if err := png.Encode(&out, edged(page, inked(page))); err != nil || out.Len() > maxPicture {
		return raw
	}
	return out.Bytes()
}

// inked is the part of a page with something on it, with a margin; the whole
// page where nothing is.
func inked(page image.Image) image.Rectangle {
	whole := page.Bounds()
	var found image.Rectangle
	for y := whole.Min.Y; y < whole.Max.Y; y++ {
		for x := whole.Min.X; x < whole.Max.X; x++ {
			if g, ok := color.GrayModel.Convert(page.At(x, y)).(color.Gray); ok && g.Y < 0xe0 {
				found = found.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	if found.Empty() {
		return whole
	}
	return found.Inset(-whole.Dx() / 30).Intersect(whole)
}

// edged is a part of a page with a thin grey edge.
func edged(page image.Image, part image.Rectangle) image.Image {
	const wide = 2
	out := image.NewRGBA(image.Rect(0, 0, part.Dx(), part.Dy()))
	draw.Draw(out, out.Bounds(), image.NewUniform(color.Gray{Y: 0xb8}), image.Point{}, draw.Src)
	draw.Draw(out, out.Bounds().Inset(wide), page, part.Min.Add(image.Pt(wide, wide)), draw.Src)
	return out
}
