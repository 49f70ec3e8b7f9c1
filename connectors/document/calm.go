package document

import (
	"image"
	"slices"
)

// noisy is how far a dot lies from its neighbours on the usual paper of a photo
// in poor light. Clean pages have 0.
const noisy = 2

// calm smooths the grain of a photo, out of which tesseract makes letters.
func calm(g *image.Gray) *image.Gray {
	if grain(g) < noisy {
		return g
	}
	w, h := g.Bounds().Dx(), g.Bounds().Dy()
	out := image.NewGray(g.Bounds())
	copy(out.Pix, g.Pix)
	for y := 1; y < h-1; y++ {
		above, row, below := g.Pix[(y-1)*g.Stride:], g.Pix[y*g.Stride:], g.Pix[(y+1)*g.Stride:]
		for x := 1; x < w-1; x++ {
			sum := int(above[x-1]) + int(above[x+1]) + int(below[x-1]) + int(below[x+1]) +
				2*(int(above[x])+int(below[x])+int(row[x-1])+int(row[x+1])) + 4*int(row[x])
			out.Pix[y*out.Stride+x] = uint8(sum / 16)
		}
	}
	return out
}

// grain is the usual difference of a dot from the mean of those beside it.
func grain(g *image.Gray) int {
	w, h := g.Bounds().Dx(), g.Bounds().Dy()
	var all []int
	for y := 0; y < h; y += 7 {
		for x := 1; x < w-1; x += 7 {
			at := y*g.Stride + x
			d := 2*int(g.Pix[at]) - int(g.Pix[at-1]) - int(g.Pix[at+1])
			all = append(all, max(d, -d)/2)
		}
	}
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[len(all)/2]
}
