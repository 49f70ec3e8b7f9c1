package app

import (
	"context"
	"errors"
	"fmt"
	"io"

	"factotum/automations/form"
	"factotum/connectors/files"
	"factotum/connectors/slack"
	"factotum/handlers/payload"
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

// Kept gives a copy back.
func (k keeper) Kept(ctx context.Context, hash string) (raw []byte, err error) {
	content, err := k.kept.Get(ctx, hash)
	if err != nil {
		return nil, fmt.Errorf("app: copy of a file: %w", err)
	}
	defer func() { err = errors.Join(err, content.Close()) }()
	if raw, err = io.ReadAll(content); err != nil {
		return nil, fmt.Errorf("app: read the copy of a file: %w", err)
	}
	return raw, nil
}
