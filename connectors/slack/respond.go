package slack

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"factotum/automations/fault"
)

// ephemeral is a message that only one person sees.
type ephemeral struct {
	Type   string          `json:"response_type"`
	Text   string          `json:"text"`
	Blocks json.RawMessage `json:"blocks,omitempty"`
	// Slack replaces the message of a clicked button unless told not to.
	Replace bool `json:"replace_original"`
}

func newEphemeral(text string, blocks []byte) ephemeral {
	return ephemeral{Type: "ephemeral", Text: cut(text, maxText), Blocks: blocks}
}

// Respond answers an interaction, visible only to who caused it. The address
// must be Slack's own (https://hooks.slack.com) or the API's; it is good for 5
// answers in 30 minutes. An address elsewhere is refused as invalid.
func (c *Client) Respond(ctx context.Context, responseURL, text string, blocks []byte) error {
	u, err := url.Parse(responseURL)
	if err != nil || !c.answersGoTo(u) {
		return fault.New(fault.Invalid, "The answer was not sent, since its address is not Slack's.")
	}
	body, err := json.Marshal(newEphemeral(text, blocks))
	if err != nil {
		return fmt.Errorf("slack: response: writing: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, u.String(), bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("slack: response: %w", bare(err))
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := c.http.Do(req)
	if err != nil {
		return unreachable("response", bare(err))
	}
	defer func() { _ = resp.Body.Close() }()
	return c.responded(resp)
}

func (c *Client) answersGoTo(u *url.URL) bool {
	slacks := u.User == nil && u.Scheme == "https" && u.Host == "hooks.slack.com"
	return slacks || c.sameAsAPI(u)
}

// responded judges the answer, which is "ok" as text or a JSON object, also
// after the message was posted.
func (c *Client) responded(resp *http.Response) error {
	body, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if err != nil {
		return unreachable("response", bare(err))
	}
	if resp.StatusCode == http.StatusTooManyRequests {
		return c.slowDown("response", resp.Header)
	}
	if resp.StatusCode >= http.StatusInternalServerError {
		return unreachable("response", fmt.Errorf("status %d", resp.StatusCode))
	}
	a := answer{OK: true}
	if json.Unmarshal(body, &a) != nil {
		a.Error = fmt.Sprintf("status %d", resp.StatusCode)
	}
	if resp.StatusCode != http.StatusOK || !a.OK {
		return refusal{Method: "response", Code: a.Error, Messages: a.Metadata.Messages}.fault()
	}
	return nil
}
