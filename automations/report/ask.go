package report

import (
	"slices"
	"strings"
	"unicode"

	"factotum/automations/calendar"
	"factotum/automations/fault"
	"factotum/automations/source"
)

// Terms are what words mean to whoever asks.
type Terms struct {
	Today  calendar.Date
	Alone  func(Report) bool          // who asks reads the rows about themselves only: mine is all there is
	Me     string                     // id of who asks
	People func(name string) []string // ids of those called so
}

// Words are what somebody asked for, by the name of the parameter: as words
// that stay true another day, such as last month.
type Words map[string]string

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
	r, name, rest, ok := lead(tokens, all)
	if !ok {
		return r, nil, unknownReport(line, tokens, all)
	}
	a := asking{Terms: terms, report: r, tokens: rest, words: Words{}}
	a.named(name)
	return r, a.words, a.read()
}

// lead takes the name of a report out of a line: the longest that it begins
// with, or that stands anywhere in it.
func lead(tokens []token, all []Report) (found Report, name string, rest []token, ok bool) {
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
		return found, "", nil, false
	}
	return found, join(tokens[bestAt : bestAt+best]), slices.Concat(tokens[:bestAt], tokens[bestAt+best:]), true
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
		if now.value = b.String(); !now.whole {
			now.value = strings.TrimRight(now.value, "?!,;")
		}
		if any && (now.whole || now.value != "") {
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
