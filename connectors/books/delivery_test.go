package books_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

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
