package app

import (
	"context"
	"log/slog"
	"time"

	"factotum/automations"
	"factotum/automations/audit"
	"factotum/automations/outbox"
	"factotum/automations/state"
)

// patient is a store that is waited for until people may act in a demonstration:
// nobody is there before who could try again, and a Redis on a busy machine may take
// its time. What is asked twice is done once, as the contract of the store has it.
type patient struct {
	automations.Store
	log     *slog.Logger
	settled <-chan struct{}
}

// waiting is a store, which is waited for while a demonstration begins.
func (w around) waiting(s automations.Store) automations.Store {
	if w.settled == nil {
		return s
	}
	return patient{s, w.log, w.settled}
}

// Load asks for documents.
func (p patient) Load(ctx context.Context, ids ...string) ([]state.Document, error) {
	return insisted(ctx, p, func() ([]state.Document, error) { return p.Store.Load(ctx, ids...) })
}

// Commit does a change.
func (p patient) Commit(ctx context.Context, c state.Change) (state.Result, error) {
	return insisted(ctx, p, func() (state.Result, error) { return p.Store.Commit(ctx, c) })
}

// Lookup asks what a number stands for.
func (p patient) Lookup(ctx context.Context, number string) (string, error) {
	return insisted(ctx, p, func() (string, error) { return p.Store.Lookup(ctx, number) })
}

// Page asks for entries.
func (p patient) Page(ctx context.Context, indexes []string, after string, limit int) (state.Page, error) {
	return insisted(ctx, p, func() (state.Page, error) { return p.Store.Page(ctx, indexes, after, limit) })
}

// Due asks for timers.
func (p patient) Due(ctx context.Context, now time.Time, limit int) ([]state.Timer, error) {
	return insisted(ctx, p, func() ([]state.Timer, error) { return p.Store.Due(ctx, now, limit) })
}

// Log asks for what was recorded.
func (p patient) Log(ctx context.Context, after int64, limit int) ([]audit.Record, error) {
	return insisted(ctx, p, func() ([]audit.Record, error) { return p.Store.Log(ctx, after, limit) })
}

// Lease takes notices.
func (p patient) Lease(ctx context.Context, now, until time.Time, limit int) ([]outbox.Leased, error) {
	return insisted(ctx, p, func() ([]outbox.Leased, error) { return p.Store.Lease(ctx, now, until, limit) })
}

// insisted is what was asked for, once the store answers.
func insisted[T any](ctx context.Context, p patient, ask func() (T, error)) (T, error) {
	select {
	case <-p.settled:
		return ask()
	default:
		return awaited(ctx, p.log, ask)
	}
}
