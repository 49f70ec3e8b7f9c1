package chart

import (
	"math"

	"gonum.org/v1/plot/vg"

	"factotum/automations/obligation"
)

// band is behind the month that is now.
const band hue = 0xf3f3f1

// mark draws how an occurrence stands, around a point: late is an orange
// diamond, open a blue ring, what is to come a grey one, done a blue square, with
// an orange foot where that was late, and waived a stroke.
func (c *paper) mark(at vg.Point, m obligation.Mark) {
	const half = markSize / 2.0
	switch m {
	case obligation.Late:
		c.shape(orange, vg.Point{X: at.X, Y: at.Y - half - 1.5}, vg.Point{X: at.X + half + 1.5, Y: at.Y}, vg.Point{X: at.X, Y: at.Y + half + 1.5}, vg.Point{X: at.X - half - 1.5, Y: at.Y})
	case obligation.Open, obligation.Shown:
		c.ring(at, half-0.75, 2, blue)
	case obligation.Coming:
		c.ring(at, half-1.5, 1.2, rest)
	case obligation.Done:
		c.box(at.X-half, at.Y-half, markSize, markSize, blue)
	case obligation.Behind:
		c.box(at.X-half, at.Y-half, markSize, markSize, blue)
		c.box(at.X-half, at.Y+half-3, markSize, 3.5, orange)
	case obligation.Waived:
		c.line(faint, 2, false, vg.Point{X: at.X - half, Y: at.Y}, vg.Point{X: at.X + half, Y: at.Y})
	}
}

// shape fills a polygon.
func (c *paper) shape(fill hue, points ...vg.Point) {
	p := c.outline(points)
	p.Close()
	c.canvas.SetColor(fill)
	c.canvas.Fill(p)
}

// ring strokes a circle.
func (c *paper) ring(at vg.Point, radius, thick vg.Length, stroke hue) {
	var p vg.Path
	centre := vg.Point{X: at.X, Y: c.height - at.Y}
	p.Move(vg.Point{X: centre.X + radius, Y: centre.Y})
	p.Arc(centre, radius, 0, 2*math.Pi)
	p.Close()
	c.canvas.SetColor(stroke)
	c.canvas.SetLineWidth(thick)
	c.canvas.SetLineDash(nil, 0)
	c.canvas.Stroke(p)
}

// explain says below what the marks mean that are there.
func (g grid) explain(n map[obligation.Mark]int) {
	x := vg.Length(margin)
	y := g.bottom() + yearKey - 8
	for _, m := range []obligation.Mark{obligation.Done, obligation.Behind, obligation.Late, obligation.Open, obligation.Coming, obligation.Waived} {
		name := m.String()
		if many(n, m) == 0 {
			continue
		}
		g.mark(vg.Point{X: x + 6, Y: y}, m)
		g.text(x+16, y+4, name, regular, smallSize, left, ink)
		x += 16 + g.fonts.width(name, regular, smallSize) + 18
	}
}
