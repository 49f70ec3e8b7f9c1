// Package chart owns the pictures of answers: a report's figures as bars, columns
// or a line, in PNG, to be read at a glance in a message. It must not know what
// the figures mean, nor Slack.
package chart

import (
	"bytes"
	"cmp"
	"fmt"
	"image/color"
	"image/png"
	"strings"
	"sync"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"

	"factotum/automations/report"
)

// Slack shows a picture of a message about 360 points wide, and larger on a click:
// drawn wider, letters could not be read. Three pixels a point keep them sharp
// when it is large.
const (
	width  = 520 // points
	margin = 18
	dpi    = 3 * 72
)

// Drawer draws with the fonts it found. It is safe for concurrent use.
type Drawer struct {
	mu    sync.Mutex
	fonts *fonts
}

// New takes the font that comes with the program, and those of folders for what
// it has no letters for, such as Chinese; a folder may be missing.
func New(folders ...string) (*Drawer, error) {
	f, err := openFonts(folders)
	if err != nil {
		return nil, err
	}
	return &Drawer{fonts: f}, nil
}

// PNG draws an answer under a sentence that says what it shows. It gives nothing
// where there is nothing to draw: the report has no chart, the answer no figures.
// People should be named in it already.
func (d *Drawer) PNG(r report.Report, t report.Table, finding string) ([]byte, error) {
	p, ok := r.Draws(t)
	if !ok {
		return nil, nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for i, label := range p.Labels {
		p.Labels[i] = d.fonts.legible(label, fmt.Sprintf("No. %d", i+1))
	}
	title := d.fonts.wrap(d.fonts.legible(finding, r.Title), bold, titleSize, width-2*margin, 2)
	head := margin + vg.Length(len(title))*23 + 28
	tail := vg.Length(290)
	if p.Form == report.Bars {
		p = fewer(p)
		tail = barsHeight(p)
	}
	if len(p.Lines) > 1 {
		tail += keyHeight
	}
	c := newPaper(d.fonts, head+tail)
	c.heading(title, subtitle(r, p)+d.fonts.part(t))
	top := c.key(p, head)
	switch p.Form {
	case report.Bars:
		c.bars(p, top)
	case report.Lines:
		c.axes(p, top, false)
	default:
		c.axes(p, top, true)
	}
	var out bytes.Buffer
	quick := png.Encoder{CompressionLevel: png.BestSpeed} // somebody waits, and even surfaces are small anyhow
	if err := quick.Encode(&out, c.canvas.Image()); err != nil {
		return nil, fmt.Errorf("chart: encode %s: %w", r.Name, err)
	}
	return out.Bytes(), nil
}

// subtitle says what is drawn and what it is measured in.
func subtitle(r report.Report, p report.Picture) string {
	text := p.Lines[0].Title
	if len(p.Lines) > 1 {
		text = r.Title
	}
	if p.Unit != "" {
		text += " in " + cmp.Or(map[string]string{"%": "percent", "h": "hours"}[p.Unit], p.Unit)
	}
	switch across := lower(p.Across); {
	case across == "":
		return text
	case strings.HasSuffix(across, " by"): // handed in by
		return text + ", " + across
	default:
		return text + ", by " + across
	}
}

// part says what an answer lacks to be the whole; nothing where it is that.
func (f *fonts) part(t report.Table) string {
	text := ""
	if t.Of != "" {
		text += ", only what concerns " + f.legible(t.Of, "one person")
	}
	if t.Cut {
		text += ", the first rows only"
	}
	return text
}

// hue is a colour as red, green and blue.
type hue uint32

// The colours of Okabe and Ito, which people tell apart who see fewer of them
// (jfly.uni-koeln.de/color), and greys.
const (
	ink    hue = 0x1d1c1d
	faint  hue = 0x616061
	rule   hue = 0xe4e4e4
	rest   hue = 0xb4b8bd
	blue   hue = 0x0072b2
	pale   hue = 0x74acd0
	orange hue = 0xd55e00
)

// RGBA makes it a color.Color.
func (h hue) RGBA() (r, g, b, a uint32) {
	return uint32(h>>16) * 0x101, uint32(h>>8&0xff) * 0x101, uint32(h&0xff) * 0x101, 0xffff
}

// paper is a picture that is being drawn, measured in points from its top left.
type paper struct {
	canvas *vgimg.Canvas
	fonts  *fonts
	height vg.Length
}

func newPaper(f *fonts, height vg.Length) *paper {
	return &paper{canvas: vgimg.NewWith(vgimg.UseWH(width, height), vgimg.UseDPI(dpi)), fonts: f, height: height}
}

// box fills a rectangle.
func (c *paper) box(x, y, w, h vg.Length, fill color.Color) {
	var p vg.Path
	p.Move(vg.Point{X: x, Y: c.height - y})
	p.Line(vg.Point{X: x + w, Y: c.height - y})
	p.Line(vg.Point{X: x + w, Y: c.height - y - h})
	p.Line(vg.Point{X: x, Y: c.height - y - h})
	p.Close()
	c.canvas.SetColor(fill)
	c.canvas.Fill(p)
}

// outline leads from point to point, counted from the top.
func (c *paper) outline(points []vg.Point) vg.Path {
	var p vg.Path
	for i, at := range points {
		at.Y = c.height - at.Y
		if i == 0 {
			p.Move(at)
			continue
		}
		p.Line(at)
	}
	return p
}

// line strokes a line through points, dashed on demand.
func (c *paper) line(stroke color.Color, thick vg.Length, dashed bool, points ...vg.Point) {
	p := c.outline(points)
	c.canvas.SetColor(stroke)
	c.canvas.SetLineWidth(thick)
	c.canvas.SetLineDash(nil, 0)
	if dashed {
		c.canvas.SetLineDash([]vg.Length{6, 5}, 0)
	}
	c.canvas.Stroke(p)
}

// text writes a line that stands on y: from x on, around it, or up to it.
func (c *paper) text(x, y vg.Length, text string, w weight, size, side vg.Length, fill color.Color) {
	x -= side * c.fonts.width(text, w, size)
	c.canvas.SetColor(fill)
	for _, run := range c.fonts.runs(text, w, size) {
		c.canvas.FillString(run.face, vg.Point{X: x, Y: c.height - y}, run.text)
		x += run.face.Width(run.text)
	}
}

// Which side of a text is where it is put.
const (
	left   vg.Length = 0
	middle vg.Length = 0.5
	right  vg.Length = 1
)

// The sizes of letters.
const (
	titleSize vg.Length = 17
	labelSize vg.Length = 13
	smallSize vg.Length = 12
)

func (c *paper) heading(title []string, under string) {
	y := vg.Length(margin)
	for _, line := range title {
		y += 17
		c.text(margin, y, line, bold, titleSize, left, ink)
		y += 6
	}
	c.text(margin, y+15, c.fonts.fit(under, regular, smallSize, width-2*margin), regular, smallSize, left, faint)
}

const keyHeight = 24

// key says which mark is which, where there are several, and gives where the
// rest begins.
func (c *paper) key(p report.Picture, top vg.Length) vg.Length {
	if len(p.Lines) < 2 {
		return top
	}
	x := vg.Length(margin)
	for i, l := range p.Lines {
		if i == 0 {
			c.box(x, top+2, 14, 10, blue)
		} else {
			c.line(orange, 3, p.Form == report.Lines, vg.Point{X: x, Y: top + 7}, vg.Point{X: x + 16, Y: top + 7})
		}
		c.text(x+22, top+12, l.Title, regular, smallSize, left, ink)
		x += 22 + c.fonts.width(l.Title, regular, smallSize) + 24
	}
	return top + keyHeight
}
