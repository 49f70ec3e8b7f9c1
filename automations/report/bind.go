package report

import (
	"maps"
	"slices"
	"strings"
	"time"

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
		s, err := p.span(word, terms.Today)
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
		s, err := p.span(word, terms.Today)
		return p, s, err == nil
	}
	return Parameter{}, Span{}, false
}

// Comparison is what an answer is compared with. Until is the day up to which
// the answer counts, where its period is not over.
type Comparison struct {
	Now, Before Table
	Past        Span
	Until       string
}

// Since is what the period before is called where the whole answer can be
// compared with it; empty where a part of it is still to come.
func (c Comparison) Since(r Report, t Table) string {
	if c.Until != "" && r.Headlined(t) != r.Headlined(c.Now) {
		return ""
	}
	return c.Past.String()
}

// Earlier are the arguments of the period before and, where the period is not
// over, of what of it is; nil there where the answer itself is that. False where
// there is nothing to compare.
func (r Report) Earlier(words Words, a Arguments, terms Terms) (now, before Arguments, c Comparison, ok bool) {
	p, s, ok := r.Over(words, terms)
	if !ok || r.Headline == "" {
		return nil, nil, c, false
	}
	part, past, ok := s.Before(terms.Today)
	if !ok {
		return nil, nil, c, false
	}
	c.Past, before = past, maps.Clone(a)
	if before.set(p.Name, past); part.To != s.To {
		c.Until, now = part.To.In(time.UTC).Format("2 January"), maps.Clone(a)
		now.set(p.Name, part)
	}
	return now, before, c, true
}
