package page

import (
	"regexp"
	"slices"
	"strings"
)

// postcode finds the end of an address in Europe or North America.
var postcode = regexp.MustCompile(`\b(\d{4,5}|\d{2}-\d{3}|\d{3} \d{2}|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|\d{4} [A-Z]{2}|[A-Z]\d[A-Z] \d[A-Z]\d)\b`)

// senders finds the line of small type above the window of a letter: name,
// street and town, parted by points or bars.
func (s *sheet) senders() []candidate {
	var out []candidate
	for i := range s.lines {
		l := &s.lines[i]
		if l.page > 0 || i > 25 || l.row {
			continue
		}
		first, parts := -1, 0
		for j, w := range l.words {
			if separator(w.Text) && j > 0 {
				parts++
				if first < 0 {
					first = j
				}
			}
		}
		if first < 0 || l.words[first].Text == ":" || parts < 2 && !postcode.MatchString(l.text(first, len(l.words))) || len(l.labels) > 0 && l.labels[0].from == 0 && !hasLetter(l.words[first-1].Text) {
			continue
		}
		if c, ok := s.nameIn(span{i, 0, first}); ok && postcode.MatchString(l.text(0, len(l.words))) {
			c.score = 3
			out = append(out, c)
		}
	}
	return out
}

// domain finds addresses of mail and the web; those of the large free providers say nothing of the
// seller.
var domain = regexp.MustCompile(`(?i)(?:@|www\.|https?://)([a-z0-9-]+(?:\.[a-z0-9-]+)*)\.[a-z]{2,}`)

func (s *sheet) domains() []string {
	var out []string
	for i := range s.lines {
		for at, w := range s.lines[i].words {
			m := domain.FindStringSubmatch(w.Text)
			if m == nil || s.owner(span{i, at, at + 1}) == buyerRole {
				continue
			}
			parts := strings.Split(strings.TrimPrefix(strings.ToLower(m[1]), "www."), ".")
			name := fold(parts[len(parts)-1])
			if !slices.Contains([]string{"gmail", "gmx", "web", "outlook", "hotmail", "yahoo", "icloud", "co", "com", "localhost", "tonline"}, name) {
				out = append(out, name)
			}
		}
	}
	return out
}
