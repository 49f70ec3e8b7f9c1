package report

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"

	"factotum/automations/calendar"
	"factotum/automations/fault"
	"factotum/automations/money"
	"factotum/automations/source"
)

// Terms are what words mean to whoever asks.
type Terms struct {
	Today  calendar.Date
	Me     string                     // id of who asks
	People func(name string) []string // ids of those called so
}

// Words are what somebody asked for, by the name of the parameter: as words
// that stay true another day, such as last month.
type Words map[string]string

// Called finds a report by its name, title or another word for it.
func Called(all []Report, name string) (Report, bool) {
	for _, r := range all {
		if slices.Contains(r.names(), plain(name)) {
			return r, true
		}
	}
	return Report{}, false
}

// names are all the words that lead to a report.
func (r Report) names() []string {
	names := []string{plain(r.Name), plain(r.Title)}
	for _, also := range r.Also {
		names = append(names, plain(also))
	}
	return names
}

// plain is how words are compared: small, without signs, one of a kind.
func plain(text string) string {
	words := strings.Fields(strings.NewReplacer("_", " ", "-", " ", "/", " ", ",", " ", "?", " ").Replace(strings.ToLower(text)))
	for i, w := range words {
		switch {
		case strings.HasSuffix(w, "ies") && len(w) > 4:
			words[i] = strings.TrimSuffix(w, "ies") + "y"
		case strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && len(w) > 3:
			words[i] = strings.TrimSuffix(w, "s")
		}
	}
	return strings.Join(words, " ")
}

// Understand reads a line such as: spend last month by department, or spend
// by=vendor period="Q3 2026". Returns notfound where no report is called so and
// invalid where words mean nothing to it, both with what was probably meant.
func Understand(line string, all []Report, terms Terms) (Report, Words, error) {
	tokens := tokensOf(line)
	r, rest, ok := lead(tokens, all)
	if !ok {
		return r, nil, unknownReport(line, tokens, all)
	}
	a := asking{Terms: terms, report: r, tokens: rest, words: Words{}}
	return r, a.words, a.read()
}

// lead takes the name of a report out of a line: the longest that it begins
// with, or that stands anywhere in it.
func lead(tokens []token, all []Report) (found Report, rest []token, ok bool) {
	best, begin, bestAt := 0, 0, len(tokens)
	for _, r := range all {
		for _, name := range r.names() {
			n := len(strings.Fields(name))
			for at := 0; at+n <= len(tokens) && n > 0; at++ {
				better := at == 0 && begin > 0 || (at == 0) == (begin == 0) && n > best || best == 0
				if better && plain(join(tokens[at:at+n])) == name {
					found, best, begin, bestAt, ok = r, n, at, at, true
				}
			}
		}
		for at, t := range tokens { // a name with a hyphen is one word of the line
			if t.key == "" && slices.Contains(r.names(), plain(t.value)) && (best == 0 || at < bestAt) {
				found, best, begin, bestAt, ok = r, 1, at, at, true
			}
		}
	}
	if !ok {
		return found, nil, false
	}
	return found, slices.Concat(tokens[:bestAt], tokens[bestAt+best:]), true
}

func unknownReport(line string, tokens []token, all []Report) error {
	var names []string
	for _, r := range all {
		names = append(names, r.Name)
	}
	first := line
	if len(tokens) > 0 {
		first = tokens[0].value
	}
	return fault.New(fault.NotFound, "There is no report “%s” that you may read%s", first, ending(source.DidYouMean(first, names)))
}

// ending makes a sentence of what was meant.
func ending(hint string) string {
	if strings.HasSuffix(hint, "?") {
		return hint + " /report lists all of yours."
	}
	return ". /report lists all of yours."
}

// token is a word of a line, or a parameter with its value.
type token struct {
	key   string
	value string
	whole bool // it was quoted
}

// tokensOf takes a line apart at spaces; quotes keep words together.
func tokensOf(line string) []token {
	var all []token
	var now token
	var b strings.Builder
	inside, any := false, false
	end := func() {
		if any {
			now.value = b.String()
			all = append(all, now)
		}
		now, any = token{}, false
		b.Reset()
	}
	for _, r := range line {
		switch {
		case strings.ContainsRune("\"“”„", r):
			inside, any, now.whole = !inside, true, true
		case unicode.IsSpace(r) && !inside:
			end()
		case (r == '=' || r == ':') && !inside && now.key == "" && b.Len() > 0:
			now.key = strings.ToLower(b.String())
			b.Reset()
		default:
			any = true
			b.WriteRune(r)
		}
	}
	end()
	return all
}

func join(tokens []token) string {
	words := make([]string, len(tokens))
	for i, t := range tokens {
		if words[i] = t.value; t.key != "" {
			words[i] = t.key + ":" + t.value
		}
	}
	return strings.Join(words, " ")
}

// asking is a line while it is read.
type asking struct {
	Terms
	report Report
	tokens []token
	words  Words
}

func (a *asking) read() error {
	for _, step := range []func() error{a.keyed, a.grouped, a.periods, a.choices, a.persons, a.ordered} {
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
		if !strings.EqualFold(t.value, "by") || t.whole || at+1 == len(a.tokens) {
			continue
		}
		for n := min(2, len(a.tokens)-at-1); n > 0; n-- {
			for _, p := range a.report.Parameters {
				if choice, ok := p.choice(join(a.tokens[at+1 : at+1+n])); ok {
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

// called are the ids of those whom a name means.
func (t Terms) called(name string) []string {
	switch strings.ToLower(name) {
	case "me", "mine", "myself":
		return []string{t.Me}
	}
	return t.People(name)
}

// ordered gives what is left to what is left, in order.
func (a *asking) ordered() error {
	for len(a.tokens) > 0 {
		t := a.tokens[0]
		if !t.whole && slices.Contains([]string{"in", "for", "of", "the", "from", "by", "report", "please", "with", "and", "show"}, strings.ToLower(t.value)) {
			a.take(0, 1)
			continue
		}
		p, ok := a.free(func(p Parameter) bool { return p.Type != Period && p.Type != Choice && p.Type != Person })
		if !ok {
			return a.lost(t.value)
		}
		n := 1
		if p.Type == Text && !t.whole {
			n = len(a.tokens)
		}
		word, err := p.canonical(join(a.tokens[:n]), a.Terms)
		if err != nil {
			return err
		}
		a.words[p.Name] = word
		a.take(0, n)
	}
	return nil
}

// lost says what a word may have been meant to be.
func (a *asking) lost(word string) error {
	var known []string
	for _, p := range a.report.Parameters {
		known = append(append(known, p.Name), p.Choices...)
		if p.Type == Period {
			known = append(known, "last", "this", "since", "last month", "this month", "last quarter", "this quarter", "last year", "this year")
		}
	}
	hint := source.DidYouMean(join(a.tokens[:min(2, len(a.tokens))]), known)
	if !strings.HasSuffix(hint, "?") {
		hint = source.DidYouMean(word, known)
	}
	return fault.New(fault.Invalid, "The report %s does not know “%s”%s", a.report.Name, word, a.takes(hint))
}

// takes says what a report takes, after what was probably meant.
func (a *asking) takes(hint string) string {
	if !strings.HasSuffix(hint, "?") {
		hint = "."
	}
	var all []string
	for _, p := range a.report.Parameters {
		all = append(all, p.example())
	}
	if len(all) == 0 {
		return hint + fmt.Sprintf(" It takes nothing: write /report %s.", a.report.Name)
	}
	return hint + fmt.Sprintf(" It takes %s.", strings.Join(all, ", "))
}

func (p Parameter) example() string {
	switch p.Type {
	case Period:
		return "a period (last month, Q3 2026, since 1 March)"
	case Choice:
		return p.Name + " (" + strings.Join(p.Choices, ", ") + ")"
	case Person:
		return "the name of a person"
	case Text, Number, Money, Percent, Date, Moment, Hours, Request:
	}
	return p.Name + " (" + string(p.Type) + ")"
}

// choice finds what a word means among the choices.
func (p Parameter) choice(word string) (string, bool) {
	word = plain(word)
	for _, c := range p.Choices {
		if plain(c) == word {
			return c, true
		}
	}
	for _, like := range map[string][]string{
		"department": {"cost centre", "team"}, "cost center": {"cost centre"}, "centre": {"cost centre"}, "supplier": {"vendor"},
		"employee": {"person"}, "people": {"person"}, "colleague": {"person"}, "requester": {"person"}, "who": {"person"}, "type": {"category", "kind"},
	}[word] {
		for _, c := range p.Choices {
			if plain(c) == like {
				return c, true
			}
		}
	}
	return "", false
}

// canonical is a value as it is kept: relative days stay words.
func (p Parameter) canonical(value string, terms Terms) (string, error) {
	value = strings.TrimSpace(value)
	switch p.Type {
	case Period:
		_, err := ParsePeriod(value, terms.Today)
		return value, err
	case Date:
		if _, err := calendar.ParseDate(value, terms.Today); err != nil {
			return "", fault.Wrap(err, fault.Invalid, "“%s” is no day for %s. Write it like 2026-11-20 or 20 Nov.", value, p.called())
		}
		return value, nil
	case Choice:
		if c, ok := p.choice(value); ok {
			return c, nil
		}
		return "", fault.New(fault.Invalid, "“%s” is none of the choices for %s%s", value, p.called(), among(source.DidYouMean(value, p.Choices), p.Choices))
	case Person:
		found := terms.called(value)
		if len(found) != 1 {
			return "", fault.New(fault.Invalid, "“%s” does not name one person here. Write the full name or the address.", value)
		}
		return found[0], nil
	case Money:
		if a, err := money.Parse(value, "EUR"); err == nil {
			return a.Value.String(), nil
		}
		return number(value, p)
	case Number, Percent, Hours:
		return number(value, p)
	case Text, Moment, Request:
	}
	return value, nil
}

func among(hint string, choices []string) string {
	if strings.HasSuffix(hint, "?") {
		return hint
	}
	return ". Write one of " + strings.Join(choices, ", ") + "."
}

func number(value string, p Parameter) (string, error) {
	d, err := decimal.NewFromString(strings.TrimSpace(strings.TrimSuffix(strings.ReplaceAll(value, ",", "."), "%")))
	if err != nil {
		return "", fault.New(fault.Invalid, "“%s” is no number for %s. Write it like 500 or 12.5.", value, p.called())
	}
	return d.String(), nil
}

// called is how people read a parameter.
func (p Parameter) called() string {
	if p.Label != "" {
		return p.Label
	}
	return p.Name
}
