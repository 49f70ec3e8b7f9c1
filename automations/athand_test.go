package automations_test

import (
	"context"
	"slices"
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

// watched is a store that remembers which requests were read.
type watched struct {
	*sqlite.Store
	read []string
}

func (s *watched) Load(ctx context.Context, ids ...string) ([]state.Document, error) {
	s.read = append(s.read, ids...)
	return s.Store.Load(ctx, ids...)
}

// handed is a request whose card mara has just got, and what she does with it.
type handed struct {
	*office
	watched *watched
	id, ts  string
}

func handing(t *testing.T, words string, more ...func(automations.Draft)) *handed {
	t.Helper()
	h := &handed{office: setup(t)}
	h.approve(h.submit(taxi).Request.ID, "mara") // what is frozen is known from here on
	h.deliver()
	h.watched = &watched{Store: h.store}
	h.Store = h.watched
	draft := h.claim("ines", words)
	for _, change := range more {
		change(draft)
	}
	_, err := h.Submit(h.ctx, h.who("ines"), h.office.id(), draft)
	require.NoError(t, err)
	h.id = draft.ID
	h.deliver()
	for _, p := range h.box.sent("U01") {
		if p.Key == "card/"+h.id+"/mara@example.com" {
			h.ts = p.ts
		}
	}
	h.watched.read = nil
	return h
}

// click is Approve on mara's card.
func (h *handed) click() (automations.File, error) {
	h.t.Helper()
	f, _, err := h.Belongs(h.ctx, h.who("mara"), h.office.id(), h.id, "DU01", h.ts)
	require.NoError(h.t, err)
	return h.Decide(h.ctx, h.who("mara"), h.office.id(), automations.Decision{ID: h.id, Say: request.Approve, Read: f})
}

// reads is how often the request was read since its card was posted.
func (h *handed) reads() (n int) {
	for _, id := range h.watched.read {
		if id == h.id {
			n++
		}
	}
	return n
}

func TestAClickOnACardThatWasJustPostedReadsNothing(t *testing.T) {
	t.Parallel()
	h := handing(t, taxi)
	f, err := h.click()
	require.NoError(t, err)
	assert.Zero(t, h.reads())
	assert.Equal(t, "EXP-2", f.Number)
	assert.Equal(t, []string{"submit", "approve"}, h.moves(h.id))

	_, err = h.click()
	assert.Equal(t, fault.Conflict, fault.CodeOf(err))
	assert.Equal(t, 1, h.reads(), "nothing is refused unread")
	h.deliver()
	h.watched.read = nil
	_, err = h.click()
	assert.Equal(t, fault.Conflict, fault.CodeOf(err))
	assert.Equal(t, 1, h.reads(), "a card that waits for nothing is not at hand")
}

func TestALongRequestIsNotKeptAtHand(t *testing.T) {
	t.Parallel()
	h := handing(t, taxi, func(d automations.Draft) {
		d.Values["lines"] = form.Value{Lines: slices.Repeat(d.Values["lines"].Lines, 20)}
	})
	_, err := h.click()
	require.NoError(t, err)
	assert.Equal(t, 1, h.reads())
}

func TestWhatIsAtHandGivesWayToWhatMovedElsewhere(t *testing.T) {
	t.Parallel()
	t.Run("withdrawn", func(t *testing.T) {
		t.Parallel()
		h := handing(t, taxi)
		_, err := h.replica(h.store).Withdraw(h.ctx, h.who("ines"), "w", h.id)
		require.NoError(t, err)
		_, err = h.click()
		assert.Equal(t, fault.Conflict, fault.CodeOf(err))
		assert.Contains(t, fault.Say(err), "withdrawn")
		assert.Equal(t, []string{"submit", "withdraw", "refused approve"}, h.moves(h.id))
	})
	t.Run("asked about", func(t *testing.T) {
		t.Parallel()
		h := handing(t, taxi)
		_, err := h.replica(h.store).Decide(h.ctx, h.who("mara"), "q", automations.Decision{ID: h.id, Say: request.Ask, Text: "why?"})
		require.NoError(t, err)
		f, err := h.click()
		require.NoError(t, err)
		assert.Len(t, f.Request.Thread, 1, "what was asked meanwhile is not lost")
		assert.Equal(t, []string{"submit", "ask", "approve"}, h.moves(h.id))
	})
	t.Run("frozen", func(t *testing.T) {
		t.Parallel()
		h := handing(t, taxi)
		_, err := h.store.Commit(h.ctx, state.Change{
			Once: state.Once{Key: "f"}, Documents: []state.Document{{ID: "freeze", Body: []byte(`{"since":"2026-11-20T08:00:00Z"}`)}},
		})
		require.NoError(t, err)
		_, err = h.click()
		require.Error(t, err)
		assert.Equal(t, []string{"submit", "refused approve"}, h.moves(h.id))
	})
	t.Run("no approver any more", func(t *testing.T) {
		t.Parallel()
		h := handing(t, taxi)
		r := h.replica(h.store)
		accounts, entries, company := staff()
		for i := range entries {
			if entries[i].Email == "ines@example.com" {
				entries[i].Manager = "omar@example.com"
			}
		}
		dir, _ := people.Join(accounts, entries, company)
		_, err := r.Staff(h.ctx, dir)
		require.NoError(t, err)
		_, err = h.click()
		assert.Equal(t, fault.Denied, fault.CodeOf(err))
		assert.Equal(t, []string{"submit", "refused approve"}, h.moves(h.id))
	})
}

func TestWhatWasRefusedAsItWasIsDoneAsItIs(t *testing.T) {
	t.Parallel()
	h := handing(t, "600 EUR flight yesterday")
	f := h.approve(h.id, "mara")
	h.deliver()
	h.watched.read = nil
	_, err := h.click()
	assert.Equal(t, fault.Denied, fault.CodeOf(err), "it is at hand as it waits for somebody else")

	r := h.replica(h.store)
	_, err = r.Decide(h.ctx, h.who("omar"), "r", automations.Decision{ID: h.id, Say: request.Return, Text: "again"})
	require.NoError(t, err)
	_, err = r.Submit(h.ctx, h.who("ines"), "s", automations.Draft{ID: h.id, Kind: "expense", Values: f.Request.Values})
	require.NoError(t, err)
	f, err = h.click()
	require.NoError(t, err)
	assert.Equal(t, 1, f.Request.Round)
	assert.Equal(t, []string{"submit", "approve", "refused approve", "return", "resubmit", "approve"}, h.moves(h.id))
}
