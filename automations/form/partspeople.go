package form

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"factotum/automations/calendar"
)

// mentioned takes mentions out of the text, each into a field for a person.
func (p *parting) mentioned(text string) string {
	return cleanLine(mention.ReplaceAllStringFunc(text, func(m string) string {
		if id := mention.FindStringSubmatch(m)[1]; p.fill(Person, id) || p.join(id) {
			return " "
		}
		return m
	}))
}

// join adds somebody to the first field for several people, which no longer holds
// then what it began with.
func (p *parting) join(id string) bool {
	c, ok := firstOf(p.form.fields, People)
	if ok {
		p.joined = append(p.joined, id)
		p.raw[c.Key], p.unseen = Input{List: p.joined}, nil
	}
	return ok
}

// person takes a part that names somebody: in full, or by a name that only one
// person has. Where it may be several, or is somebody's name but for a slip, they
// are named. The first part names the record itself where the form begins with a
// text, whoever else is called so.
func (p *parting) person(part string, first bool) bool {
	slots := append(p.slots(Person), p.slots(People)...)
	if len(slots) == 0 || p.ctx.Named == nil || first && p.form.fields[0].Type == Text {
		return false
	}
	found := p.ctx.Named(part)
	switch at, ids := slots[0], found.ids(); {
	case len(ids) == 1:
		return p.fill(Person, ids[0]) || p.join(ids[0])
	case len(ids) > 1:
		p.wrong(at, fmt.Sprintf("%q may be one of %d people. Choose whom you mean.", shorten(part), len(ids)))
	case len(found.Near) > 0:
		p.wrong(at, fmt.Sprintf("%q is not a person of this company.%s Choose them from the list.", shorten(part), meant(found.Near)))
	default:
		return false
	}
	return true
}

// wrong says why a part could not go to a field, which no other part fills then.
func (p *parting) wrong(at slot, say string) {
	p.said[at.path] = true
	p.problems = append(p.problems, Problem{Path: at.path, Say: say})
}

// misfits takes a part that is written as values of a field are, and that no field
// takes: a day that does not fall where it has to, an IBAN with a slip, a second
// address where there is a field for one.
func (p *parting) misfits(part string) bool {
	for _, one := range []struct {
		of Type
		is func(string) bool
	}{
		{Date, p.dated}, {Email, addressed.MatchString}, {IBAN, banked.MatchString}, {VAT, taxed}, {Phone, dialled.MatchString}, {Number, p.numbered},
	} {
		if !one.is(part) {
			continue
		}
		slots := p.slots(one.of)
		if len(slots) == 0 && p.second(one.of, part) {
			return true
		}
		if len(slots) == 0 {
			continue
		}
		if _, err := slots[0].read(Input{Text: part}, p.ctx); err != nil {
			p.wrong(slots[0], err.Error())
			return true
		}
	}
	return false
}

// second says what another part has taken the field of, where nothing but a field
// of its type is meant to hold it.
func (p *parting) second(t Type, part string) bool {
	if t == Date || t == Number {
		return false // may well stand in a name
	}
	for _, c := range p.form.fields {
		for _, s := range append([]slot{{c, c.Key}}, under(c)...) {
			if held := p.raw[s.path].Text; s.Type == t && p.said[s.path] {
				if compact(held) != compact(part) {
					p.problems = append(p.problems, Problem{Path: s.path, Say: fmt.Sprintf("%q was not filled in, since %q is there. Put it where it belongs.", shorten(part), shorten(held))})
				}
				return held != ""
			}
		}
	}
	return false
}

// under are the fields of the first line of a group.
func under(c compiled) []slot {
	slots := make([]slot, len(c.sub))
	for i, sub := range c.sub {
		slots[i] = slot{sub, c.Key + ".0." + sub.Key}
	}
	return slots
}

// dated tells whether a part is a day as a whole.
func (p *parting) dated(part string) bool {
	_, left, ok := calendar.FindDate(part, p.ctx.Today)
	return ok && strings.TrimSpace(left) == ""
}

// numbered tells whether a part is a number and nothing else could be meant.
func (p *parting) numbered(part string) bool {
	_, err := parseNumber(part)
	return err == nil && !slices.ContainsFunc(p.free().fields, func(c compiled) bool { return c.Type == Text })
}

// taxed tells whether a part is written as a number for taxes.
func taxed(part string) bool {
	number := compact(part)
	if digital.MatchString(part) || len(number) < 3 {
		return digital.MatchString(part)
	}
	_, known := vatForms()[number[:2]]
	return (known || strings.HasPrefix(number, "GR")) && lettered.MatchString(withoutWord(number))
}

// How addresses, accounts and numbers for taxes are written, right or wrong: as
// one band of digits, or in groups with signs and letters between.
var (
	addressed = regexp.MustCompile(`^[^@\s]+@[^@\s]+$`)
	banked    = regexp.MustCompile(`^[A-Za-z]{2}[0-9]{2} ?[A-Za-z0-9][A-Za-z0-9 ]{9,36}$`)
	digital   = regexp.MustCompile(`^[A-Za-z]{2} ?[0-9][0-9 .]{6,13}$`)
	lettered  = regexp.MustCompile(`^(?:CHE|ATU|ES[A-Z]|[A-Z]{2})[0-9]{6,13}[A-Z]{0,2}[0-9]{0,2}$`)
)
