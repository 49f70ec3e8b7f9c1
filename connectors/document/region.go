package document

import "image"

// regions are the parts of a picture that hang together.
type regions struct {
	wide  int
	label []int32 // which region a dot belongs to, counted from 1
	all   []region
}

// region is one of them: its box and how many dots it has.
type region struct {
	box  image.Rectangle
	dots int
}

// connected finds the regions of the dots that are set, each dot hanging
// together with the four beside it.
func connected(set []bool, wide int) regions {
	r := regions{wide: wide, label: make([]int32, len(set))}
	var open []int32
	for at := range set {
		if !set[at] || r.label[at] != 0 {
			continue
		}
		id := int32(len(r.all) + 1)
		found := region{box: image.Rect(at%wide, at/wide, at%wide+1, at/wide+1)}
		r.label[at], open = id, append(open[:0], int32(at))
		for len(open) > 0 {
			i := int(open[len(open)-1])
			open = open[:len(open)-1]
			x, y := i%wide, i/wide
			found.dots++
			found.box.Min.X, found.box.Max.X = min(found.box.Min.X, x), max(found.box.Max.X, x+1)
			found.box.Min.Y, found.box.Max.Y = min(found.box.Min.Y, y), max(found.box.Max.Y, y+1)
			for _, n := range [4]int{i - 1, i + 1, i - wide, i + wide} {
				if n < 0 || n >= len(set) || n == i-1 && x == 0 || n == i+1 && x == wide-1 || !set[n] || r.label[n] != 0 {
					continue
				}
				r.label[n], open = id, append(open, int32(n))
			}
		}
		r.all = append(r.all, found)
	}
	return r
}
