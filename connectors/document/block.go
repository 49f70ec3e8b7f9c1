package document

import (
	"image"
	"slices"
)

// What a coloured block with white letters in it has at least, in dots at half
// of 300 to an inch: the height of a line, the width of a word.
const (
	blockHigh = 12
	blockWide = 24
	blockEdge = 3 // that is taken off, so that the rules of a table join nothing
)

// unblocked prints blocks with white letters, such as the head of a table, as
// black letters on paper: tesseract reads them much worse, and at their edges
// not at all. The picture is changed. What is darker than three fifths of the
// paper is looked at by itself, so that a block in a shadow stands out from it.
func unblocked(g *image.Gray) *image.Gray {
	var all brightness
	for _, level := range g.Pix {
		all[level/(256/levels)]++
	}
	paper := all.share(90)
	for _, percent := range [...]int{60, 85} {
		w, h := g.Bounds().Dx()/2, g.Bounds().Dy()/2
		found := connected(darker(g, paper*percent/100), max(1, w))
		for i, r := range found.all {
			size := r.box.Size()
			// Letters fill their box less than the ground that they stand on does.
			if size.X >= blockWide && size.Y >= blockHigh && r.dots*100 >= 35*size.X*size.Y && r.dots*2 < w*h {
				unblock(g, found.spans(int32(i+1), r.box), paper)
			}
		}
	}
	return g
}

// darker are the dots at half the size that are darker than a level, and their
// neighbours at the width of an edge as well.
func darker(g *image.Gray, level int) []bool {
	w, h := g.Bounds().Dx()/2, g.Bounds().Dy()/2
	dark := func(x, y int) bool { return int(g.Pix[2*y*g.Stride+2*x]) < level }
	out := make([]bool, w*h)
	for y := blockEdge; y < h-blockEdge; y++ {
		for x := blockEdge; x < w-blockEdge; x++ {
			out[y*w+x] = dark(x, y) && dark(x-blockEdge, y) && dark(x+blockEdge, y) && dark(x, y-blockEdge) && dark(x, y+blockEdge)
		}
	}
	return out
}

// stretch is a part of a row, in dots of the whole picture.
type stretch struct{ y, from, to int }

// spans are the rows of a region, each from its first dot to its last in the rows
// near it, since a letter at the end of a block covers it, with the edge that was
// taken off.
func (r regions) spans(id int32, box image.Rectangle) []stretch {
	from, to := make([]int, box.Dy()), make([]int, box.Dy())
	for i := range from {
		row := r.label[(box.Min.Y+i)*r.wide:][:r.wide]
		from[i], to[i] = box.Min.X, box.Max.X
		for row[from[i]] != id {
			from[i]++
		}
		for row[to[i]-1] != id {
			to[i]--
		}
	}
	var out []stretch
	for i := -blockEdge; i < len(from)+blockEdge; i++ {
		near, behind := max(0, i-blockHigh), max(1, min(len(from), i+blockHigh+1))
		near = min(near, len(from)-1)
		x0, x1 := 2*(slices.Min(from[near:behind])-blockEdge), 2*(slices.Max(to[near:behind])+blockEdge)
		y := 2 * (box.Min.Y + i)
		out = append(out, stretch{y, x0, x1}, stretch{y + 1, x0, x1})
	}
	return out
}

// unblock turns one block if its letters are white.
func unblock(g *image.Gray, block []stretch, paper int) {
	var light brightness
	for _, s := range block {
		for _, level := range g.Pix[s.y*g.Stride:][s.from:s.to] {
			light[level/(256/levels)]++
		}
	}
	ground, letters, inverted := light.inverted()
	if !inverted {
		return
	}
	for _, s := range block {
		row := g.Pix[s.y*g.Stride:][s.from:s.to]
		for x, level := range row {
			row[x] = uint8(paper - paper*(min(letters, max(ground, int(level)))-ground)/(letters-ground))
		}
	}
}

// inverted tells whether print is brighter than its ground, and how bright both
// are.
func (b *brightness) inverted() (ground, letters int, yes bool) {
	dark, middle, bright := b.share(2), b.share(50), b.share(99)
	return middle, bright, bright-middle > 40 && bright-middle > 2*(middle-dark)
}
