package document

import (
	"image"
	"slices"
)

// Letters that tesseract was trained on have about letterDots dots, small and
// large ones together. A picture whose letters are nearer to that than by slack
// is left as it is; one is enlarged by at most mostLarger.
const (
	letterDots = 26
	mostLarger = 4.0
)

// resized brings the print of a photo to the height at which it is recognised
// best: thumbnails are made larger, close-ups smaller, which saves time.
func resized(g *image.Gray) *image.Gray {
	high := letters(even(g))
	if high == 0 {
		return g
	}
	size := g.Bounds().Size()
	factor := min(letterDots/float64(high), mostLarger, float64(longest)*1.4/float64(max(size.X, size.Y)))
	switch {
	case factor < 0.7:
		return grey(g, 1, int(float64(max(size.X, size.Y))*factor))
	case factor > 1.3:
		return enlarged(g, factor)
	}
	return g
}

// letters is how high most letters are, in dots; 0 where too few are seen.
func letters(g *image.Gray) int {
	var heights []int
	for _, box := range lettersOf(g, 1) {
		heights = append(heights, box.Dy())
	}
	if len(heights) < fewBoxes {
		return 0
	}
	slices.Sort(heights)
	return heights[len(heights)/2]
}

// fewBoxes are too few to say something about the page.
const fewBoxes = 40

// lettersOf are the boxes of what may be letters, of every so many dots.
func lettersOf(g *image.Gray, step int) []image.Rectangle {
	w, h := g.Bounds().Dx()/step, g.Bounds().Dy()/step
	dark := make([]bool, w*h)
	for y := range h {
		for x := range w {
			dark[y*w+x] = g.Pix[y*step*g.Stride+x*step] < ink
		}
	}
	var out []image.Rectangle
	for _, r := range connected(dark, max(1, w)).all {
		// Specks and points are lower, rules longer, frames emptier.
		if size := r.box.Size(); size.Y*step >= 5 && size.Y*step <= 150 && size.X*step >= 2 && size.X <= 2*size.Y && r.dots*8 > size.X*size.Y {
			out = append(out, r.box)
		}
	}
	return out
}

// enlarged makes a picture larger, between the dots by their mean.
func enlarged(g *image.Gray, factor float64) *image.Gray {
	w, h := g.Bounds().Dx(), g.Bounds().Dy()
	out := image.NewGray(image.Rect(0, 0, int(float64(w)*factor), int(float64(h)*factor)))
	size := out.Bounds().Size()
	const one = 1 << 16 // as in turn
	step := int(one / factor)
	for y := range size.Y {
		for x := range size.X {
			out.Pix[y*out.Stride+x] = between(g, min(x*step, (w-1)*one-1), min(y*step, (h-1)*one-1), w, h)
		}
	}
	return out
}
