package books_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/outbox"
	"factotum/automations/state"
)

func TestWhereCardsStand(t *testing.T) {
	t.Parallel()
	s := setup(t)
	r := claim("r1", "ana@example.com", "Taxi", "12")
	r.Shown = []string{"ana@example.com", "ben@example.com"}
	card := func(to string) {
		body := `{"key":"card/r1/` + to + `","request":"r1","to":"` + to + `","channel":"D1","ts":"1.5","version":1,"at":"2026-11-20T09:00:00Z"}`
		s.keep(state.Document{ID: "delivery/card/r1/" + to, Body: []byte(body)}, "post")
	}
	card("ben@example.com")
	s.put(0, r, "submit")
	s.project()
	assert.Equal(t, [][]string{{"1", "ben@example.com", "D1", "1.5", "1", "2026-11-20T09:00:00.000Z"}}, s.rows("SELECT * FROM delivery"))
	s.put(1, r, "remind")
	card("ana@example.com")
	s.project()
	assert.Equal(t, [][]string{{"ana@example.com"}, {"ben@example.com"}}, s.rows("SELECT person FROM delivery"))
}

func TestWhatPeopleWereToldBesideCards(t *testing.T) {
	t.Parallel()
	s := setup(t)
	commit := func(from, to int, at time.Time) {
		c := state.Change{Once: state.Once{Key: fmt.Sprint("told/", from)}}
		for i := from; i < to; i++ {
			key := fmt.Sprintf("line/r1/ana@example.com/%04d", i)
			body := fmt.Sprintf(`{"key":%q,"request":"r1","to":"ana@example.com","channel":"D1","ts":"%d.5","at":%q}`, key, i, at.Format(time.RFC3339))
			c.Documents = append(c.Documents, state.Document{ID: outbox.DeliveryID(key), Body: []byte(body)})
			c.Add = append(c.Add, state.Entry{Index: outbox.SentIndex, Sort: fmt.Sprintf("%s-%04d", at.Format(time.RFC3339), i), ID: outbox.DeliveryID(key)})
		}
		_, err := s.store.Commit(s.ctx, c)
		require.NoError(t, err)
	}
	tell := func(from, to int, at time.Time) { // a few at once: a store has its patience
		for ; from < to; from += 50 {
			commit(from, min(from+50, to), at)
		}
	}
	tell(0, 450, at(0))
	s.project()
	assert.Equal(t, [][]string{{"450", "2026-11-20T09:00:00.000Z"}}, s.rows("SELECT count(*), max(at) FROM told WHERE request = 'r1' AND shape = 'line' AND person = 'ana@example.com'"))
	s.again() // else it is looked at every ten seconds
	tell(450, 700, time.Now().Add(time.Minute))
	s.project()
	s.again()
	s.project()
	assert.Equal(t, [][]string{{"700", "699.5"}}, s.rows("SELECT count(*), max(CAST(ts AS REAL)) FROM told"))
	s.again()
	tell(700, 701, time.Now().Add(-time.Second)) // recorded by a replica whose clock is behind
	s.project()
	assert.Equal(t, [][]string{{"701"}}, s.rows("SELECT count(*) FROM told"))
}
