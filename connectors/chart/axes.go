package chart

import (
	"math"
	"strings"
	"time"

	"github.com/shopspring/decimal"
	"gonum.org/v1/plot/vg"

	"factotum/automations/report"
)

// axes draws figures that follow each other, over few lines that say how much:
// columns, or a line; a second figure is what the first is measured by.
func (c *paper) axes(p report.Picture, top vg.Length, columns bool) {
	low, high := extent(p)
	ticks := even(low, high)
	low, high = min(low, ticks[0]), max(high, ticks[len(ticks)-1])
	var names []string
	from := vg.Length(0)
	for _, t := range ticks {
		name := p.Short(decimal.NewFromFloat(t))
		names, from = append(names, name), max(from, c.fonts.width(name, regular, smallSize))
	}
	from += margin + 10
	to, bottom := vg.Length(width-margin), c.height-margin-34
	if !columns {
		to -= 44 // for the last figure
	}
	top += 14 // for the figure of the highest
	y := func(v float64) vg.Length { return bottom - (bottom-top)*vg.Length((v-low)/(high-low)) }
	for i, t := range ticks {
		stroke := rule
		if t == 0 {
			stroke = faint
		}
		c.line(stroke, 1, false, vg.Point{X: from, Y: y(t)}, vg.Point{X: width - margin, Y: y(t)})
		c.text(from-10, y(t)+4, names[i], regular, smallSize, right, faint)
	}
	each := (to - from) / vg.Length(len(p.Labels))
	x := func(i int) vg.Length { return from + each*(vg.Length(i)+0.5) }
	if columns {
		c.posts(p, x, y, each)
	} else {
		c.course(p, x, y)
	}
	c.days(p.Labels, x, each, bottom)
}

// posts draws one column for each label, with its figure where there is room.
func (c *paper) posts(p report.Picture, x func(int) vg.Length, y func(float64) vg.Length, each vg.Length) {
	wide := min(each*0.7, 56)
	for i, v := range p.Lines[0].Values {
		figure := v.InexactFloat64()
		fill := pale
		if i == p.Highest() || len(p.Lines) > 1 { // that of which the title speaks
			fill = blue
		}
		c.box(x(i)-wide/2, min(y(figure), y(0)), wide, max(y(figure), y(0))-min(y(figure), y(0)), fill)
		if len(p.Lines) > 1 {
			at := y(p.Lines[1].Values[i].InexactFloat64())
			c.line(orange, 3, false, vg.Point{X: x(i) - wide/2 - 4, Y: at}, vg.Point{X: x(i) + wide/2 + 4, Y: at})
			continue
		}
		if name := p.Short(v); c.fonts.width(name, bold, smallSize) < each+2 {
			c.text(x(i), min(y(figure), y(0))-6, name, bold, smallSize, middle, ink)
		}
	}
}

// course draws each series as a line, with its newest figure at its end.
func (c *paper) course(p report.Picture, x func(int) vg.Length, y func(float64) vg.Length) {
	last, taken := len(p.Labels)-1, vg.Length(-100)
	for n, l := range p.Lines {
		points := make([]vg.Point, len(l.Values))
		for i, v := range l.Values {
			points[i] = vg.Point{X: x(i), Y: y(v.InexactFloat64())}
		}
		stroke := blue
		if n > 0 {
			stroke = orange
		}
		c.line(stroke, 3, n > 0, points...)
		end := points[last]
		c.box(end.X-4, end.Y-4, 8, 8, stroke)
		at := end.Y + 5
		if d := at - taken; d > -16 && d < 16 { // two figures would lie on each other
			at = taken + 16
		}
		taken = at
		c.text(end.X+10, at, p.Short(l.Values[last]), bold, smallSize, left, stroke)
	}
}

// days writes the labels below, as many as there is room for; of months the
// year stands below the first and each January.
func (c *paper) days(labels []string, x func(int) vg.Length, each, bottom vg.Length) {
	shown, years := months(labels)
	wide := vg.Length(0)
	for _, label := range shown {
		wide = max(wide, min(c.fonts.width(label, regular, smallSize), 130))
	}
	step := max(1, int(math.Ceil(float64((wide+8)/each))))
	for i := len(shown) - 1; i >= 0; i -= step {
		at := min(max(x(i), margin+wide/2), width-margin-wide/2)
		c.text(at, bottom+18, c.fonts.fit(shown[i], regular, smallSize, 130), regular, smallSize, middle, ink)
	}
	for i, year := range years {
		if year != "" {
			c.text(x(i), bottom+34, year, regular, smallSize, middle, faint)
		}
	}
}

// months are labels that are all months without their years, which stand apart.
func months(labels []string) (shown, years []string) {
	for i, label := range labels {
		month, err := time.Parse("Jan 2006", label)
		if err != nil {
			return labels, nil
		}
		name, year, _ := strings.Cut(label, " ")
		if i > 0 && month.Month() != time.January {
			year = ""
		}
		shown, years = append(shown, name), append(years, year)
	}
	return shown, years
}

// even are three to six round figures that span a range with zero in it.
func even(low, high float64) []float64 {
	step := math.Pow(10, math.Floor(math.Log10((high-low)/4)))
	for _, times := range []float64{1, 2, 2.5, 5, 10} {
		if (high-low)/(step*times) <= 4.5 {
			step *= times
			break
		}
	}
	var ticks []float64
	for n := math.Floor(low/step + 1e-9); n <= math.Ceil(high/step-1e-9); n++ {
		ticks = append(ticks, n*step)
	}
	return ticks
}
