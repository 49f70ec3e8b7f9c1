package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"factotum/automations/source"
)

// Head is what is written of a report beside its SQL.
type Head struct {
	Title      string          `yaml:"title"`
	Subject    string          `yaml:"subject"`
	About      string          `yaml:"about"`
	Also       []string        `yaml:"also"`
	Parameters []ParameterText `yaml:"parameters"`
	Columns    []ColumnText    `yaml:"columns"`
	Readers    []string        `yaml:"readers"`
	Own        bool            `yaml:"own"`
	Headline   string          `yaml:"headline"`
	Counts     string          `yaml:"counts"`
	Notes      []string        `yaml:"notes"`
	Chart      ChartText       `yaml:"chart"`
	Masked     []string        `yaml:"masked"`
	Rows       int             `yaml:"rows"`    // at most; left out: 10,000
	Seconds    int             `yaml:"seconds"` // at most; left out: 30
}

// ParameterText is a Parameter as it is written.
type ParameterText struct {
	Name     string            `yaml:"name"`
	Label    string            `yaml:"label"`
	Type     string            `yaml:"type"`
	Required bool              `yaml:"required"`
	Default  string            `yaml:"default"`
	Choices  []string          `yaml:"choices"`
	Of       string            `yaml:"of"`
	Headed   map[string]string `yaml:"headed"`
	Ahead    bool              `yaml:"ahead"`
	Least    int               `yaml:"least"`
	Says     string            `yaml:"says"`
}

// ColumnText is a Column as it is written.
type ColumnText struct {
	Name     string `yaml:"name"`
	Title    string `yaml:"title"`
	Type     string `yaml:"type"`
	Currency string `yaml:"currency"`
	Unit     string `yaml:"unit"`
	Rare     bool   `yaml:"rare"`
}

// ChartText is a Chart as it is written.
type ChartText struct {
	Form   string   `yaml:"form"`
	Across string   `yaml:"across"`
	Up     []string `yaml:"up"`
	Says   string   `yaml:"says"`
	Limit  bool     `yaml:"limit"`
	Kept   bool     `yaml:"kept"`
	Adds   bool     `yaml:"adds"`
}

// What a report may give where it does not say.
const (
	mostRows = 10_000
	mostTime = 30 * time.Second
)

// Parse reads a built-in report: its head as YAML in the comment lines on top
// of its SQL. Returns an error that names every mistake.
func Parse(name, text string) (Report, error) {
	var head Head
	front, sql := parted(text)
	file, problems := source.Read(name, []byte(front), &head)
	r := head.Report(name, sql)
	for _, wrong := range r.Wrong() {
		problems = append(problems, file.At(wrong.Path, "%s", wrong.Say))
	}
	if len(problems) == 0 {
		return r, nil
	}
	says := make([]string, len(problems))
	for i, p := range problems {
		says[i] = p.String()
	}
	return r, fmt.Errorf("report: %s", strings.Join(says, "; "))
}

// parted are the comment lines on top, as YAML, and what follows.
func parted(text string) (front, sql string) {
	lines := strings.Split(text, "\n")
	at := slices.IndexFunc(lines, func(line string) bool { return !strings.HasPrefix(line, "--") })
	if at < 0 {
		at = len(lines)
	}
	for _, line := range lines[:at] {
		front += strings.TrimPrefix(strings.TrimPrefix(line, "--"), " ") + "\n"
	}
	return front, strings.TrimSpace(strings.Join(lines[at:], "\n"))
}

// Report is the report of that name with this SQL; Wrong says what is wrong
// with it.
func (h Head) Report(name, sql string) Report {
	r := Report{
		Name: name, Title: h.Title, Subject: h.Subject, About: h.About, Also: h.Also, Readers: h.Readers, Own: h.Own, SQL: sql,
		Chart: Chart(h.Chart), Headline: h.Headline, Counts: h.Counts, Notes: h.Notes, Masked: h.Masked, MostRows: h.Rows, MostTime: time.Duration(h.Seconds) * time.Second,
	}
	if r.MostRows == 0 {
		r.MostRows = mostRows
	}
	if r.MostTime == 0 {
		r.MostTime = mostTime
	}
	for _, p := range h.Parameters {
		r.Parameters = append(r.Parameters, Parameter{Name: p.Name, Label: p.Label, Type: Type(p.Type), Required: p.Required, Default: p.Default, Choices: p.Choices, Of: p.Of, Headed: p.Headed, Ahead: p.Ahead, Least: p.Least, Says: p.Says})
	}
	for _, c := range h.Columns {
		r.Columns = append(r.Columns, Column{Name: c.Name, Title: c.Title, Type: Type(c.Type), Currency: c.Currency, Unit: c.Unit, Rare: c.Rare})
	}
	return r
}

// Mistake is something wrong with a report, at a path of its head.
type Mistake struct{ Path, Say string }

// Wrong are the mistakes that show without running the report.
func (r Report) Wrong() []Mistake {
	var all []Mistake
	wrong := func(path, say string, args ...any) { all = append(all, Mistake{path, fmt.Sprintf(say, args...)}) }
	if r.Title == "" || r.Subject == "" || r.About == "" {
		wrong("title", "a report needs a title, a subject under which it is listed, and a sentence about it")
	}
	if len(r.Readers) == 0 && !r.Own {
		wrong("readers", "nobody may read it: name roles or teams, or everyone, or write own: true")
	}
	if r.MostRows < 1 || r.MostTime < time.Second {
		wrong("rows", "rows and seconds are whole numbers above nothing")
	}
	if r.SQL == "" {
		wrong("", "there is no SQL")
	}
	all = append(all, r.unbound()...)
	for i, c := range r.Columns {
		if !slices.Contains([]Type{"", Text, Number, Money, Percent, Date, Moment, Hours, Person, Request}, c.Type) {
			wrong(fmt.Sprintf("columns[%d].type", i), "%q is no type of a column", c.Type)
		}
	}
	if r.Own && !slices.Contains(Binds(r.SQL), "viewer") {
		wrong("own", "everybody may read the rows about themselves, but the SQL never names :viewer")
	}
	return all
}

// unbound are the mistakes of parameters, and of what the SQL names that is none.
func (r Report) unbound() []Mistake {
	var all []Mistake
	wrong := func(path, say string, args ...any) { all = append(all, Mistake{path, fmt.Sprintf(say, args...)}) }
	bound := Binds(r.SQL)
	for i, p := range r.Parameters {
		at := fmt.Sprintf("parameters[%d]", i)
		if say := p.wrong(); say != "" {
			wrong(at, "%s", say)
		}
		for _, name := range p.binds() {
			if !slices.Contains(bound, name) {
				wrong(at+".name", "the SQL never names :%s", name)
			}
		}
	}
	for _, name := range bound {
		given := slices.ContainsFunc(r.Parameters, func(p Parameter) bool { return slices.Contains(p.binds(), name) })
		if !given && !unasked(name) {
			wrong("parameters", "the SQL names :%s, which is no parameter: add it, or correct the name", name)
		}
	}
	return all
}

// wrong is what is wrong with a parameter by itself.
func (p Parameter) wrong() string {
	switch {
	case p.Name == "":
		return "a parameter needs a name"
	case unasked(p.Name):
		return p.Name + " is bound by itself: choose another name"
	case !slices.Contains([]Type{Text, Number, Money, Date, Person, Period, Choice}, p.Type):
		return fmt.Sprintf("%q is no type of a parameter", p.Type)
	case (p.Type == Choice) != (len(p.Choices) > 0 || p.Of != ""):
		return "a choice has choices, or is of a field of forms, and nothing else has or is"
	case p.Type == Choice && p.Default != "" && !slices.Contains(p.Choices, p.Default):
		return fmt.Sprintf("its default %q is none of its choices", p.Default)
	case p.Least != 0 && p.Type != Number && p.Type != Money:
		return "only a number or an amount has a least one"
	}
	return ""
}

// binds are the names by which the SQL knows a parameter.
func (p Parameter) binds() []string {
	if p.Type == Period {
		return []string{p.Name + "_from", p.Name + "_to"}
	}
	return []string{p.Name}
}
