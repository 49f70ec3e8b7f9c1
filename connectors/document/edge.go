package document

import "image"

// No letter is so high, and none that touches its neighbours so wide, in dots at
// 300 to an inch.
const (
	edgeHigh = 150
	edgeWide = 600
)

// unedged takes away what is as dark as print and larger than a letter: what lies
// around a receipt, the edge of a copier, a picture. Rules are gone already. The
// picture is changed.
func unedged(g *image.Gray) *image.Gray {
	w, h := g.Bounds().Dx()/2, g.Bounds().Dy()/2
	dark := make([]bool, w*h)
	for y := range h {
		for x := range w {
			dark[y*w+x] = g.Pix[2*y*g.Stride+2*x] < ink
		}
	}
	found := connected(dark, max(1, w))
	for i, r := range found.all {
		if r.box.Dy()*2 < edgeHigh && r.box.Dx()*2 < edgeWide {
			continue
		}
		for y := r.box.Min.Y; y < r.box.Max.Y; y++ {
			for x := r.box.Min.X; x < r.box.Max.X; x++ {
				if found.label[y*w+x] == int32(i+1) {
					wipe(g, 2*x, 2*y)
				}
			}
		}
	}
	return g
}

// wipe makes white a dot, those that it stands for and their grey edges.
func wipe(g *image.Gray, x, y int) {
	size := g.Bounds().Size()
	for v := max(0, y-2); v < min(size.Y, y+4); v++ {
		for u := max(0, x-2); u < min(size.X, x+4); u++ {
			g.Pix[v*g.Stride+u] = 255
		}
	}
}
