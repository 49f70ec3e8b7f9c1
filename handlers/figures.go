package handlers

import (
	"context"
	"slices"
	"strings"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/people"
	"factotum/handlers/payload"
	"factotum/handlers/view"
)

// figures takes words without a command that ask for a report: “report spend last
// month”, or “what did we spend last month”. Sure tells whether they are no request
// of any kind. Returns false where they ask for none.
func (b *Bot) figures(ctx context.Context, e payload.Event, by people.Person, sure bool) (taken bool, err error) {
	line, named := reportLine(e.Text)
	question := named || asks(line)
	if len(e.Files) > 0 || !sure && !question {
		return false, nil
	}
	if line == "" {
		return true, b.reports(ctx, e, by)
	}
	r, words, err := b.Desk.Question(ctx, by, line)
	switch code := fault.CodeOf(err); {
	case err == nil:
		_, err = b.Desk.Fetch(ctx, by, e.ID, automations.Fetching{Report: r.Name, Words: words})
		return true, err
	case code == fault.Unavailable || code == fault.Internal:
		return true, err
	case question && (sure && code != fault.NotFound || code == fault.Denied && words != nil):
		return true, err // they hear why it is not answered
	}
	return false, nil
}

// reports lists what one may ask for.
func (b *Bot) reports(ctx context.Context, e payload.Event, by people.Person) error {
	return b.answer(ctx, e)(view.Reports(b.Desk.ReportsFor(by)))
}

// asks tells whether words begin as a question does: then what they name is a
// report, where they make sense as one, and no kind of request.
func asks(line string) bool {
	first, _, _ := strings.Cut(strings.ToLower(line), " ")
	return slices.Contains([]string{"what", "which", "who", "whose", "how", "show", "list", "give", "get"}, first)
}

// reportLine is what stands behind the word report.
func reportLine(text string) (line string, named bool) {
	first, rest, _ := strings.Cut(strings.TrimSpace(text), " ")
	if word := strings.ToLower(strings.TrimPrefix(first, "/")); word == "report" || word == "reports" {
		return strings.TrimSpace(rest), true
	}
	return text, false
}
