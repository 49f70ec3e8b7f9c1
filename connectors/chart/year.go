package chart

import (
	"bytes"
	"cmp"
	"fmt"
	"image/png"
	"strconv"
	"time"

	"gonum.org/v1/plot/vg"

	"factotum/automations/calendar"
	"factotum/automations/obligation"
)

const (
	mostRows  = 14 // of the year; what is left is one more
	yearPitch = 34 // from row to row, in points
	yearKey   = 30
	markSize  = 9
	markPitch = 10.5
	inCell    = 6 // marks in two columns and three rows; more are figures
)

// Year draws a year of duties: a row for each subject, or for each duty where
// there is one subject, and a column for each month, with a mark for each day on
// which something is due. Marks differ by shape too, so that nobody needs colours.
func (d *Drawer) Year(a obligation.Agenda, today calendar.Date) ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	rows := rowsOf(a)
	title := d.fonts.wrap(d.fonts.legible(a.Finding(), "Duties"), bold, titleSize, width-2*margin, 2)
	head := margin + vg.Length(len(title))*23 + 34
	c := newPaper(d.fonts, head+24+vg.Length(len(rows))*yearPitch+yearKey+margin)
	by := "subject"
	if len(a.Subjects()) == 1 {
		by = "duty, " + a.Subjects()[0]
	}
	c.heading(title, fmt.Sprintf("Duties of %d by the month in which they are due and by %s", a.Year, d.fonts.legible(by, "subject")))
	g := grid{paper: c, top: head + 24, from: margin + 138, rows: len(rows)}
	g.frame(a.Year, today)
	for i, r := range rows {
		y := g.top + vg.Length(i)*yearPitch
		g.label(d.fonts.legible(r.label, fmt.Sprintf("No. %d", i+1)), y)
		for m := time.January; m <= time.December; m++ {
			g.cell(g.x(m), y, r.agenda.In(m))
		}
	}
	g.explain(a.Tally())
	var out bytes.Buffer
	quick := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := quick.Encode(&out, c.canvas.Image()); err != nil {
		return nil, fmt.Errorf("chart: encode the year: %w", err)
	}
	return out.Bytes(), nil
}

// yearRow is a row of the year.
type yearRow struct {
	label  string
	agenda obligation.Agenda
}

// rowsOf are the rows, by name; those that are too many are one at the end.
func rowsOf(a obligation.Agenda) []yearRow {
	of := func(p obligation.Place) string { return cmp.Or(p.Obligation.Subject, "Other") }
	if len(a.Subjects()) == 1 {
		of = func(p obligation.Place) string { return cmp.Or(p.Obligation.Title, p.Title) }
	}
	var rows []yearRow
	at := map[string]int{}
	for _, p := range a.ByRow() {
		name := of(p)
		i, known := at[name]
		switch {
		case known:
		case len(rows) < mostRows-1:
			i, at[name] = len(rows), len(rows)
			rows = append(rows, yearRow{name, obligation.Agenda{Year: a.Year}})
		case len(rows) == mostRows-1:
			rows = append(rows, yearRow{"All others", obligation.Agenda{Year: a.Year}})
			i = mostRows - 1
		default:
			i = mostRows - 1
		}
		rows[i].agenda.Places = append(rows[i].agenda.Places, p)
	}
	return rows
}

// grid is the field of months and rows.
type grid struct {
	*paper
	top, from vg.Length
	rows      int
}

func (g grid) wide() vg.Length { return (width - margin - g.from) / 12 }

func (g grid) x(m time.Month) vg.Length { return g.from + g.wide()*vg.Length(m-1) }

func (g grid) bottom() vg.Length { return g.top + vg.Length(g.rows)*yearPitch }

// frame draws the months, and a band behind the one that is now.
func (g grid) frame(year int, today calendar.Date) {
	if today.Year() == year {
		g.box(g.x(today.Month()), g.top-22, g.wide(), g.bottom()-g.top+22, band)
	}
	for m := time.January; m <= time.December; m++ {
		w, fill := regular, faint
		if today.Year() == year && today.Month() == m {
			w, fill = bold, ink
		}
		g.text(g.x(m)+g.wide()/2, g.top-7, m.String()[:3], w, smallSize, middle, fill)
	}
	for i := range g.rows + 1 {
		y := g.top + vg.Length(i)*yearPitch
		g.line(rule, 1, false, vg.Point{X: margin, Y: y}, vg.Point{X: width - margin, Y: y})
	}
}

// label names a row, in two lines where one is too short.
func (g grid) label(text string, y vg.Length) {
	room := g.from - 10 - margin
	lines, size := []string{text}, labelSize
	if g.fonts.width(text, regular, labelSize) > room {
		size = smallSize
		lines = g.fonts.wrap(text, regular, size, room, 2)
	}
	for i, line := range lines {
		at := y + yearPitch/2 + 4 + (vg.Length(i)-vg.Length(len(lines)-1)/2)*14
		g.text(g.from-10, at, line, regular, size, right, ink)
	}
}

// cell draws what is due in a month: a mark each, or where those are too many
// how many of each there are, what is late first.
func (g grid) cell(x, y vg.Length, in obligation.Agenda) {
	if len(in.Places) > inCell {
		g.figures(x, y, in.Tally())
		return
	}
	columns := min(2, len(in.Places))
	lines := (len(in.Places) + 1) / 2
	for i, p := range in.Places {
		at := vg.Point{
			X: x + g.wide()/2 + (vg.Length(i%2)-vg.Length(columns-1)/2)*markPitch,
			Y: y + yearPitch/2 + (vg.Length(i/2)-vg.Length(lines-1)/2)*markPitch,
		}
		g.mark(at, p.Mark)
	}
}

// figures are the two marks that matter most, with how many there are.
func (g grid) figures(x, y vg.Length, n map[obligation.Mark]int) {
	var there []obligation.Mark
	for _, m := range []obligation.Mark{obligation.Late, obligation.Open, obligation.Behind, obligation.Done, obligation.Coming, obligation.Waived} {
		if many(n, m) > 0 && len(there) < 2 {
			there = append(there, m)
		}
	}
	for i, m := range there {
		size := smallSize
		if many(n, m) > 99 {
			size = 9.5
		}
		at := vg.Point{X: x + 6.5, Y: y + yearPitch/2 + (vg.Length(i)-vg.Length(len(there)-1)/2)*14}
		g.mark(at, m)
		g.text(at.X+6.5, at.Y+4, strconv.Itoa(many(n, m)), bold, size, left, ink)
	}
}

// many is how often a mark is drawn: what waits to be signed off is open.
func many(n map[obligation.Mark]int, m obligation.Mark) int {
	if m == obligation.Open {
		return n[m] + n[obligation.Shown]
	}
	return n[m]
}
