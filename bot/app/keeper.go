package app

import (
	"context"
	"errors"
	"fmt"
	"io"

	"factotum/automations"
	"factotum/automations/form"
	"factotum/automations/outbox"
	"factotum/connectors/files"
	"factotum/connectors/slack"
	"factotum/handlers/payload"
	"factotum/handlers/view"
)

// maxFile is the largest file that is kept, in bytes: what slack.Download opens.
const maxFile = 50 << 20

// keeper copies files from Slack into our own folder.
type keeper struct {
	slack *slack.Client
	kept  *files.Store
}

// Keep copies a file and gives the hash under which it is kept.
func (k keeper) Keep(ctx context.Context, f form.File) (hash string, err error) {
	content, err := k.slack.Download(ctx, payload.File{ID: f.Source})
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, content.Close()) }()
	hash, _, err = k.kept.Put(ctx, content, maxFile)
	if err != nil {
		return "", fmt.Errorf("app: keep %s: %w", f.Source, err)
	}
	return hash, nil
}

// render draws a notice; a file that it brings is our own copy, so that what an
// approver reads is what was approved.
func (k keeper) render(s automations.Sight) (m outbox.Message, err error) {
	if m, err = view.Message(s); err != nil || m.File == nil {
		return m, err
	}
	content, err := k.kept.Get(context.Background(), m.File.Hash)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, content.Close()) }()
	file := *m.File
	if file.Data, err = io.ReadAll(content); err != nil {
		return m, fmt.Errorf("app: read the copy of %s: %w", file.Name, err)
	}
	m.File = &file
	return m, nil
}
