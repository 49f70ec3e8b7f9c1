package report

import (
	"fmt"
	"slices"
	"strings"

	"factotum/automations/fault"
	"factotum/automations/source"
)

// noDays says of 31 February that it is no day, before its month is read as one.
func (a *asking) noDays() error {
	if _, ok := a.free(func(p Parameter) bool { return p.Type == Period }); !ok {
		return nil
	}
	for n := min(3, len(a.tokens)); n > 1; n-- {
		for at := 0; at+n <= len(a.tokens); at++ {
			if err := noDay([]string{join(a.tokens[at : at+n])}, a.Today); err != nil {
				return err
			}
		}
	}
	return nil
}

// lost says what a word may have been meant to be.
func (a *asking) lost(word string) error {
	var values, known []string
	for _, t := range a.tokens {
		values = append(values, t.value)
	}
	if err := noDay(values, a.Today); err != nil {
		return err
	}
	if err := a.otherwise(word); err != nil {
		return err
	}
	for _, p := range a.report.Parameters {
		known = slices.Concat(known, []string{p.Name}, p.wordings())
		if p.Type == Period {
			known = append(known, "last", "this", "since", "last month", "this month", "last quarter", "this quarter", "last year", "this year")
		}
	}
	hint := source.DidYouMean(join(a.tokens[:min(2, len(a.tokens))]), known)
	if !strings.HasSuffix(hint, "?") {
		hint = source.DidYouMean(word, known)
	}
	if slices.Contains(known, word) { // the word is right, and something about it is not
		hint = "."
	}
	return fault.New(fault.Invalid, "The report %s does not know “%s”%s", a.report.Name, word, a.takes(hint))
}

// otherwise says how to have what a line does not ask for.
func (a *asking) otherwise(word string) error {
	if slices.Contains([]string{"every", "daily", "weekly", "monthly", "each"}, strings.ToLower(word)) {
		return fault.New(fault.Invalid, "To have the report %s come by itself, ask for it without “%s” and press “Every Monday…” below the answer: there you choose the days.", a.report.Name, word)
	}
	for _, p := range a.report.Parameters {
		said, has := a.words[p.Name]
		if choice, ok := p.choice(word); has && ok {
			return fault.New(fault.Invalid, "The report %s takes one of “%s” and “%s” at a time. Ask for each by itself.", a.report.Name, strings.ReplaceAll(said, "_", " "), strings.ReplaceAll(choice, "_", " "))
		}
	}
	return nil
}

// takes says what a report takes, after what was probably meant.
func (a *asking) takes(hint string) string {
	if !strings.HasSuffix(hint, "?") {
		hint = "."
	}
	var all []string
	for _, p := range a.report.Parameters {
		if p.Type != Choice || len(p.Choices) > 0 { // forms may offer none
			all = append(all, p.example())
		}
	}
	if len(all) == 0 {
		return hint + fmt.Sprintf(" It takes nothing: write /report %s.", a.report.Name)
	}
	return hint + fmt.Sprintf(" It takes %s.", strings.Join(all, ", "))
}
