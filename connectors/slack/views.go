package slack

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"

	slackapi "github.com/slack-go/slack"
)

// OpenView opens a modal. The trigger is good for 3 s and for one view.
func (c *Client) OpenView(ctx context.Context, trigger string, view slackapi.ModalViewRequest) error {
	return c.view(ctx, "views.open", view, url.Values{"trigger_id": {trigger}})
}

// PushView puts a modal on top of the one the trigger comes from; Slack allows
// three on top of each other.
func (c *Client) PushView(ctx context.Context, trigger string, view slackapi.ModalViewRequest) error {
	return c.view(ctx, "views.push", view, url.Values{"trigger_id": {trigger}})
}

// UpdateView replaces an open modal. With a hash it returns conflict when the
// view has changed since, notfound when it was closed.
func (c *Client) UpdateView(ctx context.Context, viewID, hash string, view slackapi.ModalViewRequest) error {
	return c.view(ctx, "views.update", view, withHash(url.Values{"view_id": {viewID}}, hash))
}

// PublishHome sets the Home tab of a person. With a hash it returns conflict
// when Home has changed since.
func (c *Client) PublishHome(ctx context.Context, account string, view slackapi.HomeTabViewRequest, hash string) error {
	return c.view(ctx, "views.publish", view, withHash(url.Values{"user_id": {account}}, hash))
}

// view sends any view; the answer repeats it and is not read.
func (c *Client) view(ctx context.Context, method string, view any, args url.Values) error {
	text, err := json.Marshal(view)
	if err != nil {
		return fmt.Errorf("slack: %s: writing the view: %w", method, err)
	}
	args.Set("view", string(text))
	return c.call(ctx, method, args, nil)
}

func withHash(args url.Values, hash string) url.Values {
	if hash != "" {
		args.Set("hash", hash)
	}
	return args
}
