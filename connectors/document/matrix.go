package document

import "math"

// matrix is a transformation [a b c d e f] as in ISO 32000-1, 8.3.4.
type matrix [6]float64

func identity() matrix { return matrix{1, 0, 0, 1, 0, 0} }

func move(x, y float64) matrix { return matrix{1, 0, 0, 1, x, y} }

// times applies m first and then n.
func (m matrix) times(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

// at is where the point goes.
func (m matrix) at(x, y float64) (float64, float64) {
	return m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]
}

// scale is how much longer an upright length becomes.
func (m matrix) scale() float64 { return math.Hypot(m[2], m[3]) }

// rect is a box with its corners in order.
type rect struct{ x0, y0, x1, y1 float64 }

func (r rect) empty() bool { return r.x1-r.x0 < 1 || r.y1-r.y0 < 1 }

// through gives the box around the transformed corners.
func (r rect) through(m matrix) rect {
	out := rect{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, p := range [][2]float64{{r.x0, r.y0}, {r.x1, r.y0}, {r.x0, r.y1}, {r.x1, r.y1}} {
		x, y := m.at(p[0], p[1])
		out.x0, out.x1 = min(out.x0, x), max(out.x1, x)
		out.y0, out.y1 = min(out.y0, y), max(out.y1, y)
	}
	return out
}

// upright brings a box of a page, turned by a multiple of 90 degrees clockwise,
// to an origin in its upper left corner.
func upright(box rect, turn int) matrix {
	w, h := box.x1-box.x0, box.y1-box.y0
	base := move(-box.x0, -box.y0)
	switch ((turn % 360) + 360) % 360 {
	case 90:
		return base.times(matrix{0, 1, 1, 0, 0, 0})
	case 180:
		return base.times(matrix{-1, 0, 0, 1, w, 0})
	case 270:
		return base.times(matrix{0, -1, -1, 0, h, w})
	default:
		return base.times(matrix{1, 0, 0, -1, 0, h})
	}
}
