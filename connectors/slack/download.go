package slack

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"factotum/automations/fault"
	"factotum/handlers/payload"
)

const (
	fileTimeout = 60 * time.Second
	maxFile     = 50 << 20 // bytes
	maxHops     = 5
)

var errElsewhere = errors.New("the address is not Slack's")

// Download opens a file; the reader ends within 60 s and with an error above
// 50 MiB. What Slack sent incomplete (Slack Connect) is asked for first. The
// token goes to Slack's file host and the API's own address only, on every hop
// of a redirect; any other address is refused, as is a sign-in page instead of
// the file. A file that the bot cannot read is notfound.
func (c *Client) Download(ctx context.Context, f payload.File) (io.ReadCloser, error) {
	if f.URL == "" || f.Name == "" {
		full, err := c.fileInfo(ctx, f.ID)
		if err != nil {
			return nil, err
		}
		f = full
	}
	u, err := url.Parse(f.URL)
	if err != nil || !c.mayHaveToken(u) {
		return nil, unreadableFile(errElsewhere)
	}
	ctx, cancel := context.WithTimeout(ctx, fileTimeout)
	body, err := c.fetch(ctx, u, f)
	if err != nil {
		cancel()
		return nil, err
	}
	body.cancel = cancel
	return body, nil
}

// fileInfo asks for a file of which only the id is known.
func (c *Client) fileInfo(ctx context.Context, id string) (payload.File, error) {
	var info struct {
		File wireFile `json:"file"`
	}
	if err := c.call(ctx, "files.info", url.Values{"file": {id}}, &info); err != nil {
		return payload.File{}, err
	}
	return info.File.file(), nil
}

func (c *Client) fetch(ctx context.Context, u *url.URL, f payload.File) (*content, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, fmt.Errorf("slack: file: %w", bare(err))
	}
	req.Header.Set("Authorization", "Bearer "+c.bot)
	resp, err := c.files.Do(req)
	if errors.Is(err, errElsewhere) {
		return nil, unreadableFile(bare(err))
	}
	if err != nil {
		return nil, unreachable("file", bare(err))
	}
	body, err := c.open(resp, f)
	if err != nil {
		_ = resp.Body.Close()
		return nil, err
	}
	return body, nil
}

// open looks at the beginning of an answer before anybody reads it.
func (c *Client) open(resp *http.Response, f payload.File) (*content, error) {
	switch {
	case resp.StatusCode == http.StatusTooManyRequests:
		return nil, c.slowDown("file", resp.Header)
	case resp.StatusCode >= http.StatusInternalServerError:
		return nil, unreachable("file", fmt.Errorf("status %d", resp.StatusCode))
	case resp.StatusCode != http.StatusOK:
		return nil, unreadableFile(fmt.Errorf("status %d", resp.StatusCode))
	case resp.ContentLength > maxFile:
		return nil, tooLarge()
	}
	start := bufio.NewReader(resp.Body)
	sniff, err := start.Peek(512)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, unreachable("file", bare(err))
	}
	if isPage(resp.Header.Get("Content-Type"), sniff) && !strings.HasPrefix(f.Type, "text/html") {
		return nil, unreadableFile(errors.New("a sign-in page came instead of the file"))
	}
	return &content{from: start, body: resp.Body, left: maxFile}, nil
}

func isPage(declared string, start []byte) bool {
	return strings.HasPrefix(declared, "text/html") || strings.HasPrefix(http.DetectContentType(start), "text/html")
}

// hop judges a redirect: the token is taken along within the hosts that may
// have it, every other host is not visited at all.
func (c *Client) hop(req *http.Request, via []*http.Request) error {
	if len(via) >= maxHops {
		return fmt.Errorf("more than %d redirects", maxHops)
	}
	if !c.mayHaveToken(req.URL) {
		return fmt.Errorf("%w: redirected to %s", errElsewhere, req.URL.Hostname())
	}
	req.Header.Set("Authorization", "Bearer "+c.bot)
	return nil
}

// mayHaveToken is the list of hosts, compared whole: no subdomains, no other
// port, no user part.
func (c *Client) mayHaveToken(u *url.URL) bool {
	slacks := u.User == nil && u.Scheme == "https" && u.Host == "files.slack.com"
	return slacks || c.sameAsAPI(u)
}

func unreadableFile(err error) error {
	return fault.Wrap(fmt.Errorf("slack: file: %w", err), fault.NotFound, "Factotum cannot read this file in Slack. Please share it with Factotum again.")
}

func tooLarge() error {
	return fault.New(fault.Invalid, "This file is larger than %d MB. Please send a smaller one.", maxFile>>20)
}

// content is a file being read.
type content struct {
	from   io.Reader
	body   io.Closer
	cancel context.CancelFunc
	left   int64
}

// Read refuses to go beyond the largest size, since a cut file looks whole.
func (r *content) Read(p []byte) (int, error) {
	n, err := r.from.Read(p)
	if r.left -= int64(n); r.left < 0 {
		return 0, tooLarge()
	}
	return n, err
}

// Close ends the transfer.
func (r *content) Close() error {
	r.cancel()
	return r.body.Close()
}
