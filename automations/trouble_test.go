package automations_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
	"factotum/connectors/store/sqlite"
)

// troubled is a store that answers some calls with an error instead.
type troubled struct {
	*sqlite.Store
	load, commit error
}

func (s troubled) Load(ctx context.Context, ids ...string) ([]state.Document, error) {
	if s.load != nil {
		return nil, s.load
	}
	return s.Store.Load(ctx, ids...)
}

func (s troubled) Commit(ctx context.Context, c state.Change) (state.Result, error) {
	if s.commit != nil {
		return state.Result{}, s.commit
	}
	return s.Store.Commit(ctx, c)
}

// verbs is everything that somebody starts, each on a request or draft that
// allows it.
func verbs(o *office, d *automations.Desk) map[string]func() error {
	ines, mara, paul := o.who("ines"), o.who("mara"), o.who("paul")
	pending := o.submit(taxi).Request.ID
	open := o.approve(o.submit(taxi).Request.ID, "mara").Request.ID
	unpriced := o.submit("100.00 CHF hotel yesterday").Request
	draft, fresh, returned := o.claim("ines", taxi), o.claim("ines", taxi), o.claim("ines", taxi)
	require.NoError(o.t, o.SaveDraft(o.ctx, ines, "kept", draft))
	returned.ID = o.submit(taxi).Request.ID
	_, err := o.Decide(o.ctx, mara, "back", automations.Decision{ID: returned.ID, Say: request.Return, Text: "again"})
	require.NoError(o.t, err)
	given := []automations.TypedRate{{Missing: unpriced.Sum.Missing[0], Rate: "0.95", Source: "ECB"}}
	dir, _ := people.Join(staff())
	decide := func(by people.Person, say request.Action) error {
		_, err := d.Decide(o.ctx, by, o.id(), automations.Decision{ID: pending, Say: say, Text: "text"})
		return err
	}
	return map[string]func() error{
		"approve": func() error { return decide(mara, request.Approve) },
		"refused": func() error { return decide(ines, request.Approve) },
		"ask":     func() error { return decide(mara, request.Ask) },
		"answer": func() error {
			_, err := d.Answer(o.ctx, ines, o.id(), automations.Saying{Ticket: pending, Text: "text"})
			return err
		},
		"withdraw":      func() error { _, err := d.Withdraw(o.ctx, ines, o.id(), pending); return err },
		"resolve":       func() error { _, err := d.Resolve(o.ctx, paul, o.id(), open, automations.Finish{}); return err },
		"price":         func() error { _, err := d.Price(o.ctx, o.who("fay"), o.id(), unpriced.ID, given); return err },
		"save":          func() error { return d.SaveDraft(o.ctx, ines, o.id(), fresh) },
		"save changes":  func() error { return d.SaveDraft(o.ctx, ines, o.id(), returned) },
		"discard":       func() error { return d.Discard(o.ctx, ines, o.id(), draft.ID) },
		"submit":        func() error { _, err := d.Submit(o.ctx, ines, o.id(), fresh); return err },
		"resubmit":      func() error { _, err := d.Submit(o.ctx, ines, o.id(), returned); return err },
		"forged button": func() error { _, _, err := d.Belongs(o.ctx, mara, o.id(), pending, "D1", "1.0"); return err },
		"reroute":       func() error { return d.Reroute(o.ctx) },
		"keep policies": func() error { return d.KeepPolicies(o.ctx) },
		"staff": func() error {
			accounts, entries, company := staff()
			dir, _ = people.Join(accounts[1:], entries[1:], company)
			_, err := d.Staff(o.ctx, dir)
			return err
		},
	}
}

func TestWhenTheStoreDoesNotAnswerEverybodyIsToldAndNothingIsPretended(t *testing.T) {
	t.Parallel()
	down := fault.New(fault.Unavailable, "The store does not answer. Please try again in a minute.")
	for name, trouble := range map[string]troubled{"reading": {load: down, commit: down}, "writing": {commit: down}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := setup(t)
			trouble.Store = o.store
			d := o.replica(trouble)
			all := verbs(o, d)
			before, err := o.store.Log(o.ctx, 0, 1000)
			require.NoError(t, err)
			for verb, do := range all {
				err := do()
				assert.Equal(t, fault.Unavailable, fault.CodeOf(err), verb)
				assert.Contains(t, fault.Say(err), "does not answer", verb)
			}
			after, err := o.store.Log(o.ctx, 0, 1000)
			require.NoError(t, err)
			assert.Equal(t, before, after)

			_, err = (&automations.Courier{Store: trouble, Desk: d, Messenger: o.box, Render: plain, Workers: 8}).Deliver(o.ctx)
			assert.Equal(t, fault.Unavailable, fault.CodeOf(err))
			o.until(monday())
			require.Error(t, d.Wake(o.ctx))
		})
	}
}

func TestWhenEverybodyChangesOneThingItIsSaidAfterSomeTries(t *testing.T) {
	t.Parallel()
	o := setup(t)
	d := o.replica(troubled{Store: o.store, commit: state.StaleError{ID: "anything"}})
	for verb, do := range verbs(o, d) {
		err := do()
		switch verb {
		case "refused", "forged button", "reroute", "keep policies", "staff": // written without a version, or tried again anyway
			require.Error(t, err, verb)
		default:
			assert.Equal(t, fault.Conflict, fault.CodeOf(err), verb)
			assert.Contains(t, fault.Say(err), "at once", verb)
		}
	}
}

func TestADocumentThatCannotBeReadIsAnErrorAndNotAnEmptyRequest(t *testing.T) {
	t.Parallel()
	o := setup(t)
	id := o.submit(taxi).Request.ID
	back := o.submit(taxi).Request.ID
	_, err := o.Decide(o.ctx, o.who("mara"), "back", automations.Decision{ID: back, Say: request.Return, Text: "again"})
	require.NoError(t, err)
	require.NoError(t, o.SaveDraft(o.ctx, o.who("ines"), "s", automations.Draft{ID: back, Values: form.Values{}}))
	o.deliver()
	card := ""
	for _, p := range o.box.sent("U01") {
		if p.Key == "card/"+id+"/mara@example.com" {
			card = p.ts
		}
	}
	for _, doc := range []string{id, "edit/" + back + "/0", "delivery/card/" + id + "/mara@example.com"} {
		o.spoil(doc)
	}
	ines := o.who("ines")
	calls := map[string]func() error{
		"withdraw": func() error { _, err := o.Withdraw(o.ctx, ines, "w", id); return err },
		"paper":    func() error { _, err := o.Paper(o.ctx, ines, id, ""); return err },
		"changes":  func() error { _, err := o.Paper(o.ctx, ines, back, ""); return err },
		"mine":     func() error { _, err := o.Mine(o.ctx, ines, "", 5); return err },
		"reroute":  func() error { return o.Reroute(o.ctx) },
		"copied": func() error {
			_, _, err := o.replica(o.store).Belongs(o.ctx, o.who("mara"), "b", id, "DU01", card)
			return err
		},
		"in a thread":  func() error { _, err := o.At(o.ctx, "DU01", card); return err },
		"find by word": func() error { _, err := o.Find(o.ctx, ines, id); return err },
	}
	for name, call := range calls {
		err := call()
		require.ErrorContains(t, err, "decode", name)
		assert.Equal(t, fault.Internal, fault.CodeOf(err), name)
	}
}

// spoil makes a document unreadable.
func (o *office) spoil(id string) {
	o.t.Helper()
	docs, err := o.store.Load(o.ctx, id)
	require.NoError(o.t, err)
	require.Positive(o.t, docs[0].Version, id)
	_, err = o.store.Commit(o.ctx, state.Change{
		Once: state.Once{Key: "spoil " + id}, Documents: []state.Document{{ID: id, Version: docs[0].Version, Body: []byte("{")}},
	})
	require.NoError(o.t, err)
}
