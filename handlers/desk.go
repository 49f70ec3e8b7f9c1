package handlers

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"github.com/slack-go/slack"

	"factotum/automations/people"
	"factotum/handlers/payload"
	"factotum/handlers/view"
)

var numbered = regexp.MustCompile(`^[A-Za-z]{2,5}-[0-9]+$`)

// listed is how many rows a list in a message has.
const listed = 10

// desk answers /desk: what can be asked for, one request by its number, one's
// own, or the form of a kind by its name.
func (b *Bot) desk(ctx context.Context, c payload.Command, by people.Person) payload.Reply {
	words := strings.TrimSpace(c.Text)
	first, rest, _ := strings.Cut(words, " ")
	switch {
	case words == "" || strings.EqualFold(words, "help"):
		return b.say(ctx)(view.Kinds(b.Desk.Catalogue.Offered()))
	case strings.EqualFold(first, "queue"):
		return b.queue(ctx, c, by, strings.TrimSpace(rest))
	case strings.EqualFold(words, "mine"):
		return b.mine(ctx, by)
	case strings.EqualFold(first, "find"):
		return b.find(ctx, c.Trigger, by, strings.TrimSpace(rest))
	case numbered.MatchString(words):
		return b.number(ctx, c, by, words)
	}
	if kind, ok := b.Desk.Catalogue.ByWord(words); ok {
		return b.start(ctx, c.Trigger, by, kind, "")
	}
	if kind, ok := b.Desk.Catalogue.ByWord(first); ok {
		return b.start(ctx, c.Trigger, by, kind, rest)
	}
	switch kinds := b.Desk.Catalogue.Guess(words); len(kinds) {
	case 0:
	case 1:
		return b.start(ctx, c.Trigger, by, kinds[0], words)
	default:
		return b.say(ctx)(view.Which(words, kinds))
	}
	return b.say(ctx)(view.NotUnderstood(words, b.Desk.Catalogue.Offered()))
}

// number shows one request.
func (b *Bot) number(ctx context.Context, c payload.Command, by people.Person, number string) payload.Reply {
	sight, err := b.Desk.Find(ctx, by, number)
	if err != nil {
		return b.fail(ctx, err)
	}
	if err := b.Slack.OpenView(ctx, c.Trigger, view.Details(sight, view.Meta{})); err != nil {
		return b.fail(ctx, err)
	}
	return payload.Reply{}
}

// mine lists the person's own requests.
func (b *Bot) mine(ctx context.Context, by people.Person) payload.Reply {
	rows, err := b.Desk.Mine(ctx, by, "", listed)
	if err != nil {
		return b.fail(ctx, err)
	}
	return b.say(ctx)(view.List(rows, by, b.Desk.Now()))
}

// say answers with text and blocks to the person alone.
func (b *Bot) say(ctx context.Context) func(text string, blocks []slack.Block) payload.Reply {
	return func(text string, blocks []slack.Block) payload.Reply {
		body, err := json.Marshal(blocks)
		if err != nil {
			return b.fail(ctx, fmt.Errorf("handlers: encode blocks: %w", err))
		}
		return payload.Reply{Text: text, Blocks: body}
	}
}
