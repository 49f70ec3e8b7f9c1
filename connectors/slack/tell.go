package slack

import (
	"context"
	"encoding/json"
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

// tell answers a click or a command to the person alone. In a view, which has
// no response address, the text opens as a small view of its own.
func (d *desk) tell(ctx context.Context, m mouth, r payload.Reply) {
	if r.Text == "" && len(r.Blocks) == 0 {
		return
	}
	work := func() {
		if err := d.client.tell(ctx, m, r); err != nil {
			d.log.ErrorContext(ctx, "slack: answer not delivered", "error", err)
		}
	}
	if !d.tells.add(m.trigger, work) {
		d.log.ErrorContext(ctx, "slack: answer not delivered", "error", "too many answers on their way")
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
