package slack

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"factotum/automations/outbox"
)

// Upload brings the bytes of a file, which nobody sees before it is shared, and
// gives the file's id. Slack throws away what is never shared.
func (c *Client) Upload(ctx context.Context, m outbox.Message) (string, error) {
	var place struct {
		URL  string `json:"upload_url"`
		File string `json:"file_id"`
	}
	args := url.Values{"filename": {m.File.Name}, "length": {strconv.Itoa(len(m.File.Data))}}
	if err := c.call(ctx, "files.getUploadURLExternal", args, &place); err != nil {
		return "", err
	}
	return place.File, c.send(ctx, place.URL, m.File.Data)
}

// show posts an uploaded file. Slack takes the method once for a file
// (docs.slack.dev/reference/methods/files.completeUploadExternal), so what it
// refuses may stand there already.
func (c *Client) show(ctx context.Context, channel string, m outbox.Message) error {
	err := c.Share(ctx, m.File.ID, m.File.Name, channel, m.Thread)
	if code(err) == "" {
		return err
	}
	there, known, unknown := c.shared(ctx, m.File.ID, channel)
	switch {
	case unknown != nil || there:
		return unknown
	case code(err) == "file_not_found" && known:
		return unreachable("files.info", errUnshared)
	case code(err) == "file_not_found":
		return fmt.Errorf("%w: %w", outbox.ErrGone, err)
	}
	return err
}

// errUnshared is what Slack says of a file for a moment after it was shared: it
// does that in its own time.
var errUnshared = errors.New("the file is not shared yet")

// shared asks whether a file stands in a channel, and whether Slack has it at all.
func (c *Client) shared(ctx context.Context, id, channel string) (there, known bool, err error) {
	var info struct {
		File struct {
			Shares map[string]map[string]json.RawMessage `json:"shares"` // public or private, by channel
			IMs    []string                              `json:"ims"`
		} `json:"file"`
	}
	err = c.call(ctx, "files.info", url.Values{"file": {id}}, &info)
	if code(err) == "file_not_found" || code(err) == "file_deleted" {
		return false, false, nil
	}
	there = slices.Contains(info.File.IMs, channel)
	for _, side := range info.File.Shares {
		there = there || side[channel] != nil
	}
	return there, err == nil, err
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

// Share shows an uploaded file in a channel, in a thread if one is named. With no
// channel it stands nowhere, and blocks can show it. Slack does not say where the
// message with it stands.
func (c *Client) Share(ctx context.Context, file, title, channel, thread string) error {
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
