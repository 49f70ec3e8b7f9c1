package storetest

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/audit"
	"factotum/automations/state"
)

func logGaps(t *testing.T, s Store) {
	const writers, each = 32, 8
	together(writers, func(i int) {
		for n := range each {
			subject := fmt.Sprint("r", i, "/", n)
			c := change(subject)
			c.Audit = []audit.Record{entry(t, subject, "first"), entry(t, subject, "second")}
			if n%2 == 1 { // a refusal must not use a position up
				c.Documents = append(c.Documents, document("nobody", 5))
			}
			_, err := s.Commit(context.Background(), c)
			assert.Equal(t, n%2 == 1, err != nil, err)
		}
	})
	records := log(t, s)
	require.Len(t, records, writers*each)
	var v audit.Verifier
	for i, r := range records {
		require.NoError(t, v.Check(r, nil))
		if i%2 == 1 {
			assert.Equal(t, records[i-1].Subject, r.Subject, "entries of one commit stand together")
			assert.Equal(t, []string{"first", "second"}, []string{records[i-1].Move, r.Move})
		}
	}
	some, err := s.Log(context.Background(), 10, 5)
	require.NoError(t, err)
	assert.Equal(t, records[10:15], some)
	none, err := s.Log(context.Background(), int64(len(records)), 5)
	require.NoError(t, err)
	assert.Empty(t, none)
}

func logBytes(t *testing.T, s Store) {
	payload := []byte("{ \"b\" : 1.00,\n\"a\":\"<é>\" }")
	want := audit.Record{Payload: payload, Entry: audit.Entry{
		Position: 99, Time: at(3), Actor: "p1", Subject: "r1", Move: "submit", Version: 4, Policy: "v2", PayloadHash: audit.Hash(payload),
	}}
	bare := want
	bare.Payload = nil
	c := change("1")
	c.Audit = []audit.Record{want, bare}
	commit(t, s, c)
	want.Position, bare.Position = 1, 2 // the store's, whatever was written there
	assert.Equal(t, []audit.Record{want, bare}, log(t, s))
}

func erased(t *testing.T, s Store) {
	c := change("1")
	for i := range 5 {
		c.Audit = append(c.Audit, entry(t, fmt.Sprint("r", i), "submit"))
	}
	commit(t, s, c)
	want := log(t, s)
	c = change("2")
	c.Erase = []int64{2, 4, 6, 99, 2}
	c.Audit = []audit.Record{entry(t, "r1", "erase")}
	c.Documents = []state.Document{document("stale", 7)}
	_, err := s.Commit(context.Background(), c)
	isStale(t, err, "stale")
	assert.Equal(t, want, log(t, s), "a refused change erases nothing")

	c.Documents = nil
	commit(t, s, c)
	last := c.Audit[0]
	last.Position, last.Payload = 6, nil
	want[1].Payload, want[3].Payload = nil, nil
	assert.Equal(t, append(want, last), log(t, s), "also of an entry of the same change")
}
