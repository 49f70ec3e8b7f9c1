package app

import (
	"context"
	"time"

	"factotum/automations"
	"factotum/automations/audit"
	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/state"
)

// patient is a store that is asked again and again for a while as long as it does
// not answer: on the first run of a demonstration nobody is there to try again, and a
// Redis on a busy machine may take its time. What is asked twice is done once, as the
// contract of the store has it.
type patient struct {
	automations.Store
	over <-chan struct{} // once somebody is there
}

// waiting is the store, and one that is waited for while a demonstration on Redis
// begins: a disk that is full is told of at once.
func (p *program) waiting(settled <-chan struct{}) automations.Store {
	if settled == nil || p.settings.Store.Redis == nil {
		return p.store
	}
	return patient{p.store, settled}
}

// Load asks for documents.
func (p patient) Load(ctx context.Context, ids ...string) ([]state.Document, error) {
	return insisted(ctx, p.over, func() ([]state.Document, error) { return p.Store.Load(ctx, ids...) })
}

// Commit does a change.
func (p patient) Commit(ctx context.Context, c state.Change) (state.Result, error) {
	return insisted(ctx, p.over, func() (state.Result, error) { return p.Store.Commit(ctx, c) })
}

// Lookup asks what a number stands for.
func (p patient) Lookup(ctx context.Context, number string) (string, error) {
	return insisted(ctx, p.over, func() (string, error) { return p.Store.Lookup(ctx, number) })
}

// Page asks for entries.
func (p patient) Page(ctx context.Context, indexes []string, after string, limit int) (state.Page, error) {
	return insisted(ctx, p.over, func() (state.Page, error) { return p.Store.Page(ctx, indexes, after, limit) })
}

// Due asks for timers.
func (p patient) Due(ctx context.Context, now time.Time, limit int) ([]state.Timer, error) {
	return insisted(ctx, p.over, func() ([]state.Timer, error) { return p.Store.Due(ctx, now, limit) })
}

// Log asks for what was recorded.
func (p patient) Log(ctx context.Context, after int64, limit int) ([]audit.Record, error) {
	return insisted(ctx, p.over, func() ([]audit.Record, error) { return p.Store.Log(ctx, after, limit) })
}

// Lease takes notices.
func (p patient) Lease(ctx context.Context, now, until time.Time, limit int) ([]outbox.Leased, error) {
	return insisted(ctx, p.over, func() ([]outbox.Leased, error) { return p.Store.Lease(ctx, now, until, limit) })
}

// insisted is what was asked for, once the store answers.
func insisted[T any](ctx context.Context, over <-chan struct{}, ask func() (T, error)) (T, error) {
	for end := time.Now().Add(coming); ; {
		answer, err := ask()
		if fault.CodeOf(err) != fault.Unavailable || time.Now().After(end) {
			return answer, err
		}
		select {
		case <-ctx.Done():
			return answer, err
		case <-over:
			return answer, err
		case <-time.After(knock):
		}
	}
}
