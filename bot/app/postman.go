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
		if file.Data, err = p.content(ctx, file); err != nil {
			return "", "", err
		}
		m.File = &file
	}
	return p.Client.Post(ctx, m)
}

func (p postman) content(ctx context.Context, file outbox.Attachment) (data []byte, err error) {
	f, err := p.kept.Get(ctx, file.Hash)
	if err != nil {
		return nil, fmt.Errorf("app: our own copy of %s cannot be read; bring the folder of files back from a backup, then try again: %w", file.Name, err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return io.ReadAll(f) // at most maxFile, as it was kept
}
