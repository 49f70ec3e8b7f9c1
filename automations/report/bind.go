package report

import (
	"maps"
	"slices"
	"strings"

	"factotum/automations/calendar"
	"factotum/automations/fault"
)

// MissingError names what a report cannot do without and nobody said.
type MissingError struct{ Parameters []Parameter }

// Error says what is missing.
func (e MissingError) Error() string {
	var names []string
	for _, p := range e.Parameters {
		names = append(names, p.called())
	}
	return "say " + strings.Join(names, ", ")
}

// Bind makes of words what a run binds on that day; what nobody said has its
// default. Viewer is what Viewer gave. Returns invalid, around a MissingError,
// where something required is missing.
func Bind(r Report, words Words, viewer string, terms Terms) (Arguments, error) {
	a := Arguments{"viewer": viewer}
	if slices.Contains(Binds(r.SQL), Today) {
		a[Today] = terms.Today.String()
	}
	var missing []Parameter
	for _, p := range r.Parameters {
		word := words[p.Name]
		if word == "" {
			word = p.Default
		}
		if word == "" && p.Required {
			missing = append(missing, p)
			continue
		}
		if err := p.bind(a, word, terms); err != nil {
			return nil, err
		}
	}
	if len(missing) > 0 {
		err := MissingError{missing}
		return nil, fault.Wrap(err, fault.Invalid, "The report %s needs more: %s.", r.Name, err)
	}
	return a, nil
}

// bind sets one parameter; nothing means no restriction.
func (p Parameter) bind(a Arguments, word string, terms Terms) error {
	if p.Type == Period {
		if a[p.Name+"_from"], a[p.Name+"_to"] = "", ""; word == "" {
			return nil
		}
		s, err := ParsePeriod(word, terms.Today)
		if err != nil {
			return err
		}
		a.set(p.Name, s)
		return nil
	}
	if a[p.Name] = ""; word == "" {
		return nil
	}
	value, err := p.canonical(word, terms)
	if err != nil {
		return err
	}
	if p.Type == Date {
		d, err := calendar.ParseDate(value, terms.Today)
		if err != nil {
			return err
		}
		value = d.String()
	}
	a[p.Name] = value
	return nil
}

func (a Arguments) set(name string, s Span) {
	a[name+"_from"], a[name+"_to"] = s.From.String(), s.To.String()
}

// Over is the period that an answer is about, the first of its parameters;
// false where it has none.
func (r Report) Over(words Words, terms Terms) (Parameter, Span, bool) {
	for _, p := range r.Parameters {
		if p.Type != Period {
			continue
		}
		word := words[p.Name]
		if word == "" {
			word = p.Default
		}
		s, err := ParsePeriod(word, terms.Today)
		return p, s, err == nil
	}
	return Parameter{}, Span{}, false
}

// Earlier are the arguments of the period before, and what both are called. False
// where there is none, or nothing to compare.
func (r Report) Earlier(words Words, a Arguments, terms Terms) (before Arguments, past Span, ok bool) {
	p, s, ok := r.Over(words, terms)
	if !ok || r.Headline == "" {
		return nil, Span{}, false
	}
	_, past, ok = s.Before(terms.Today)
	if !ok {
		return nil, Span{}, false
	}
	before = maps.Clone(a)
	before.set(p.Name, past)
	return before, past, true
}
