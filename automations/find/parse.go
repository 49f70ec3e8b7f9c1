package find

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/shopspring/decimal"

	"factotum/automations/calendar"
	"factotum/automations/fault"
	"factotum/automations/money"
)

// Terms are what words mean to whoever looks.
type Terms struct {
	Me       string // id of who looks
	Now      time.Time
	Today    calendar.Date
	Zone     *time.Location
	Currency money.Currency               // the company's
	Kinds    func(word string) []string   // keys of the kinds and datasets called so
	States   func(word string) []string   // states called so
	People   func(word string) []string   // ids of those called so
	Teams    func(word string) []string   // keys of the teams called so
	Ranks    func(word string) []string   // priorities called so
	Known    func(filter string) []string // words that a filter takes, for whoever wrote another
}

// most is how many words one looks for: who writes more has pasted a text.
const most = 20

// Parse reads a line such as: taxi "lisbon airport" kind:expense from:ana
// since:2026-10-01 over:500. Returns invalid, with a sentence, for a filter that
// is not known, or whose value means nothing; what looks like a filter and is
// meant as words stands in quotes.
func Parse(text string, terms Terms) (Query, error) {
	var q Query
	for _, p := range split(text) {
		read, known := terms.filters()[p.key]
		switch {
		case !known && foreign(p):
			return q, fault.New(fault.Invalid, "There is no filter “%s:”. You can use %s. To look for these very words, put them in quotes.", p.key, strings.Join(Filters(), ", "))
		case !known:
			q.add(strings.TrimPrefix(p.key+":"+p.value, ":"), p.quoted)
		case strings.TrimSpace(p.value) == "":
			return q, fault.New(fault.Invalid, "Say what %s: is to be, such as %s", p.key, example(p.key))
		default:
			if err := read(&q, p.value); err != nil {
				return q, err
			}
		}
	}
	if len(q.Words) > most {
		return q, fault.New(fault.Invalid, "These are too many words: look for %d at most.", most)
	}
	return q, nil
}

// add takes words that have letters or digits.
func (q *Query) add(text string, whole bool) {
	if strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		q.Words = append(q.Words, Word{Text: text, Whole: whole})
	}
}

type reading func(q *Query, value string) error

// filters are what each key reads.
func (t Terms) filters() map[string]reading {
	since := func(q *Query, value string) (err error) { q.Since, err = t.day("since", value, 0); return err }
	return map[string]reading{
		"kind":     t.named("kind", t.Kinds, func(q *Query) *[]string { return &q.Kinds }),
		"in":       t.named("in", t.Kinds, func(q *Query) *[]string { return &q.Kinds }),
		"state":    t.state("state"),
		"is":       t.state("is"),
		"from":     t.named("from", t.person, func(q *Query) *[]string { return &q.From }),
		"team":     t.named("team", t.Teams, func(q *Query) *[]string { return &q.Teams }),
		"with":     t.named("with", t.holder, func(q *Query) *[]string { return &q.With }),
		"priority": t.named("priority", t.Ranks, func(q *Query) *[]string { return &q.Ranks }),
		"since":    since,
		"after":    since,
		"before":   func(q *Query, value string) (err error) { q.Until, err = t.day("before", value, 0); return err },
		"until":    func(q *Query, value string) (err error) { q.Until, err = t.day("until", value, 1); return err },
		"over":     func(q *Query, value string) (err error) { q.Over, err = t.amount("over", value); return err },
		"under":    func(q *Query, value string) (err error) { q.Under, err = t.amount("under", value); return err },
	}
}

// Filters are the keys of all filters, each with an example.
func Filters() []string {
	var all []string
	for _, key := range []string{"kind", "state", "from", "team", "with", "priority", "since", "until", "over", "under"} {
		all = append(all, example(key))
	}
	return all
}

func example(key string) string {
	return key + ":" + map[string]string{
		"kind": "expense", "in": "vendors", "state": "pending", "is": "open", "from": "ana", "team": "it", "with": Nobody, "priority": "urgent", "since": "2026-10-01", "after": "30d",
		"before": "2026-11-01", "until": "yesterday", "over": "500", "under": "20.50",
	}[key]
}

// named reads a filter whose values have names: several are parted by commas.
func (t Terms) named(key string, means func(string) []string, into func(*Query) *[]string) reading {
	return func(q *Query, value string) error {
		list := into(q)
		for word := range strings.SplitSeq(value, ",") {
			word = strings.TrimSpace(word)
			found := means(word)
			if len(found) == 0 {
				return t.unknown(key, word)
			}
			for _, f := range found {
				if !slices.Contains(*list, f) {
					*list = append(*list, f)
				}
			}
		}
		return nil
	}
}

// Late is the word for what was promised and is not kept, among the states.
const Late = "late"

// state reads states, and Late beside them.
func (t Terms) state(key string) reading {
	states := t.named(key, t.States, func(q *Query) *[]string { return &q.States })
	return func(q *Query, value string) error {
		var rest []string
		for word := range strings.SplitSeq(value, ",") {
			if strings.EqualFold(strings.TrimSpace(word), Late) {
				q.Late = t.Now
			} else {
				rest = append(rest, word)
			}
		}
		if len(rest) == 0 {
			return nil
		}
		return states(q, strings.Join(rest, ","))
	}
}

func (t Terms) unknown(key, word string) error {
	if known := t.Known(key); len(known) > 0 {
		return fault.New(fault.Invalid, "There is no “%s” to look for with %s:. Write one of %s.", word, key, strings.Join(known, ", "))
	}
	return fault.New(fault.Invalid, "Nobody is called “%s” here. Write %s: with a name, such as %s, or %s:me.", word, key, example(key), key)
}

func (t Terms) person(word string) []string {
	if strings.EqualFold(word, "me") {
		return []string{t.Me}
	}
	return t.People(word)
}

func (t Terms) holder(word string) []string {
	if strings.EqualFold(word, Nobody) {
		return []string{Nobody}
	}
	return t.person(word)
}

var ago = regexp.MustCompile(`^([0-9]{1,4}) ?(d|w|m|y)$`)

// day reads a day as people write it, or 30d, 4w, 6m, 1y for so long ago; later
// is how many days after it the moment lies.
func (t Terms) day(key, value string, later int) (time.Time, error) {
	if m := ago.FindStringSubmatch(strings.ToLower(value)); m != nil {
		return t.back(m[1], m[2]).AddDays(later).In(t.Zone), nil
	}
	day, err := calendar.ParseDate(value, t.Today)
	if err != nil {
		return time.Time{}, fault.Wrap(err, fault.Invalid, "“%s” is no day for %s:. Write %s, yesterday or 30d.", value, key, example("since"))
	}
	return day.AddDays(later).In(t.Zone), nil
}

func (t Terms) back(count, unit string) calendar.Date {
	n := int(decimal.RequireFromString(count).IntPart()) // four digits at most
	switch unit {
	case "d":
		return t.Today.AddDays(-n)
	case "w":
		return t.Today.AddDays(-7 * n)
	case "m":
		return t.Today.AddMonths(-n)
	}
	return t.Today.AddMonths(-12 * n)
}

func (t Terms) amount(key, value string) (*decimal.Decimal, error) {
	a, err := money.Parse(value, t.Currency)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "“%s” is no amount for %s:. Write it like %s.", value, key, example(key))
	}
	if a.Currency != t.Currency {
		return nil, fault.New(fault.Invalid, "Amounts are looked for in %s, in which the company counts. Write %s: with %s.", t.Currency, key, t.Currency)
	}
	return &a.Value, nil
}

// foreign tells whether something is meant as a filter, which it is not: a word,
// and something behind its colon. Addresses, times and ends of sentences are words.
func foreign(p part) bool {
	return p.key != "" && p.value != "" && !strings.HasPrefix(p.value, "//") &&
		!strings.ContainsFunc(p.key, func(r rune) bool { return !unicode.IsLetter(r) })
}
