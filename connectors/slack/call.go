package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const (
	callTimeout = 10 * time.Second
	maxAnswer   = 16 << 20 // bytes; a page of 200 people is below 1 MB
	noWaitGiven = 30 * time.Second
)

// token names which of the two tokens a call carries.
type token int

const (
	botToken token = iota
	appToken
)

// answer is the frame of every answer of the Web API.
type answer struct {
	OK       bool   `json:"ok"`
	Error    string `json:"error"`
	Needed   string `json:"needed"`
	Metadata struct {
		Messages []string `json:"messages"`
		Cursor   string   `json:"next_cursor"`
	} `json:"response_metadata"`
}

// call runs a method with the bot token and reads the answer into out, which
// may be nil. Errors are faults; see fail.go.
func (c *Client) call(ctx context.Context, method string, args url.Values, out any) error {
	_, err := c.callWith(ctx, botToken, method, args, out)
	return err
}

// callWith runs a method with either token and also gives the headers of the
// answer. Arguments go as a form, JSON values as text in it: Slack takes that
// for every method, JSON bodies only for some.
func (c *Client) callWith(ctx context.Context, t token, method string, args url.Values, out any) (http.Header, error) {
	if err := c.hold(ctx, method, c.pace.method(method)); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.api.JoinPath(method).String(), strings.NewReader(args.Encode()))
	if err != nil {
		return nil, fmt.Errorf("slack: %s: %w", method, err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Authorization", "Bearer "+c.secret(t))
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, unreachable(method, bare(err))
	}
	defer func() { _ = resp.Body.Close() }()
	return resp.Header, c.read(t, method, resp, out)
}

// read judges an answer and decodes what out asks for.
func (c *Client) read(t token, method string, resp *http.Response, out any) error {
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return unreachable(method, bare(err))
	}
	if resp.StatusCode == http.StatusTooManyRequests {
		return c.slowDown(method, resp.Header)
	}
	if resp.StatusCode != http.StatusOK {
		return unreachable(method, fmt.Errorf("status %d", resp.StatusCode))
	}
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		return unreachable(method, fmt.Errorf("answer is no JSON: %w", err))
	}
	if a.Error == "ratelimited" || a.Error == "rate_limited" {
		return c.slowDown(method, resp.Header)
	}
	if !a.OK {
		r := refusal{Method: method, Token: t, Code: a.Error, Needed: a.Needed, Messages: a.Metadata.Messages}
		c.health.token(t, r.tokenProblem())
		return r.fault()
	}
	c.health.token(t, "")
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(body, out); err != nil {
		return unreadable(method, err)
	}
	return nil
}

// slowDown closes the method for everybody until Slack's Retry-After is over.
func (c *Client) slowDown(method string, h http.Header) error {
	wait := noWaitGiven
	if s, err := strconv.Atoi(h.Get("Retry-After")); err == nil {
		wait = max(time.Duration(s), 1) * time.Second
	}
	c.pace.close(method, wait)
	return delayed(method, wait)
}

func (c *Client) secret(t token) string {
	if t == appToken {
		return c.app
	}
	return c.bot
}

// bare takes the address off an error of net/http: the address of a reply or a
// file is itself a key.
func bare(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}
