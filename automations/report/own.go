package report

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"factotum/automations/source"
)

// Own is a report of the company's own, with the text that it was read from.
type Own struct {
	Report
	text source.Text
}

// ownText is such a report as it is written.
type ownText struct {
	Report string `yaml:"report"`
	Source string `yaml:"source"`
	SQL    string `yaml:"sql"`
	Head   `yaml:",inline"`
}

var nameForm = regexp.MustCompile(`^[a-z][a-z0-9_-]{1,30}$`)

// What a report of one's own may give at most: everything of it is in memory for
// a while, and its source waits for it.
const (
	widestRows = 200_000
	widestTime = 10 * time.Minute
)

// ParseOwn reads a report of the company's own, which asks one of its sources.
// All mistakes that show without asking it are given at once.
func ParseOwn(file string, body []byte, sources []string) (Own, []source.Problem) {
	var in ownText
	o := Own{}
	var problems []source.Problem
	o.text, problems = source.Read(file, body, &in)
	if source.Garbled(problems) {
		return o, problems
	}
	o.Report = in.Head.Report(in.Report, strings.TrimRight(in.SQL, " \n"))
	o.Source = in.Source
	wrong := func(path, say string, args ...any) { problems = append(problems, o.text.At(path, say, args...)) }
	for i := range o.Parameters { // one that nobody typed is a text
		if o.Parameters[i].Type == "" {
			o.Parameters[i].Type = Text
		}
	}
	if !nameForm.MatchString(in.Report) {
		wrong("report", "%q is no name for a report: write 2 to 31 small letters, digits, - or _, such as orders", in.Report)
	}
	if !slices.Contains(sources, in.Source) {
		wrong("source", "there is no source %q%s", in.Source, source.DidYouMean(in.Source, sources))
	}
	return o, append(problems, o.unfit()...)
}

// unfit are the mistakes of what it says, each where it stands.
func (o Own) unfit() (problems []source.Problem) {
	wrong := func(path, say string, args ...any) { problems = append(problems, o.text.At(path, say, args...)) }
	for _, m := range o.Wrong() {
		if m.Path == "" {
			m.Path = "sql"
		}
		if p := o.text.At(m.Path, "%s", m.Say); p.Line > 0 || m.Path == "title" {
			problems = append(problems, p)
			continue
		}
		wrong("sql", "%s", m.Say)
	}
	if o.MostRows > widestRows || o.MostTime > widestTime {
		wrong("rows", "a report gives at most %d rows, and takes at most %.0f seconds", widestRows, widestTime.Seconds())
	}
	switch o.Chart.Form {
	case "", Bars, Posts, Lines:
	default:
		wrong("chart.form", "%q is no form of a chart: write bars, columns or line", o.Chart.Form)
	}
	for i, name := range o.Masked {
		if slices.Contains(append(append(slices.Clone(o.Chart.Up), o.Chart.Slots()...), o.Chart.Across, o.Headline), name) {
			wrong(fmt.Sprintf("masked[%d]", i), "%s is masked, so it can neither be drawn nor be the headline", name)
		}
	}
	return problems
}

// Lacks are the mistakes that show once the columns of the answer are known.
func (o Own) Lacks(columns []string) []source.Problem {
	var problems []source.Problem
	needs := func(path, name string) {
		is := func(c string) bool { return strings.EqualFold(c, name) }
		if name != "" && name != RowsFigure && !slices.ContainsFunc(columns, is) {
			problems = append(problems, o.text.At(path, "the statement gives no column %q%s", name, source.DidYouMean(name, columns)))
		}
	}
	for i, c := range o.Columns {
		needs(fmt.Sprintf("columns[%d]", i), c.Name)
	}
	for i, name := range o.Masked {
		needs(fmt.Sprintf("masked[%d]", i), name)
	}
	needs("chart.across", o.Chart.Across)
	for i, name := range o.Chart.Up {
		needs(fmt.Sprintf("chart.up[%d]", i), name)
	}
	for _, name := range o.Chart.Slots() {
		needs("chart.says", name)
	}
	needs("headline", o.Headline)
	return problems
}

// At is a problem at a byte of the SQL, or with all of it below zero.
func (o Own) At(offset int, say string) source.Problem {
	p := o.text.At("sql", "%s", say)
	if lines := strings.Count(o.SQL, "\n"); lines > 0 && offset >= 0 { // a block begins on the line after its key
		p.Line += 1 + strings.Count(o.SQL[:min(offset, len(o.SQL))], "\n")
	}
	return p
}

// Setting is a problem with one of its settings.
func (o Own) Setting(path, say string, args ...any) source.Problem {
	return o.text.At(path, say, args...)
}
