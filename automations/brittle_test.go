package automations_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/audit"
	"factotum/automations/form"
	"factotum/automations/request"
	"factotum/automations/state"
	"factotum/connectors/store/sqlite"
)

// brittle is a store that fails once, at the call that the test says, or gives
// what cannot be read from there on.
type brittle struct {
	*sqlite.Store
	mu    sync.Mutex
	left  int
	spoil bool
}

func (b *brittle) hit() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.left--
	return b.left == 0
}

func (b *brittle) Load(ctx context.Context, ids ...string) ([]state.Document, error) {
	hit := b.hit()
	if hit && !b.spoil {
		return nil, errDied
	}
	docs, err := b.Store.Load(ctx, ids...)
	for i := range docs {
		if hit && docs[i].Version > 0 {
			docs[i].Body = []byte("{")
		}
	}
	return docs, err
}

func (b *brittle) Page(ctx context.Context, indexes []string, after string, limit int) (state.Page, error) {
	hit := b.hit()
	if hit && !b.spoil {
		return state.Page{}, errDied
	}
	page, err := b.Store.Page(ctx, indexes, after, limit)
	for i := range page.Documents {
		if hit {
			page.Documents[i].Body = []byte("{")
		}
	}
	return page, err
}

func (b *brittle) Lookup(ctx context.Context, number string) (string, error) {
	if !b.spoil && b.hit() {
		return "", errDied
	}
	return b.Store.Lookup(ctx, number)
}

func (b *brittle) Due(ctx context.Context, now time.Time, limit int) ([]state.Timer, error) {
	if !b.spoil && b.hit() {
		return nil, errDied
	}
	return b.Store.Due(ctx, now, limit)
}

func (b *brittle) Log(ctx context.Context, after int64, limit int) ([]audit.Record, error) {
	if !b.spoil && b.hit() {
		return nil, errDied
	}
	return b.Store.Log(ctx, after, limit)
}

func (b *brittle) Commit(ctx context.Context, c state.Change) (state.Result, error) {
	if !b.spoil && b.hit() {
		return state.Result{}, errDied
	}
	return b.Store.Commit(ctx, c)
}

// fails lets a verb fail at each of its calls in turn, until it goes through.
func (o *office) fails(verb func() error) {
	o.t.Helper()
	for _, spoil := range []bool{true, false} {
		b := &brittle{Store: o.store, spoil: spoil}
		o.Store = b
		for n := 1; n < 60; n++ {
			before, err := o.store.Log(o.ctx, 0, 10_000)
			require.NoError(o.t, err)
			b.left = n
			err = verb()
			if b.left > 0 || spoil && err == nil {
				require.NoError(o.t, err)
				break
			}
			require.Error(o.t, err, "call %d", n)
			if !spoil {
				require.ErrorIs(o.t, err, errDied, "call %d", n)
			}
			after, err := o.store.Log(o.ctx, 0, 10_000)
			require.NoError(o.t, err)
			require.Len(o.t, after, len(before), "what failed has changed nothing")
		}
	}
	o.Store = o.store
}

func TestNothingChangesWhereTheStoreFails(t *testing.T) {
	t.Parallel()
	for name, verb := range map[string]func(*office) func() error{
		"arrive with an order": func(o *office) func() error {
			order := o.order("200.00 EUR")
			o.approve(order.Request.ID, "mara")
			return func() error {
				in := o.arrival(request.Reading{})
				in.Values = o.read("number", in.ID, "gross", "20.00 EUR", "net", "", "tax", "", "order", "PUR-1")
				_, err := o.Arrive(o.ctx, in)
				return err
			}
		},
		"arrive without one": func(o *office) func() error {
			order := o.order("200.00 EUR")
			o.approve(order.Request.ID, "mara")
			return func() error {
				in := o.arrival(request.Reading{})
				in.Values = o.read("number", in.ID, "gross", "20.00 EUR", "net", "", "tax", "")
				_, err := o.Arrive(o.ctx, in)
				return err
			}
		},
		"correct": func(o *office) func() error {
			f := o.arrives(o.arrival(request.Reading{Labels: map[string]map[string]string{"number": {"2026-7": "Document", "2026-8": "Ours"}}}))
			_, err := o.Correct(o.ctx, o.who("paul"), o.id(), f.Request.ID, "", o.read("number", "2026-8"))
			require.NoError(o.t, err)
			return func() error {
				_, err := o.Correct(o.ctx, o.who("paul"), o.id(), f.Request.ID, "", o.read("number", "2026-7"))
				return err
			}
		},
		"put a record": func(o *office) func() error {
			paul := o.who("fay")
			return func() error {
				_, err := o.PutRecord(o.ctx, paul, o.id(), automations.RecordDraft{Dataset: "vendors", Values: form.Values{"name": {Text: "Nordic " + o.id()}}})
				return err
			}
		},
		"erase": func(o *office) func() error {
			f := o.submit("20 EUR taxi yesterday")
			_, err := o.Decide(o.ctx, o.who("mara"), o.id(), automations.Decision{ID: f.Request.ID, Say: request.Reject, Text: "no"})
			require.NoError(o.t, err)
			return func() error {
				_, err := o.Erase(o.ctx, "ines@example.com", "operator")
				return err
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o, _ := matched(t, nil)
			o.fails(verb(o))
		})
	}
}

func TestNothingIsSentWhereTheStoreFails(t *testing.T) {
	t.Parallel()
	o := setup(t)
	ines, claim := o.who("ines"), o.claim("ines", "20 EUR taxi yesterday")
	o.fails(func() error {
		claim.ID = o.id()
		_, err := o.Preview(o.ctx, ines, claim)
		return err
	})
	o.fails(func() error {
		claim.ID = o.id()
		_, err := o.Submit(o.ctx, ines, o.id(), claim)
		return err
	})
	f := o.submit("30 EUR taxi yesterday")
	_, err := o.Decide(o.ctx, o.who("mara"), o.id(), automations.Decision{ID: f.Request.ID, Say: request.Return, Text: "which?"})
	require.NoError(t, err)
	claim.ID = f.Request.ID
	require.NoError(t, o.SaveDraft(o.ctx, ines, o.id(), claim))
	o.fails(func() error { return o.SaveDraft(o.ctx, ines, o.id(), claim) })
	o.fails(func() error { return o.Foreign(o.ctx, "T9", o.id(), false) })
	o.fails(func() error { return o.KeepPolicies(o.ctx) })
	o.fails(func() error {
		_, err := o.ImportRecords(o.ctx, ines, "vendors", []byte("name\nNordic Paper "+o.id()+"\n"), false)
		return err
	})
}

func TestAStrangerIsNotedOnceADay(t *testing.T) {
	t.Parallel()
	o := setup(t)
	for range 3 {
		require.NoError(t, o.Foreign(o.ctx, "T9", "A9", false))
	}
	assert.Equal(t, []string{"refused foreign"}, o.moves("outside"))
	require.NoError(t, o.Foreign(o.ctx, "T9", "A9", true))
	o.wait(24 * time.Hour)
	require.NoError(t, o.Foreign(o.ctx, "T9", "A9", false))
	assert.Len(t, o.moves("outside"), 3)
}

var _ automations.Store = (*brittle)(nil)
