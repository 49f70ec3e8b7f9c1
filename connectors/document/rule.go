package document

import "image"

// A rule of a table is longer than the strokes of most letters, much longer than
// it is thick, and thinner than a line of print is high. In dots at 300 to an inch.
const (
	ruleLong  = 50
	ruleThick = 12
	ruleInk   = 210 // what is darker may be a rule: thin ones are grey, others have grey edges
	ink       = 140 // what is darker is print, on even paper
)

// unruled takes the rules out of tables, of which tesseract makes letters beside
// the words in their cells. Letters that touch a rule keep their strokes. The
// picture is changed.
func unruled(g *image.Gray) *image.Gray {
	w, h := g.Bounds().Dx(), g.Bounds().Dy()
	var rules []int
	for y := range h {
		for x, from := 0, 0; x <= w; x++ {
			if x < w && g.Pix[y*g.Stride+x] < ruleInk {
				continue
			}
			if x-from >= ruleLong {
				rules = thin(g, rules, y*g.Stride+from, 1, x-from, g.Stride)
			}
			from = x + 1
		}
	}
	from := make([]int, w)
	for y := range h + 1 {
		for x := range w {
			if y < h && g.Pix[y*g.Stride+x] < ruleInk {
				continue
			}
			if y-from[x] >= ruleLong {
				rules = thin(g, rules, from[x]*g.Stride+x, g.Stride, y-from[x], 1)
			}
			from[x] = y + 1
		}
	}
	for _, at := range rules {
		g.Pix[at] = 255
	}
	return g
}

// thin adds the dots of a run of print to rules where the print is not thick
// across the run. Along and across are the steps between dots.
func thin(g *image.Gray, rules []int, at, along, n, across int) []int {
	most := min(ruleThick, n/ruleThick)
	for range n {
		thick := 1
		for _, step := range [2]int{-across, across} {
			for i := at + step; thick <= most && i >= 0 && i < len(g.Pix) && g.Pix[i] < ruleInk; i += step {
				thick++
			}
		}
		if thick <= most {
			rules = append(rules, at)
		}
		at += along
	}
	return rules
}
