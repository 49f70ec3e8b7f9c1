package automations_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/catalogue"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
)

// changed is the catalogue of the office with other words in the kind of
// purchases; without it where the words are empty.
func changed(t *testing.T, o *office, old, with string) *catalogue.Catalogue {
	t.Helper()
	builtin, err := catalogue.Builtin()
	require.NoError(t, err)
	var files []catalogue.File
	for _, f := range builtin {
		if strings.Contains(f.Name, "purchase") {
			if old == "" {
				continue
			}
			require.Contains(t, string(f.Body), old)
			f.Body = []byte(strings.ReplaceAll(string(f.Body), old, with))
		}
		files = append(files, f)
	}
	c, problems := catalogue.Load(o.Catalogue.Company(), files, nil)
	require.Empty(t, problems)
	return c
}

// replayed asks a catalogue about a request.
func replayed(t *testing.T, o *office, c *catalogue.Catalogue, id string) automations.Replayed {
	t.Helper()
	docs, err := o.store.Load(t.Context(), id)
	require.NoError(t, err)
	dir, err := automations.Staffed(t.Context(), o.store.Load)
	require.NoError(t, err)
	r, ok, err := automations.Replay(t.Context(), o.store, c, dir, docs[0])
	require.NoError(t, err)
	require.True(t, ok)
	return r
}

// names are those whom steps ask.
func names(steps []automations.StepPreview) (all []string) {
	for _, s := range steps {
		text := s.Step.Name + ":"
		for _, c := range s.Asked {
			text += " " + strings.TrimSuffix(c.Person.ID, "@example.com")
		}
		all = append(all, text)
	}
	return all
}

func TestReplaySaysWhomAnotherPolicyWouldAsk(t *testing.T) {
	t.Parallel()
	o := setup(t)
	f := o.purchase("3000")
	o.approve(f.Request.ID, "mara")
	r := replayed(t, o, o.Catalogue, f.Request.ID)
	assert.True(t, r.Same(), "the policy did not change, whatever was decided since")
	assert.NotEmpty(t, r.Was)
	assert.Equal(t, names(r.Was), names(r.Would))

	r = replayed(t, o, changed(t, o, "approvers: [{role: finance}]", "approvers: [{role: director}]"), f.Request.ID)
	assert.False(t, r.Same())
	assert.Contains(t, strings.Join(names(r.Was), ", "), "fay finn")
	assert.NotContains(t, strings.Join(names(r.Would), ", "), "fay")
	assert.Contains(t, strings.Join(names(r.Would), ", "), "dan dora")
	assert.Equal(t, request.Pending, r.Request.State, "the request itself is as it was")
}

func TestReplayAsksOfADutyWhoSignsItOff(t *testing.T) {
	t.Parallel()
	o := obliged(t, vatReturn)
	o.lasts("2026-12-08 12:00")
	assert.True(t, replayed(t, o, o.Catalogue, vatID).Same(), "nobody is asked before there is evidence")
	_, err := o.Prove(o.ctx, o.who("fay"), o.id(), vatID, said("Filed"))
	require.NoError(t, err)
	r := replayed(t, o, o.Catalogue, vatID)
	assert.True(t, r.Same())
	assert.Len(t, r.Would, 1)
}

func TestReplaySaysWhatCouldNotBeSent(t *testing.T) {
	t.Parallel()
	o := setup(t)
	id := o.purchase("3000").Request.ID
	r := replayed(t, o, changed(t, o, `required: true, max: "1000"`, `required: true, max: "3"`), id)
	assert.False(t, r.Same())
	assert.Contains(t, r.Refused, "3 characters")
	assert.Contains(t, replayed(t, o, changed(t, o, "", ""), id).Refused, "no longer configured")
	docs, err := o.store.Load(t.Context(), id)
	require.NoError(t, err)
	r, ok, err := automations.Replay(t.Context(), o.store, o.Catalogue, people.Directory{}, docs[0])
	require.NoError(t, err)
	require.True(t, ok)
	assert.Contains(t, r.Refused, "no longer in the directory")
	_, ok, _ = automations.Replay(t.Context(), o.store, o.Catalogue, people.Directory{}, state.Document{ID: "people", Version: 1, Body: []byte("{}")})
	assert.False(t, ok, "no request")
	accounts, entries, company := staff()
	company.CostCentres[0].Owner = "finn@example.com"
	dir, _ := people.Join(accounts, entries, company)
	r, _, err = automations.Replay(t.Context(), o.store, o.Catalogue, dir, docs[0])
	require.NoError(t, err)
	assert.True(t, r.Same(), "people who changed make no difference")
}

func TestAMissingRateWouldHoldAReplayedRequest(t *testing.T) {
	t.Parallel()
	o := setup(t)
	id := o.submit("10 USD taxi to the airport yesterday").Request.ID
	assert.True(t, replayed(t, o, o.Catalogue, id).Same(), "the rate of that day is kept with it")
	held := o.submit("10 GBP taxi to the airport yesterday").Request.ID
	assert.True(t, replayed(t, o, o.Catalogue, held).Same(), "it was held for its rate, and would be")
}

func TestWhatDiffersComesFirst(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	all := []automations.Replayed{
		{Number: "A", Request: request.Request{Submitted: at}},
		{Number: "B", Request: request.Request{Submitted: at.Add(time.Hour)}},
		{Number: "C", Request: request.Request{Submitted: at}, Refused: "no"},
		{Number: "D", Request: request.Request{Submitted: at.Add(time.Hour)}, Refused: "no"},
	}
	automations.Differing(all)
	var order string
	for _, r := range all {
		order += r.Number
	}
	assert.Equal(t, "DCBA", order)
}

func TestWhoIsKnownIsReadFromTheStore(t *testing.T) {
	t.Parallel()
	dir, err := automations.Staffed(t.Context(), func(context.Context, ...string) ([]state.Document, error) { return []state.Document{{}}, nil })
	require.NoError(t, err)
	_, ok := dir.Person("ines@example.com")
	assert.False(t, ok)
	_, err = automations.Staffed(t.Context(), func(context.Context, ...string) ([]state.Document, error) {
		return []state.Document{{Version: 1, Body: []byte("[")}}, nil
	})
	require.ErrorContains(t, err, "decode the directory")
	_, err = automations.Staffed(t.Context(), func(context.Context, ...string) ([]state.Document, error) { return nil, errors.New("down") })
	require.ErrorContains(t, err, "down")
}
