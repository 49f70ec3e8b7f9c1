package page_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/invoice"
	"factotum/automations/invoice/page"
)

// typed is a page as a typewriter sets it, with what is to be read on it. The
// pages of testdata are made up; each has the layout of some trade or country.
type typed struct {
	name  string
	truth map[invoice.Field]string
	kind  invoice.Kind
	lines []string
}

func typedPages(t *testing.T) []typed {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txt")
	require.NoError(t, err)
	var out []typed
	for _, file := range files {
		raw, err := os.ReadFile(file)
		require.NoError(t, err)
		head, body, found := strings.Cut(string(raw), "---\n")
		require.True(t, found, file)
		p := typed{name: strings.TrimSuffix(filepath.Base(file), ".txt"), truth: map[invoice.Field]string{}, kind: invoice.Bill}
		p.lines = strings.Split(body, "\n")
		for row := range strings.Lines(head) {
			key, value, _ := strings.Cut(strings.TrimSpace(row), ": ")
			if key == "kind" {
				p.kind = invoice.Kind(value)
				continue
			}
			p.truth[invoice.Field(key)] = value
		}
		out = append(out, p)
	}
	return out
}

// set types the lines: ten points high, each letter six points wide.
func (p typed) set() *paper {
	out := newPaper(595, 842)
	out.mono = true
	for i, line := range p.lines {
		runes := []rune(line)
		for from := 0; from < len(runes); from++ {
			if runes[from] == ' ' {
				continue
			}
			to := from
			for to < len(runes) && runes[to] != ' ' {
				to++
			}
			out.at(20+float64(from)*6, 30+float64(i)*12, 10, string(runes[from:to]))
			from = to
		}
	}
	return out
}

func TestReaderReadsTypedPages(t *testing.T) {
	t.Parallel()
	reader := page.New()
	for _, p := range typedPages(t) {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			in, ok := reader.Read(p.set().document())
			require.True(t, ok)
			assert.Equal(t, p.kind, in.Kind)
			for _, f := range scored() {
				got := judge(f, p.truth[f], in)
				if p.truth[f] != "" {
					assert.Equal(t, 1, got.right, "%s: %q is not %q (%s)", f, in.Values[f].Text, p.truth[f], in.Values[f].Label)
				}
				assert.Zero(t, got.silent, "%s is silently %q (%s)", f, in.Values[f].Text, in.Values[f].Label)
			}
		})
	}
}

func TestReaderReadsTypedPagesFromAPicture(t *testing.T) {
	t.Parallel()
	reader := page.New()
	var sum tally
	for _, p := range typedPages(t) {
		rng := rand.New(rand.NewPCG(7, uint64(len(p.lines))))
		in, _ := reader.Read(p.set().scan(rng, 0.002))
		for _, f := range []invoice.Field{invoice.Number, invoice.IssueDate, invoice.TotalGross} {
			if p.truth[f] != "" {
				sum.add(judge(f, p.truth[f], in))
			}
		}
	}
	assert.GreaterOrEqual(t, share(sum.right, sum.truths), 0.9)
}
