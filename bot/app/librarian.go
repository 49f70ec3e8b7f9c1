package app

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"strings"

	"factotum/automations"
	"factotum/automations/form"
	"factotum/connectors/document"
	"factotum/connectors/files"
)

// librarian reads documents in children and keeps their parts in our own folder.
type librarian struct {
	reader *document.Reader
	kept   *files.Store
}

// Read takes a document or mail apart.
func (l librarian) Read(ctx context.Context, name string, raw []byte) (automations.Contents, error) {
	ask := document.Ask{Picture: true, Bodies: true}
	result, err := l.reader.Read(ctx, document.Source{Name: name, Size: int64(len(raw)), Body: bytes.NewReader(raw)}, ask)
	if err != nil {
		return automations.Contents{}, err
	}
	var held automations.Contents
	if result.Mail != nil {
		held.Subject = result.Mail.Subject
	}
	for _, f := range result.Found {
		found, err := l.found(ctx, f)
		if err != nil {
			return held, err
		}
		held.Found = append(held.Found, found)
	}
	for _, r := range result.Refused {
		refused := automations.Refused{Name: r.Label, Code: r.Code, Say: r.Say}
		if len(r.Body) > 0 {
			kept, err := l.Keep(ctx, r.Label, r.Body)
			if err != nil {
				return held, err
			}
			refused.File = &kept
		}
		held.Refused = append(held.Refused, refused)
	}
	return held, nil
}

// Letter takes a mail apart for what is written in it.
func (l librarian) Letter(ctx context.Context, raw []byte) (automations.Post, error) {
	ask := document.Ask{Letter: true, Bodies: true}
	result, err := l.reader.Read(ctx, document.Source{Name: "mail.eml", Size: int64(len(raw)), Body: bytes.NewReader(raw)}, ask)
	if err != nil {
		return automations.Post{}, err
	}
	var post automations.Post
	if result.Mail != nil {
		post.Subject, post.Words = result.Mail.Subject, result.Mail.Words
	}
	for _, part := range result.Parts {
		kept, err := l.Keep(ctx, part.Label, part.Body)
		if err != nil {
			return post, err
		}
		post.Files = append(post.Files, kept)
	}
	for _, r := range result.Refused {
		post.Refused = append(post.Refused, automations.Refused{Name: r.Label, Code: r.Code, Say: r.Say})
	}
	return post, nil
}

// found keeps the parts of one invoice.
func (l librarian) found(ctx context.Context, f document.Found) (automations.Found, error) {
	found := automations.Found{Invoice: f.Invoice}
	for _, part := range append([]document.Copy{{Label: f.Label, Hash: f.Hash, Body: f.Body}}, f.Others...) {
		found.Hashes = append(found.Hashes, part.Hash)
		if len(part.Body) == 0 {
			continue
		}
		kept, err := l.Keep(ctx, part.Label, part.Body)
		if err != nil {
			return found, err
		}
		found.Files = append(found.Files, kept)
	}
	if len(f.Picture) > 0 {
		kept, err := l.Keep(ctx, "", f.Picture)
		if err != nil {
			return found, err
		}
		found.Picture = kept.Hash
	}
	return found, nil
}

// Keep makes our own copy of something. What came without a name is called by
// what it is.
func (l librarian) Keep(ctx context.Context, name string, raw []byte) (form.File, error) {
	hash, size, err := l.kept.Put(ctx, bytes.NewReader(raw), maxFile)
	if err != nil {
		return form.File{}, fmt.Errorf("app: keep a document: %w", err)
	}
	if name == "" {
		name = "document"
	}
	kind := strings.ToLower(strings.TrimPrefix(path.Ext(name), "."))
	return form.File{Name: name, Type: kind, Size: size, Source: "kept-" + hash, Hash: hash}, nil
}
