package app

import (
	"context"
	"time"

	"factotum/automations/form"
	"factotum/connectors/files"
)

// answersFolder is where the files of answers to reports lie, in the folder of
// data: apart from what people sent, since they are taken away after a time, and
// whoever attaches one to a request has a copy of their own.
const answersFolder = "answers"

// shelf keeps the files of answers.
type shelf struct{ kept *files.Store }

// Keep keeps one.
func (s shelf) Keep(ctx context.Context, name string, raw []byte) (form.File, error) {
	return librarian{kept: s.kept}.Keep(ctx, name, raw)
}

// Drop takes one away that was kept longer ago than that.
func (s shelf) Drop(_ context.Context, hash string, rested time.Duration) (gone bool, err error) {
	return s.kept.Drop(hash, time.Now().Add(-rested))
}
