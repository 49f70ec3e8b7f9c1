package slack

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// Upload puts a file into the direct messages with an account or into a
// channel, in a thread if one is named, and gives the file's id. Slack does not
// say where the message with it stands. With no place named it stands nowhere,
// and blocks can show it.
func (c *Client) Upload(ctx context.Context, to, thread, name, title string, data []byte) (string, error) {
	channel := to
	if strings.HasPrefix(to, "U") || strings.HasPrefix(to, "W") {
		var err error
		if channel, err = c.direct(ctx, to); err != nil {
			return "", err
		}
	}
	var place struct {
		URL  string `json:"upload_url"`
		File string `json:"file_id"`
	}
	args := url.Values{"filename": {name}, "length": {strconv.Itoa(len(data))}}
	if err := c.call(ctx, "files.getUploadURLExternal", args, &place); err != nil {
		return "", err
	}
	if err := c.send(ctx, place.URL, data); err != nil {
		return "", err
	}
	return place.File, c.share(ctx, place.File, title, channel, thread)
}

// send carries the bytes; the address is itself the permission, so the token
// stays here.
func (c *Client) send(ctx context.Context, address string, data []byte) error {
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "https" && !c.sameAsAPI(u)) {
		return fmt.Errorf("slack: upload: %w", errElsewhere)
	}
	ctx, cancel := context.WithTimeout(ctx, fileTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("slack: upload: %w", bare(err))
	}
	req.Header.Set("Content-Type", "application/octet-stream")
	resp, err := c.http.Do(req)
	if err != nil {
		return unreachable("upload", bare(err))
	}
	defer func() { _ = resp.Body.Close() }()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10)) // so that the connection is used again
	if resp.StatusCode != http.StatusOK {
		return unreachable("upload", fmt.Errorf("status %d", resp.StatusCode))
	}
	return nil
}

func (c *Client) share(ctx context.Context, file, title, channel, thread string) error {
	files, err := json.Marshal([]map[string]string{{"id": file, "title": title}})
	if err != nil {
		return fmt.Errorf("slack: upload: writing the title: %w", err)
	}
	args := url.Values{"files": {string(files)}}
	if channel != "" {
		args.Set("channel_id", channel)
	}
	if thread != "" {
		args.Set("thread_ts", thread)
	}
	return c.call(ctx, "files.completeUploadExternal", args, nil)
}
