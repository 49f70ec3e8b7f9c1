package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"factotum/automations/fault"
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

// Drop takes a copy away that was kept longer ago than that.
func (k keeper) Drop(ctx context.Context, hash string, rested time.Duration) (gone bool, err error) {
	return shelf{k.kept}.Drop(ctx, hash, rested)
}

// vault keeps what is too large to be held whole.
type vault struct{ kept *files.Store }

// Open gives a copy that is kept.
func (v vault) Open(ctx context.Context, hash string) (io.ReadCloser, error) {
	content, err := v.kept.Get(ctx, hash)
	if errors.Is(err, files.ErrNotFound) {
		return nil, fault.Wrap(err, fault.NotFound, "There is no copy of this file any more.")
	}
	return content, err
}

// Fill keeps what write writes, as it is written.
func (v vault) Fill(ctx context.Context, name string, write func(io.Writer) error) (form.File, error) {
	out, in := io.Pipe()
	go func() { in.CloseWithError(write(in)) }()
	hash, size, err := v.kept.Put(ctx, out, maxFile)
	_ = out.CloseWithError(err) // whoever still writes ends
	if errors.Is(err, files.ErrTooBig) {
		return form.File{}, fault.Wrap(err, fault.Invalid, "It would be larger than %d MB, which is more than is sent here. Ask for a shorter time or one subject, or let it be made with `factotum audit pack`.", maxFile>>20)
	}
	if err != nil {
		return form.File{}, fmt.Errorf("app: keep %s: %w", name, err)
	}
	return form.File{Name: name, Type: "zip", Size: size, Source: "kept-" + hash, Hash: hash}, nil
}
