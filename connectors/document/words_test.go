package document

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/automations/invoice/page"
)

// row sets glyphs of size 10 side by side, each half as wide.
func row(text string, x, y float64) []glyph {
	const size = 10.0
	var out []glyph
	for _, r := range text {
		out = append(out, glyph{text: string(r), x0: x, y0: y, x1: x + size/2, y1: y, size: size})
		x += size / 2
	}
	return out
}

func texts(p page.Page) string {
	var out []string
	for _, w := range p.Words {
		out = append(out, w.Text)
	}
	return strings.Join(out, "|")
}

func TestLettersBecomeWords(t *testing.T) {
	t.Parallel()
	bold := row("Total", 10, 20)
	for i := len(bold) - 1; i >= 0; i-- { // each letter again, a little to the right
		twice := bold[i]
		twice.x0 += 0.3
		bold = append(bold[:i+1], append([]glyph{twice}, bold[i+1:]...)...)
	}
	hidden := row("secret", 10, 60)
	for i := range hidden {
		hidden[i].hidden = true
	}
	upward := row("edge", 0, 0)
	for i, g := range upward {
		upward[i].x0, upward[i].y0, upward[i].x1, upward[i].y1 = 5, 300-g.x0, 5, 300-g.x1
	}
	for name, c := range map[string]struct {
		glyphs []glyph
		want   string
	}{
		"a blank":             {row("Net 10,00", 10, 20), "Net|10,00"},
		"a gap":               {append(row("Net", 10, 20), row("10,00", 60, 20)...), "Net|10,00"},
		"another line":        {append(row("Net", 10, 20), row("10,00", 25, 34)...), "Net|10,00"},
		"letter by letter":    {append(row("Rech", 10, 20), row("nung", 30.4, 20)...), "Rechnung"},
		"drawn twice":         {bold, "Total"},
		"the whole twice":     {append(row("Total", 10, 20), row("Total", 10.4, 20)...), "Total"},
		"ligatures":           {row("oﬃce", 10, 20), "office"},
		"marks of direction":  {row("a\u202eb", 10, 20), "ab"},
		"in no colour":        {append(row("seen", 10, 20), hidden...), "seen"},
		"only in no colour":   {hidden, "secret"},
		"print along an edge": {append(row("a longer line", 10, 20), upward...), "a|longer|line"},
		"outside the page":    {append(row("in", 10, 20), row("out", 10, 900)...), "in"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, c.want, texts(words(c.glyphs, 500, 800)))
		})
	}
}

func TestASidewaysPageIsTurned(t *testing.T) {
	t.Parallel()
	glyphs := row("Invoice", 0, 0)
	for i, g := range glyphs { // downward along the right edge
		glyphs[i].x0, glyphs[i].y0, glyphs[i].x1, glyphs[i].y1 = 480, 20+g.x0, 480, 20+g.x1
	}
	p := words(glyphs, 500, 800)
	assert.InDelta(t, 800, p.Width, 0.1)
	assert.Equal(t, "Invoice", texts(p))
	assert.InDelta(t, 20, p.Words[0].X0, 0.1)
	assert.InDelta(t, 20-7.5, p.Words[0].Y0, 0.1)
}
