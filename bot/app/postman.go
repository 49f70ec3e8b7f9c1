package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"time"

	"factotum/automations/outbox"
	"factotum/automations/state"
	"factotum/connectors/files"
	"factotum/connectors/slack"
	"factotum/handlers/view"
)

// postman posts to Slack and brings files along from our own folder.
type postman struct {
	*slack.Client
	kept    *files.Store
	answers *files.Store // of reports, for a time
	store   store
}

// Upload brings the bytes of the file that a message is about.
func (p postman) Upload(ctx context.Context, m outbox.Message) (id string, err error) {
	file := *m.File
	if file.Data, err = p.content(ctx, file); err != nil {
		return "", err
	}
	m.File = &file
	return p.Client.Upload(ctx, m)
}

// Post sends a message.
func (p postman) Post(ctx context.Context, m outbox.Message) (channel, ts string, err error) {
	if m, err = p.illustrated(ctx, m); err != nil {
		return "", "", err
	}
	return p.Client.Post(ctx, m)
}

// Update replaces a message.
func (p postman) Update(ctx context.Context, channel, ts string, m outbox.Message) error {
	m, err := p.illustrated(ctx, m)
	if err != nil {
		return err
	}
	return p.Client.Update(ctx, channel, ts, m)
}

var pictured = regexp.MustCompile(`"` + view.PictureID + `([0-9a-f]{1,64})"`)

// illustrated puts the pictures of a message into Slack, each once, and their
// ids there where the message names our own copies.
func (p postman) illustrated(ctx context.Context, m outbox.Message) (outbox.Message, error) {
	for _, found := range pictured.FindAllSubmatch(m.Blocks, -1) {
		id, err := p.picture(ctx, string(found[1]))
		if err != nil {
			return m, err
		}
		m.Blocks = bytes.ReplaceAll(m.Blocks, found[0], []byte(`"`+id+`"`))
	}
	return m, nil
}

// pictureID is the document that remembers where a picture stands in Slack.
func pictureID(hash string) string { return "picture/" + hash }

// pictures gives the ids of pictures that stand in Slack; empty: one does not.
func pictures(in store) func(ctx context.Context, hash string) string {
	return func(ctx context.Context, hash string) (id string) {
		docs, err := in.Load(ctx, pictureID(hash))
		if err != nil || docs[0].Version == 0 || json.Unmarshal(docs[0].Body, &id) != nil {
			return ""
		}
		return id
	}
}

// picture is the id of a picture in Slack, which the store remembers.
func (p postman) picture(ctx context.Context, hash string) (string, error) {
	doc := pictureID(hash)
	docs, err := p.store.Load(ctx, doc)
	if err != nil {
		return "", err
	}
	var id string
	if docs[0].Version > 0 {
		err = json.Unmarshal(docs[0].Body, &id)
		return id, err
	}
	if id, err = p.Upload(ctx, outbox.Message{File: &outbox.Attachment{Name: "page.png", Hash: hash}}); err != nil {
		return "", err
	}
	if err := p.Share(ctx, id, "First page", "", ""); err != nil {
		return "", err
	}
	body, err := json.Marshal(id)
	if err != nil {
		return "", fmt.Errorf("app: encode %s: %w", doc, err)
	}
	_, err = p.store.Commit(ctx, state.Change{
		Once: state.Once{Key: doc + "/" + id, Keep: time.Hour}, Documents: []state.Document{{ID: doc, Body: body}},
	})
	var stale state.StaleError
	if errors.As(err, &stale) {
		err = nil // somebody else has put it there too
	}
	return id, err
}

func (p postman) content(ctx context.Context, file outbox.Attachment) (data []byte, err error) {
	f, err := p.kept.Get(ctx, file.Hash)
	if errors.Is(err, files.ErrNotFound) && p.answers != nil {
		f, err = p.answers.Get(ctx, file.Hash)
	}
	if err != nil {
		return nil, fmt.Errorf("app: our own copy of %s cannot be read; bring the folder of files back from a backup, then try again: %w", file.Name, err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return io.ReadAll(f) // at most maxFile, as it was kept
}
