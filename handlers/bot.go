// Package handlers owns what a click, a command, a form or an event in Slack
// means: it reads the payload, calls one verb of automations, and answers. It
// must not decide anything about a request itself, know how Slack is reached,
// or touch the store.
package handlers

import (
	"context"
	"log/slog"
	"strings"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/outbox"
	"factotum/handlers/payload"
	"factotum/handlers/view"
)

// Slack is what handlers need of Slack beside the answer to the payload.
type Slack interface {
	// OpenView needs a trigger that is younger than 3 s and was not used yet.
	OpenView(ctx context.Context, trigger string, view slack.ModalViewRequest) error
	// PushView puts a view on top of the open one; Slack allows three.
	PushView(ctx context.Context, trigger string, view slack.ModalViewRequest) error
	// UpdateView replaces an open view.
	UpdateView(ctx context.Context, viewID, hash string, view slack.ModalViewRequest) error
	// PublishHome sets somebody's Home.
	PublishHome(ctx context.Context, account string, view slack.HomeTabViewRequest, hash string) error
	// Update replaces a message of ours.
	Update(ctx context.Context, channel, ts string, m outbox.Message) error
	// Written gives a message as it is now.
	Written(ctx context.Context, channel, ts string) (payload.Written, error)
	// Permalink is the address of a message.
	Permalink(ctx context.Context, channel, ts string) (string, error)
	// React puts an emoji, by its name without colons, on a message.
	React(ctx context.Context, channel, ts, emoji string) error
	// Unreact takes it back.
	Unreact(ctx context.Context, channel, ts, emoji string) error
	// Post says something that belongs to no request: that words were not understood.
	Post(ctx context.Context, m outbox.Message) (channel, ts string, err error)
}

// Bot answers what people do in Slack.
type Bot struct {
	Desk   *automations.Desk
	Slack  Slack
	Log    *slog.Logger
	NewID  func() string
	Health func(context.Context) string // one line for admins: how the connection, the books and the jobs stand
	Sync   func()                       // asks for the directory to be read again, soon
	Ways   Ways                         // how tickets come about beside commands and forms

	waits waits
}

// Command answers a slash command or a shortcut.
func (b *Bot) Command(ctx context.Context, c payload.Command) payload.Reply {
	by, err := b.Desk.Who(ctx, c.By)
	if err != nil {
		return b.fail(ctx, err)
	}
	if key, ok := strings.CutPrefix(c.Name, view.ShortcutFrom); ok {
		return b.fromShortcut(ctx, c, by, key)
	}
	if c.Name == "/report" {
		return b.report(ctx, c, by)
	}
	if c.Name == "/duty" {
		return b.duties(ctx, c, by)
	}
	if c.Name == "/report" {
		return b.report(ctx, c, by)
	}
	if c.Name == "/entry" {
		return b.entry(ctx, c, by)
	}
	kind, ok := b.Desk.Catalogue.ByCommand(c.Name)
	if !ok {
		return b.desk(ctx, c, by)
	}
	if kind.Instant() && strings.TrimSpace(c.Text) != "" {
		return b.atOnce(ctx, c, by, kind)
	}
	return b.start(ctx, c.Trigger, by, kind, c.Text)
}
