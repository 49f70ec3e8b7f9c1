package practice_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/connectors/slack/practice"
)

// TestEveryBoundIsTried takes the figures out of the rulebook one by one: the tables of
// limits, at their limit or one past it, or those of refusals have to notice each.
func TestEveryBoundIsTried(t *testing.T) {
	t.Parallel()
	messages, views := past()
	said, told := map[string]int{}, map[string]int{}
	for _, m := range messages {
		said[m] = len(practice.ValidateMessage([]byte(m)))
	}
	for _, v := range views {
		told[v] = len(practice.ValidateView([]byte(v)))
	}
	for _, b := range practice.EveryBound() {
		if strings.HasPrefix(b.Name, "suggestions.") { // no payload of the app but an answer, see TestMessageShortcutAndSuggestions
			continue
		}
		about := func(body string) bool { return strings.Contains(body, b.Type) && strings.Contains(body, b.Key) }
		noticed := slices.ContainsFunc(messages, func(m string) bool { return about(m) && len(b.Message([]byte(m))) != said[m] }) ||
			slices.ContainsFunc(views, func(v string) bool { return about(v) && len(b.View([]byte(v))) != told[v] })
		assert.True(t, noticed, "nothing tries %s", b.Name)
	}
}

// past are all payloads of the tables that are one past a limit, or refused.
func past() (messages, views []string) {
	posted := func(block string) { messages = append(messages, `{"text":"x","blocks":[`+block+`]}`) }
	for _, l := range messageLimits() {
		if l.most > 0 {
			posted(l.fill(l.most + 1))
		}
		if l.least > 0 {
			posted(l.fill(l.least - 1))
		}
	}
	for _, r := range append(blockRefusals(), figureRefusals()...) {
		posted(r.json)
	}
	for _, r := range elementRefusals() {
		posted(inInput(r.json))
	}
	for _, l := range viewLimits() {
		if l.most > 0 {
			views = append(views, l.fill(l.most+1))
		}
		if l.least > 0 {
			views = append(views, l.fill(l.least-1))
		}
	}
	for _, r := range viewRefusals() {
		views = append(views, r.json)
	}
	return messages, views
}
