package document

import (
	"image"
	"math"
)

// A page that lies askew by more than straightEnough is turned before its text
// is recognised, since the ends of a line would otherwise be taken for parts of
// its neighbours. More than mostAskew is meant to be so. Both in degrees.
const (
	straightEnough = 0.3
	mostAskew      = 12.0
)

// legible makes of a page what tesseract reads best: black print on white paper,
// straight and without rules. The picture is changed.
func legible(g *image.Gray) *image.Gray {
	return unruled(straight(unedged(unruled(even(unblocked(g))))))
}

// straight turns a page by the angle at which its print gathers in lines most
// clearly, and takes out of it how a photo bends them.
func straight(g *image.Gray) *image.Gray {
	b := bendOf(feet(g))
	if b == (bend{}) {
		return g
	}
	return turn(g, b)
}

// turn gives the picture turned back about its middle and unbent.
func turn(g *image.Gray, b bend) *image.Gray {
	w, h := g.Bounds().Dx(), g.Bounds().Dy()
	out := image.NewGray(g.Bounds())
	sin, cos := math.Sincos(b.angle * math.Pi / 180)
	const one = 1 << 16
	for y := range h {
		fy := float64(y) - float64(h)/2
		for x := range w {
			fx := float64(x) - float64(w)/2
			at := fy + b.drop(fx, fy, float64(max(w, h))/2)
			u, v := fx*cos-at*sin+float64(w)/2, fx*sin+at*cos+float64(h)/2
			out.Pix[y*out.Stride+x] = between(g, int(u*one), int(v*one), w, h)
		}
	}
	return out
}

// between is the mean of the four dots around a place in 65,536ths of a dot,
// white outside.
func between(g *image.Gray, u, v, w, h int) uint8 {
	x, y := u>>16, v>>16
	if x < 0 || y < 0 || x+1 >= w || y+1 >= h {
		return 255
	}
	a, b := u>>8&255, v>>8&255
	at := y*g.Stride + x
	top := int(g.Pix[at])*(256-a) + int(g.Pix[at+1])*a
	bottom := int(g.Pix[at+g.Stride])*(256-a) + int(g.Pix[at+g.Stride+1])*a
	return uint8((top*(256-b) + bottom*b) >> 16)
}

// feet are where letters stand, from the middle of the picture, at half the size
// of a page or less: the edge of a receipt and what lies around it run in other
// ways.
func feet(g *image.Gray) footing {
	step := max(1, g.Bounds().Dx()/1200)
	w, h := float64(g.Bounds().Dx()/step), float64(g.Bounds().Dy()/step)
	f := footing{half: max(w, h) / 2}
	for _, box := range lettersOf(g, step) {
		f.at = append(f.at, [2]float64{float64(box.Min.X+box.Max.X)/2 - w/2, float64(box.Max.Y) - h/2})
	}
	return f
}
