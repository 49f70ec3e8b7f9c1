package report

import (
	"slices"
	"strings"

	"factotum/automations/fault"
	"factotum/automations/source"
)

// asking is a line while it is read.
type asking struct {
	Terms
	report Report
	tokens []token
	words  Words
}

func (a *asking) read() error {
	a.politely()
	for _, step := range []func() error{a.keyed, a.grouped, a.noDays, a.periods, a.choices, a.persons, a.apart, a.ordered} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// take removes so many words.
func (a *asking) take(at, n int) { a.tokens = slices.Delete(a.tokens, at, at+n) }

// free is the first parameter of a type that has nothing yet.
func (a *asking) free(fits func(Parameter) bool) (Parameter, bool) {
	for _, p := range a.report.Parameters {
		if _, has := a.words[p.Name]; !has && fits(p) {
			return p, true
		}
	}
	return Parameter{}, false
}

// keyed reads name=value.
func (a *asking) keyed() error {
	for at := 0; at < len(a.tokens); {
		t := a.tokens[at]
		if t.key == "" {
			at++
			continue
		}
		p, ok := a.report.parameter(t.key)
		if !ok {
			return fault.New(fault.Invalid, "The report %s takes no “%s”%s", a.report.Name, t.key, a.takes(source.DidYouMean(t.key, a.report.parameterNames())))
		}
		word, err := p.canonical(t.value, a.Terms)
		if err != nil {
			return err
		}
		a.words[p.Name] = word
		a.take(at, 1)
	}
	return nil
}

func (r Report) parameter(name string) (Parameter, bool) {
	for _, p := range r.Parameters {
		if plain(p.Name) == plain(name) || plain(p.Label) == plain(name) {
			return p, true
		}
	}
	return Parameter{}, false
}

func (r Report) parameterNames() []string {
	names := make([]string, len(r.Parameters))
	for i, p := range r.Parameters {
		names[i] = p.Name
	}
	return names
}

// grouped reads “by department”: one or two words behind by.
func (a *asking) grouped() error {
	for at, t := range a.tokens {
		if !slices.Contains([]string{"by", "per"}, strings.ToLower(t.value)) || t.whole || at+1 == len(a.tokens) {
			continue
		}
		for n := min(2, len(a.tokens)-at-1); n > 0; n-- {
			for _, p := range a.report.Parameters {
				if choice, ok := p.choice(join(a.tokens[at+1 : at+1+n])); ok && p.Of == "" {
					a.words[p.Name] = choice
					a.take(at, n+1)
					return nil
				}
			}
		}
		p, ok := a.free(func(p Parameter) bool { return p.Type == Choice })
		if !ok {
			return nil
		}
		_, err := p.canonical(a.tokens[at+1].value, a.Terms)
		return err
	}
	return nil
}

// longest is how many words say a period at most: from 1 March 2025 to 31 May 2026.
const longest = 8

// periods reads the longest runs of words that are a period.
func (a *asking) periods() error {
	for {
		p, ok := a.free(func(p Parameter) bool { return p.Type == Period })
		at, n := a.run(func(text string) bool { _, err := ParsePeriod(text, a.Today); return err == nil })
		if !ok || n == 0 {
			return nil
		}
		a.words[p.Name] = join(a.tokens[at : at+n])
		a.take(at, n)
	}
}

// run finds the longest run of words that fits.
func (a *asking) run(fits func(string) bool) (at, n int) {
	for n := min(longest, len(a.tokens)); n > 0; n-- {
		for at := 0; at+n <= len(a.tokens); at++ {
			if fits(join(a.tokens[at : at+n])) {
				return at, n
			}
		}
	}
	return 0, 0
}

// choices reads words that one of the choices is called.
func (a *asking) choices() error {
	for _, p := range a.report.Parameters {
		if _, has := a.words[p.Name]; has || p.Type != Choice {
			continue
		}
		if at, n := a.run(func(text string) bool { _, ok := p.choice(text); return ok }); n > 0 {
			a.words[p.Name], _ = p.choice(join(a.tokens[at : at+n]))
			a.take(at, n)
		}
	}
	return nil
}

// persons reads names of people, which mean exactly one.
func (a *asking) persons() error {
	for {
		p, ok := a.free(func(p Parameter) bool { return p.Type == Person })
		at, n := a.run(func(text string) bool { return len(a.called(text)) == 1 })
		if !ok || n == 0 {
			return nil
		}
		a.words[p.Name] = a.called(join(a.tokens[at : at+n]))[0]
		a.take(at, n)
	}
}

// apart groups by something else where all rows would be in one group: what was spent
// on travel, but not by category.
func (a *asking) apart() error {
	by, has := a.report.parameter("by")
	_, said := a.words[by.Name]
	if _, one := a.words[by.Default]; !has || said || !one {
		return nil
	}
	if at := slices.IndexFunc(by.Choices, func(c string) bool { return a.words[c] == "" }); at >= 0 {
		a.words[by.Name] = by.Choices[at]
	}
	return nil
}

// called are the ids of those whom a name means, of which some words are none: we is
// not how Weber begins.
func (a *asking) called(name string) []string {
	if a.filler(strings.ToLower(name)) {
		return nil
	}
	return a.Terms.called(name)
}

// called are the ids of those whom a name means.
func (t Terms) called(name string) []string {
	switch strings.ToLower(name) {
	case "i", "me", "my", "mine", "myself":
		return []string{t.Me}
	}
	return t.People(name)
}
