package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"runtime/debug"

	"factotum/handlers/payload"
)

// mouth is how a person can be answered beside the acknowledgement.
type mouth struct {
	responseURL string
	trigger     string
	viewType    string // where the click was: modal, home or empty
}

// say ends a slip whose acknowledgement has no room for words. What there is to
// say is said first: an acknowledgement looks as if it was done. It stays
// unanswered when that fails, since Slack then says so itself, and when its
// time was over.
func (d *desk) say(ctx context.Context, s slip, m mouth, reply payload.Reply, err error) error {
	if reply.Text == "" && len(reply.Blocks) == 0 {
		return d.done(s, nil)
	}
	d.tell(ctx, m, reply, func(told bool) {
		defer s.fail()
		if !told || errors.Is(err, errLate) {
			return
		}
		if err := d.done(s, nil); err != nil {
			d.log.ErrorContext(ctx, "slack: not acknowledged", "account", byWhom(s.item), "error", err)
		}
	})
	return err
}

// tell answers a click or a command to the person alone, then says whether they
// were told. In a view, which has no response address, the text opens as a
// small view of its own.
func (d *desk) tell(ctx context.Context, m mouth, r payload.Reply, then func(told bool)) {
	work := func() {
		err := d.client.tell(ctx, m, r)
		if err != nil {
			d.log.ErrorContext(ctx, "slack: answer not delivered", "error", err)
		}
		then(err == nil)
	}
	if !d.tells.add(m.trigger, work) {
		d.log.ErrorContext(ctx, "slack: answer not delivered", "error", "too many answers on their way")
		then(false)
	}
}

func (c *Client) tell(ctx context.Context, m mouth, r payload.Reply) error {
	if m.responseURL != "" {
		return c.Respond(ctx, m.responseURL, r.Text, r.Blocks)
	}
	view, err := json.Marshal(noticeView(r))
	if err != nil {
		return fmt.Errorf("slack: writing a notice: %w", err)
	}
	method := "views.open"
	if m.viewType == "modal" {
		method = "views.push"
	}
	return c.call(ctx, method, url.Values{"trigger_id": {m.trigger}, "view": {string(view)}}, nil)
}

// wait returns when everything taken has been answered; nothing may be taken
// any more.
func (d *desk) wait() {
	d.lanes.wait()
	d.tells.wait()
}

// safely turns a panic of a handler into an error, so that one person's
// mishap does not end the program for all.
func safely(run func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return run()
}
