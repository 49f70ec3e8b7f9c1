package report

import (
	"cmp"
	"slices"
	"strings"
)

// Described are the columns of an answer, each with its name and type, with what
// the report says of them. The column "what" is what the parameter "by" asks for;
// amounts that lack a rate, and what they are in, are said alike in every report.
func (r Report) Described(all []Column, a Arguments) []Column {
	lacking := Table{Columns: all}.Column(Unrated) >= 0
	for i, c := range all {
		is := func(name string) bool { return strings.EqualFold(c.Name, name) }
		c.Title = titled(c.Name)
		switch {
		case is("what") && a["by"] != "":
			c.Title = r.headed(a["by"])
		case is(Unrated):
			c.Title, c.Type, c.Rare = "No rate yet", Money, true
		case is(In):
			c.Rare = lacking
		}
		if at := slices.IndexFunc(r.Columns, func(said Column) bool { return is(said.Name) }); at >= 0 {
			said := r.Columns[at]
			c.Title, c.Type = cmp.Or(said.Title, c.Title), cmp.Or(said.Type, c.Type)
			c.Currency, c.Unit, c.Rare = said.Currency, said.Unit, c.Rare || said.Rare
		}
		all[i] = c
	}
	return all
}

// Owned are columns whose amounts are in the currency of the company, but for
// those of which the report or the column In says another.
func Owned(all []Column, currency string) []Column {
	t := Table{Columns: all}
	if t.Column(In) >= 0 && t.Column(Unrated) < 0 {
		return all
	}
	for i, c := range all {
		if c.Type == Money && c.Currency == "" && !strings.EqualFold(c.Name, Unrated) {
			all[i].Currency = currency
		}
	}
	return all
}

// headed is what stands above what was asked for by a choice.
func (r Report) headed(by string) string {
	p, _ := r.parameter("by")
	return cmp.Or(p.Headed[by], titled(by))
}

// titled is a name as people read it: cost_centre becomes Cost centre.
func titled(name string) string {
	words := strings.ReplaceAll(name, "_", " ")
	first := min(1, len(words))
	return strings.ToUpper(words[:first]) + words[first:]
}
