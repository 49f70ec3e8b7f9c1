package app

import (
	"context"
	"errors"
	"fmt"
	"io"

	"factotum/automations/outbox"
	"factotum/connectors/files"
	"factotum/connectors/slack"
)

// postman posts to Slack and brings files along from our own folder.
type postman struct {
	*slack.Client
	kept *files.Store
}

// Post sends a message, or the file that it is about.
func (p postman) Post(ctx context.Context, m outbox.Message) (channel, ts string, err error) {
	if m.File != nil {
		file := *m.File
		if file.Data, err = p.content(ctx, file.Hash); err != nil {
			return "", "", err
		}
		m.File = &file
	}
	return p.Client.Post(ctx, m)
}

func (p postman) content(ctx context.Context, hash string) (data []byte, err error) {
	f, err := p.kept.Get(ctx, hash)
	if err != nil {
		return nil, fmt.Errorf("app: read the copy %s: %w", hash, err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return io.ReadAll(f) // at most maxFile, as it was kept
}
