package form

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"factotum/automations/calendar"
	"factotum/automations/money"
)

// FillParts returns what the form begins with, laid over with the parts of a text
// that stand between commas or semicolons: "Pia Moreau, Tile Works, pia@tile.example".
// An address, a number, a day, an amount, a choice or somebody's name goes to the
// first field for one, wherever it stands; what remains goes to the texts, in their
// order. What no field takes has a problem that says why.
func (f Form) FillParts(text string, ctx Context) (Raw, []Problem) {
	p := parting{filler: filler{raw: f.initial(ctx), ctx: ctx}, form: f, said: map[string]bool{}}
	if len(text) > maxTyped {
		return p.raw, []Problem{tooLong()}
	}
	var rest []string
	parts := apart(p.mentioned(cleanLine(text)))
	chosen := make([]bool, len(parts)) // first, since other fields are shown by what is chosen
	for i, part := range parts {
		_, err := parseNumber(part)
		chosen[i] = err != nil && p.option(part)
	}
	for i, part := range parts {
		if !chosen[i] && !p.typed(part) && !p.misfits(part) && !p.person(part, i == 0) {
			rest = append(rest, p.within(part))
		}
	}
	rest = slices.DeleteFunc(rest, func(part string) bool { return part == "" })
	p.choices([]target{p.free()}, strings.Join(rest, " "))
	p.unseen = nil
	p.texts(rest)
	return p.raw, p.problems
}

// parting is a form while it is filled in from parts.
type parting struct {
	filler
	form   Form
	said   map[string]bool // paths of fields that words have filled in
	joined []string        // who goes into the first field for several people
	unseen map[string]bool // paths that are hidden while raw is as it is; nil: not known
}

// apart are the parts of a text.
func apart(text string) []string {
	var parts []string
	for _, p := range pieces(text) {
		if p.text != "" {
			parts = append(parts, p.text)
		}
	}
	return parts
}

// free is the form without the fields that words have filled in.
func (p *parting) free() target {
	return target{fields: slices.DeleteFunc(slices.Clone(p.form.fields), func(c compiled) bool { return p.said[c.Key] || c.Compute != "" })}
}

// slot is a field that a part may go to.
type slot struct {
	compiled
	path string
}

// slots are the free fields of a type that are shown, those of the first line of
// groups too.
func (p *parting) slots(t Type) []slot {
	var slots []slot
	for _, c := range p.free().fields {
		if c.Type == t {
			slots = append(slots, slot{c, c.Key})
		}
		for _, s := range under(c) {
			if s.Type == t && !p.said[s.path] {
				slots = append(slots, s)
			}
		}
	}
	return slices.DeleteFunc(slots, func(s slot) bool { return p.hidden(s.path) })
}

// hidden tells whether a field is not shown as the form is filled in by now.
func (p *parting) hidden(path string) bool {
	if p.unseen == nil {
		p.unseen = p.form.Hidden(p.raw, p.ctx)
	}
	return p.unseen[path]
}

// take fills a field in, which no other part fills then.
func (p *parting) take(path string, in Input) {
	p.raw[path], p.said[path], p.unseen = in, true, nil
}

// fill puts a text into the first free field of a type that takes it.
func (p *parting) fill(t Type, text string) bool {
	for _, s := range p.slots(t) {
		if _, err := s.read(Input{Text: text}, p.ctx); err == nil {
			p.take(s.path, Input{Text: text})
			return true
		}
	}
	return false
}

// typed takes a part that as a whole is a value of another type than text.
func (p *parting) typed(part string) bool {
	for _, t := range []Type{Email, URL, IBAN, VAT} {
		if p.fill(t, part) {
			return true
		}
	}
	amount, left, priced := money.Find(part, p.ctx.Currency)
	priced = priced && strings.TrimSpace(left) == ""
	switch {
	case dialled.MatchString(part) && p.fill(Phone, part),
		priced && certainty(amount, part, "") > wholeNumber && p.fill(Money, part),
		p.dated(part) && p.fill(Date, part),
		p.fill(Number, part), priced && p.fill(Money, part):
		return true
	}
	return p.option(part) || p.patterned(part)
}

// option takes a part that is one of the options of a field.
func (p *parting) option(part string) bool {
	for _, s := range p.slots(Select) {
		for _, o := range s.Options {
			if fold(part) != "" && (fold(part) == fold(o.Value) || fold(part) == fold(o.Label)) {
				p.take(s.path, Input{Text: o.Value})
				return true
			}
		}
	}
	return false
}

// patterned takes a part that is written as a field demands it, be it in small
// letters: lap-12.
func (p *parting) patterned(part string) bool {
	for _, text := range []string{part, strings.ToUpper(part)} {
		for _, s := range p.slots(Text) {
			if s.pattern == nil {
				continue
			}
			if _, err := s.read(Input{Text: text}, p.ctx); err == nil {
				p.take(s.path, Input{Text: text})
				return true
			}
		}
	}
	return false
}

// dialled is a number as people write it, and never an amount; reached is one
// within a text.
var (
	dialled = regexp.MustCompile(`^(?:\+|0)[0-9 ()/.-]{5,30}$`)
	reached = regexp.MustCompile(`\+[0-9][0-9 ()/.-]{5,30}[0-9]`)
)

// within takes addresses, numbers with their country, days and amounts out of a
// part in which more stands, and gives what is left.
func (p *parting) within(part string) string {
	whole, before := part, maps.Clone(p.said)
	if number := reached.FindString(part); number != "" && p.fill(Phone, number) {
		part = strings.Replace(part, number, " ", 1)
	}
	var left []string
	for _, word := range strings.Fields(part) {
		bare := strings.Trim(word, "()<>")
		if !p.fill(Email, bare) && !p.fill(URL, bare) && !p.fill(IBAN, bare) && !p.fill(VAT, bare) {
			left = append(left, word)
		}
	}
	part = strings.Join(left, " ")
	if a, rest, ok := money.Find(part, p.ctx.Currency); ok && certainty(a, part, rest) > wholeNumber && p.fill(Money, a.String()) {
		part = rest
	}
	if d, rest, ok := calendar.FindDate(part, p.ctx.Today); ok && p.fill(Date, d.String()) {
		part = rest
	}
	if part == whole {
		return part // “The Tile Company” is called so
	}
	part = strings.Trim(loose(part), " ,;:-–—")
	if p.labels(part, before) {
		return "" // “bought yesterday”
	}
	return part
}

// labels tells whether words only say which fields were filled in since.
func (p *parting) labels(words string, before map[string]bool) bool {
	var names []string
	for _, c := range p.form.fields {
		for _, s := range append([]slot{{c, c.Key}}, under(c)...) {
			if p.said[s.path] && !before[s.path] {
				names = append(names, strings.Fields(fold(s.Label+" "+s.Key))...)
			}
		}
	}
	return !slices.ContainsFunc(strings.Fields(fold(words)), func(word string) bool { return !slices.Contains(names, word) })
}

// texts puts what is left into the texts that are shown, one each. What has no
// field of its own goes to the first paragraph, or else behind the last text.
func (p *parting) texts(parts []string) {
	fits := func(c compiled) bool { return c.Type == Text && c.pattern == nil && !p.hidden(c.Key) }
	last := ""
	for len(parts) > 0 {
		fields := slices.DeleteFunc(p.free().fields, func(c compiled) bool { return !fits(c) })
		if len(fields) == 0 {
			break
		}
		last = fields[0].Key
		p.take(last, Input{Text: parts[0]})
		parts = parts[1:]
	}
	more := strings.Join(parts, ", ")
	note, any := firstOf(p.free().fields, Paragraph)
	switch {
	case more == "":
	case any && !p.hidden(note.Key):
		p.raw[note.Key] = Input{Text: more}
	case last != "":
		p.raw[last] = Input{Text: p.raw[last].Text + ", " + more}
	default:
		p.problems = append(p.problems, untaken(more))
	}
}
