package page

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
)

// sheet is a document as lines of words, from the top of the first page to the
// foot of the last.
type sheet struct {
	words   *vocabulary
	scanned bool
	width   float64 // of the widest page
	height  float64 // of the first page
	lines   []line
}

// line is what stands on one baseline, from left to right.
type line struct {
	page    int
	em      float64 // size of the type that most of its words are set in
	words   []Word
	folds   []string
	gap     []bool // a column ends before this word
	labels  []label
	sums    []sum
	dates   []date
	percent []percent
	header  bool // names the columns of the table of lines
	row     bool // stands in that table
	head    int  // the line that names its columns
}

func newSheet(d Document, words *vocabulary) *sheet {
	s := &sheet{words: words, scanned: d.Scanned}
	for i, p := range d.Pages {
		list := clean(p.Words)
		if d.Scanned {
			straighten(list)
		}
		s.width = max(s.width, p.Width)
		if i == 0 {
			s.height = p.Height
		}
		s.lines = append(s.lines, lines(list, i, size(list, d.Scanned))...)
	}
	return s
}

// size is that of the type of a page that was recognised in a picture, where boxes
// end where the ink ends; 0 where the boxes are those of the type.
func size(words []Word, scanned bool) float64 {
	if !scanned || len(words) == 0 {
		return 0
	}
	heights := make([]float64, len(words))
	for i, w := range words {
		heights[i] = w.Y1 - w.Y0
	}
	slices.Sort(heights)
	return heights[len(heights)/2] / 0.72
}

// lines puts words on one line when their middles lie closer together than
// half the height of the smaller one; words without tall letters lie lower.
func lines(words []Word, page int, em float64) []line {
	slices.SortStableFunc(words, func(a, b Word) int { return cmp.Compare(a.Y0+a.Y1, b.Y0+b.Y1) })
	var all []line
	var open []Word
	middle, height := 0.0, 0.0
	end := func() {
		if len(open) > 0 {
			all = append(all, newLine(open, page, em))
		}
		open = nil
	}
	for _, w := range words {
		mid, h := (w.Y0+w.Y1)/2, w.Y1-w.Y0
		if len(open) > 0 && math.Abs(mid-middle) > max(0.45*min(h, height), 0.34*em) {
			end()
		}
		n := float64(len(open))
		middle, height = (middle*n+mid)/(n+1), (height*n+h)/(n+1)
		if n == 0 {
			middle, height = mid, h
		}
		open = append(open, w)
	}
	end()
	return all
}

func newLine(words []Word, page int, em float64) line {
	slices.SortStableFunc(words, func(a, b Word) int { return cmp.Compare(a.X0, b.X0) })
	heights := make([]float64, len(words))
	for i, w := range words {
		heights[i] = w.Y1 - w.Y0
	}
	slices.Sort(heights)
	l := line{page: page, words: words, em: heights[len(heights)/2] / 1.15}
	if em > 0 {
		l.em = min(max(heights[len(heights)*3/4]/0.75, 0.7*em), 1.6*em)
	}
	for i, w := range words {
		l.folds = append(l.folds, fold(w.Text))
		l.gap = append(l.gap, i > 0 && w.X0-words[i-1].X1 > 0.9*l.em)
	}
	return l
}

func (l *line) top() float64    { return l.words[0].Y0 }
func (l *line) bottom() float64 { return l.words[0].Y1 }

// text returns words from to to as they are read.
func (l *line) text(from, to int) string {
	var b strings.Builder
	for i := from; i < to; i++ {
		if i > from {
			b.WriteByte(' ')
		}
		b.WriteString(l.words[i].Text)
	}
	return b.String()
}

// run returns the words around i that no column gap parts.
func (l *line) run(i int) (from, to int) {
	from, to = i, i+1
	for from > 0 && !l.gap[from] {
		from--
	}
	for to < len(l.words) && !l.gap[to] {
		to++
	}
	return from, to
}

// runs calls f for every run of the line.
func (l *line) runs(f func(from, to int)) {
	for from := 0; from < len(l.words); {
		_, to := l.run(from)
		f(from, to)
		from = to
	}
}

// height is that of the largest word from from to to.
func (l *line) height(from, to int) float64 {
	h := 0.0
	for _, w := range l.words[from:to] {
		h = max(h, w.Y1-w.Y0)
	}
	return h
}

func hasDigit(text string) bool  { return strings.ContainsFunc(text, unicode.IsDigit) }
func hasLetter(text string) bool { return strings.ContainsFunc(text, unicode.IsLetter) }
