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
func legible(g *image.Gray) *image.Gray { return unruled(straight(even(unblocked(g)))) }

// straight turns a page by the angle at which its print gathers in lines most
// clearly.
func straight(g *image.Gray) *image.Gray {
	angle := askew(g)
	if math.Abs(angle) < straightEnough {
		return g
	}
	return turn(g, angle)
}

// turn gives the picture turned back by so many degrees, about its middle.
func turn(g *image.Gray, degrees float64) *image.Gray {
	w, h := g.Bounds().Dx(), g.Bounds().Dy()
	out := image.NewGray(g.Bounds())
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	const one = 1 << 16 // fixed-point: this touches every dot
	dx, dy := int(cos*one), int(sin*one)
	for y := range h {
		fy := float64(y) - float64(h)/2
		u := int((float64(w)/2 - float64(w)/2*cos - fy*sin) * one)
		v := int((float64(h)/2 - float64(w)/2*sin + fy*cos) * one)
		for x := range w {
			out.Pix[y*out.Stride+x] = between(g, u, v, w, h)
			u, v = u+dx, v+dy
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

// askew is the angle of the lines of print in degrees, clockwise.
func askew(g *image.Gray) float64 {
	dots := feet(g)
	if len(dots) < fewBoxes {
		return 0
	}
	best, at := 0.0, 0.0
	try := func(angle float64) {
		if sharp := sharpness(dots, angle); sharp > best*1.0001 {
			best, at = sharp, angle
		}
	}
	try(0)
	for a := -mostAskew; a <= mostAskew; a += 0.5 {
		try(a)
	}
	for around, a := at, -0.4; a <= 0.4; a += 0.1 {
		try(around + a)
	}
	return at
}

// feet are where letters stand, at half the size of a page or less: the edge of
// a receipt and what lies around it run in other ways.
func feet(g *image.Gray) [][2]float64 {
	var dots [][2]float64
	for _, box := range lettersOf(g, max(1, g.Bounds().Dx()/1200)) {
		dots = append(dots, [2]float64{float64(box.Min.X+box.Max.X) / 2, float64(box.Max.Y)})
	}
	return dots
}

// sharpness is how unevenly the dots fall into rows that run at an angle.
func sharpness(dots [][2]float64, angle float64) float64 {
	slope := math.Tan(angle * math.Pi / 180)
	rows := make([]float64, 4096)
	for _, d := range dots {
		rows[(int(d[1]-d[0]*slope)+1024)&4095]++
	}
	sum := 0.0
	for _, n := range rows {
		sum += n * n
	}
	return sum
}
