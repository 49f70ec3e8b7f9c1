package catalogue

import (
	"regexp"
	"slices"
	"strings"
)

var numberSaid = regexp.MustCompile(`(?i)\b([a-z]{2,5}-[0-9]+)\b(?:['’]s\b)?`)

// Progress tells what words ask the state of: the request with a number, or all that
// are one's own; of nothing where they say anything more.
func Progress(words string) (number string, mine bool) {
	const (
		asking = "what whats where wheres when how hows who which status state is are was were has have had did does do show list see find tell get"
		whose  = "my mine own status"
		many   = "requests claims expenses tickets purchases invoices reimbursements money"
		one    = "request claim expense ticket purchase invoice reimbursement"
		others = "the a an of on with about for to it its me i we been be done paid approved rejected decided open pending waiting stuck latest last newest still yet now all any please give going standing happened happens happening progress up"
	)
	said := numberSaid.FindAllStringSubmatch(words, -1)
	rest := strings.Fields(spaced(numberSaid.ReplaceAllString(words, " ")))
	has := func(of string) bool {
		return slices.ContainsFunc(rest, func(w string) bool { return slices.Contains(strings.Fields(of), w) })
	}
	known := strings.Fields(strings.Join([]string{asking, whose, many, one, others}, " "))
	if slices.ContainsFunc(rest, func(w string) bool { return !slices.Contains(known, w) }) {
		return "", false
	}
	asks := has(asking) || strings.HasSuffix(strings.TrimSpace(words), "?")
	switch {
	case len(said) == 1 && (len(rest) == 0 || asks):
		return strings.ToUpper(said[0][1]), false
	case len(said) == 0 && has(whose) && (!has(one) || asks):
		return "", true
	}
	return "", false
}
