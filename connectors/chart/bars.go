package chart

import (
	"fmt"
	"image/color"
	"slices"

	"github.com/shopspring/decimal"
	"gonum.org/v1/plot/vg"

	"factotum/automations/report"
)

const (
	most  = 12 // bars; more cannot be read at a glance
	pitch = 29 // from bar to bar, in points
	thick = 20
)

// fewer keeps the largest bars; what they leave out is one more where figures
// can be added up.
func fewer(p report.Picture) report.Picture {
	if len(p.Labels) <= most {
		return p
	}
	left := len(p.Labels) - most + 1
	p.Labels = append(p.Labels[:most-1:most-1], fmt.Sprintf("Other (%d)", left))
	if !p.Sums {
		p.Labels = p.Labels[:most-1]
	}
	for i, l := range p.Lines {
		other := decimal.Zero
		for _, v := range l.Values[most-1:] {
			other = other.Add(v)
		}
		p.Lines[i].Values = slices.Concat(l.Values[:most-1], []decimal.Decimal{other})[:len(p.Labels)]
	}
	return p
}

func barsHeight(p report.Picture) vg.Length { return vg.Length(len(p.Labels))*pitch + margin }

// bars draws one lying bar for each label, with its figure at its end; a second
// figure is a mark across it.
func (c *paper) bars(p report.Picture, top vg.Length) {
	column := vg.Length(0)
	for _, label := range p.Labels {
		column = max(column, min(c.fonts.width(label, regular, labelSize), width*0.34))
	}
	low, high := extent(p)
	room := vg.Length(0) // for figures at the ends
	for _, v := range p.Lines[0].Values {
		room = max(room, c.fonts.width(p.Short(v), bold, labelSize)+10)
	}
	from, to := margin+column+12, width-margin-room
	if low < 0 {
		from += room
	}
	x := func(v float64) vg.Length { return from + (to-from)*vg.Length((v-low)/(high-low)) }
	for i, label := range p.Labels {
		y := top + vg.Length(i)*pitch
		v := p.Lines[0].Values[i]
		at := x(v.InexactFloat64())
		c.text(margin+column, y+14.5, c.fonts.fit(label, regular, labelSize, column), regular, labelSize, right, ink)
		c.box(min(at, x(0)), y, max(at, x(0))-min(at, x(0)), thick, shade(i, label, p))
		side, off := left, vg.Length(8)
		if v.IsNegative() {
			side, off = right, -8
		}
		end := at
		if len(p.Lines) > 1 {
			mark := x(p.Lines[1].Values[i].InexactFloat64())
			c.line(orange, 3, false, vg.Point{X: mark, Y: y - 4}, vg.Point{X: mark, Y: y + thick + 4})
			if mark > at-2 && mark < at+8+room {
				end = mark
			}
		}
		c.text(end+off, y+14.5, p.Short(v), bold, labelSize, side, ink)
	}
	c.line(faint, 1, false, vg.Point{X: x(0), Y: top - 5}, vg.Point{X: x(0), Y: top + vg.Length(len(p.Labels))*pitch - pitch + thick + 5})
}

// shade makes the bar of which the title speaks stand out.
func shade(i int, label string, p report.Picture) color.Color {
	switch {
	case len(p.Labels) == most && i == most-1 && len(label) > 6 && label[:6] == "Other ":
		return rest
	case i == p.Highest() || len(p.Lines) > 1:
		return blue
	}
	return pale
}

// extent is the range of all figures, with zero in it.
func extent(p report.Picture) (low, high float64) {
	for _, l := range p.Lines {
		for _, v := range l.Values {
			low, high = min(low, v.InexactFloat64()), max(high, v.InexactFloat64())
		}
	}
	if low == high {
		high = 1
	}
	return low, high
}
