package document

import "image"

// Sizes for evening out the light, in dots at 300 to an inch: a tile is less
// than a letter high, a block a line or two.
const (
	tile   = 16
	reach  = 2 // tiles on each side that belong to a tile's block
	levels = 32
)

// brightness counts dots by how bright they are.
type brightness [levels]uint32

// even gives a page the same white paper everywhere, and black print: shadows on
// a photo mislead tesseract, which draws one line between black and white for the
// whole page, and so does the print of a till that fades. What lies around a
// receipt becomes white as well.
func even(g *image.Gray) *image.Gray {
	w, h := g.Bounds().Dx(), g.Bounds().Dy()
	across, down := (w+tile-1)/tile, (h+tile-1)/tile
	counts := make([]brightness, across*down)
	var all brightness
	for y := range h {
		for x := range w {
			level := g.Pix[y*g.Stride+x] / (256 / levels)
			counts[y/tile*across+x/tile][level]++
			all[level]++
		}
	}
	least := all.share(90) / 2
	out := image.NewGray(image.Rect(0, 0, w, h))
	for ty := range down {
		for tx := range across {
			near := block(counts, across, down, tx, ty)
			paper := near.share(80)
			if paper < least {
				paper = 0
			}
			paint(g, out, tx*tile, ty*tile, paper, near.print(paper))
		}
	}
	return out
}

// block adds up the levels of a tile and those around it.
func block(counts []brightness, across, down, tx, ty int) *brightness {
	var sum brightness
	for y := max(0, ty-reach); y <= min(down-1, ty+reach); y++ {
		for x := max(0, tx-reach); x <= min(across-1, tx+reach); x++ {
			for i, n := range counts[y*across+x] {
				sum[i] += n
			}
		}
	}
	return &sum
}

// share is the level that so many percent of the dots do not exceed.
func (b *brightness) share(percent uint32) int {
	var total, sum uint32
	for _, n := range b {
		total += n
	}
	for i, n := range b {
		if sum += n; sum*100 >= total*percent {
			return (i+1)*(256/levels) - 1
		}
	}
	return 255
}

// print is how bright the print of a block is, 0 where it has none: specks on bare
// paper are not to be made darker.
func (b *brightness) print(paper int) int {
	dark := b.share(2)
	if dark*100 > paper*faintest {
		return 0
	}
	return dark
}

// faintest is print that can just be told from paper, in hundredths of its light.
const faintest = 86

// paint makes white what has nine tenths of the paper's light or more, and black
// what is as dark as print. No paper is white.
func paint(from, to *image.Gray, x0, y0, paper, print int) {
	size := to.Bounds().Size()
	for y := y0; y < min(y0+tile, size.Y); y++ {
		for x := x0; x < min(x0+tile, size.X); x++ {
			level := 255
			if paper > 0 {
				level = (int(from.Pix[y*from.Stride+x]) - print) * 2550 / (paper*9 - print*10)
			}
			to.Pix[y*to.Stride+x] = uint8(max(0, min(255, level)))
		}
	}
}
