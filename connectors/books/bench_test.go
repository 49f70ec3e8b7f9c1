package books_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"factotum/automations/audit"
	"factotum/automations/find"
	"factotum/automations/request"
	"factotum/automations/state"
)

// many is how many requests are looked through.
const many = 100_000

// BenchmarkFind asks what people ask, over many requests, each with five entries
// in the log, and makes the books of them.
//
//	go test -run none -bench Find -benchtime 200x ./connectors/books
func BenchmarkFind(b *testing.B) {
	s := setup(b)
	s.crowd(many)
	begun := time.Now()
	s.project()
	b.Logf("books of %d requests, %d entries: %s", many, 5*many, time.Since(begun).Round(time.Millisecond))
	all := find.Reader{Kinds: []string{"expense", "purchase", "leave", "ticket"}, Names: []string{"name:finn@example.com", "role:finance"}, Notes: []string{"role:finance"}}
	one := find.Reader{Names: []string{"name:p17@example.com", "manager_of:p17@example.com"}}
	head := find.Reader{}
	for n := range 300 {
		head.Names = append(head.Names, fmt.Sprintf("manager_of:p%d@example.com", n))
	}
	over := euros("99999").Value
	for name, q := range map[string]find.Query{
		"two words, sees all":          {Words: words("taxi lisbon").Words, Reader: all},
		"two words, sees own":          {Words: words("taxi lisbon").Words, Reader: one},
		"two words, head of 300":       {Words: words("taxi lisbon").Words, Reader: head},
		"beginning, sees all":          {Words: words("t").Words, Reader: all},
		"a word of nothing":            {Words: words("zeppelin").Words, Reader: all},
		"a word that many have, own":   {Words: words("bababa").Words, Reader: one},
		"a word that few have":         {Words: words("folala").Words, Reader: all},
		"number":                       {Words: words("EXP-4711").Words, Reader: all},
		"words that never meet":        {Words: words("lunch keyboard").Words, Reader: all},
		"nothing so dear, sees all":    {Over: &over, Reader: all},
		"nothing that old, sees all":   {Words: words("taxi").Words, Until: at(-100 * 24 * 60), Reader: all},
		"state and kind, sees all":     {Kinds: []string{"expense"}, States: []string{"pending"}, Reader: all},
		"last page of what is one's":   {From: []string{"p17@example.com"}, After: 2000 << 8, Reader: one},
		"five words of a title, whole": {Words: []find.Word{{Text: "taxi to the client in Lisbon", Whole: true}}, Reader: all},
	} {
		b.Run(name, func(b *testing.B) { s.measure(b, q) })
	}
}

func (s *shelf) measure(b *testing.B, q find.Query) {
	q.Limit = 22
	var each []time.Duration
	found := 0
	for b.Loop() {
		begun := time.Now()
		hits, err := s.Find(s.ctx, q)
		each = append(each, time.Since(begun))
		require.NoError(b, err)
		found = len(hits)
	}
	slices.Sort(each)
	b.ReportMetric(float64(each[len(each)/2].Microseconds())/1000, "ms/median")
	b.ReportMetric(float64(each[len(each)-1].Microseconds())/1000, "ms/slowest")
	b.ReportMetric(float64(found), "hits")
}

// vocabulary gives so many words of 8,000 at random, few of them often and most
// seldom, as in what people write (Zipf).
func vocabulary(dice *rand.Rand) func(n int) string {
	const consonants, vowels, words = "bdfgklmnprstvwz", "aeiou", 8_000
	often := rand.NewZipf(dice, 1.1, 4, words-1)
	syllable := func(n uint64) string {
		n %= uint64(len(consonants) * len(vowels))
		return consonants[n/5:n/5+1] + vowels[n%5:n%5+1]
	}
	return func(n int) string {
		said := make([]string, n)
		for i := range said {
			w := often.Uint64()
			said[i] = syllable(w/75) + syllable(w) + syllable(w*7)
		}
		return strings.Join(said, " ")
	}
}

// crowd fills the store with requests of all states and of varied words, and five
// entries of each.
func (s *shelf) crowd(n int) {
	s.t.Helper()
	dice := rand.New(rand.NewPCG(1, 2))
	said := vocabulary(dice)
	of := func(list ...string) string { return list[dice.IntN(len(list))] }
	number, position := 0, 0
	rows := []state.Row{}
	next := func() (state.Row, error) {
		if len(rows) > 0 {
			row := rows[0]
			rows = rows[1:]
			return row, nil
		}
		if number == n {
			return state.Row{}, io.EOF
		}
		number++
		r := claim(fmt.Sprintf("r%07d", number), fmt.Sprintf("p%d@example.com", dice.IntN(3000)),
			of("Taxi", "Train", "Keyboard", "Hotel", "Lunch")+" to the client in "+of("Lisbon", "Porto", "Berlin", "Paris", "Lyon", "Rome", "Oslo", "Bern")+" about "+said(4), fmt.Sprintf("%d.50", 5+dice.IntN(900)))
		r.Kind, r.State = of("expense", "expense", "purchase", "leave"), request.State(of("pending", "done", "done", "done", "rejected"))
		r.Thread = []request.Remark{{By: "mara@example.com", At: at(1), Text: "Which " + of("client", "airport", "invoice", "street") + " was it? " + said(8), Question: true}}
		r.Shown = []string{r.Requester, "mara@example.com"}
		r.Created = at(-number % 50_000)
		body, err := json.Marshal(r)
		require.NoError(s.t, err)
		rows = append(rows, state.Row{Kind: state.DocumentRow, Cells: []string{r.ID, "5", fmt.Sprintf("EXP-%d", number), string(body)}})
		for v := range 5 {
			position++
			record, err := audit.Of(at(position), "ana@example.com", r.ID, "note", int64(v+1), "", "x")
			require.NoError(s.t, err)
			record.Position = int64(position)
			row, err := state.Logged(record)
			require.NoError(s.t, err)
			rows = append(rows, row)
		}
		return state.Row{Kind: state.BeginRow}, nil
	}
	require.NoError(s.t, s.store.Fill(s.ctx, next))
}

// BenchmarkLag commits 200 changes a second to a store that holds many requests
// already, looks every 400 ms as the job does, and tells how old the oldest
// change was that the books did not have.
//
//	go test -run none -bench Lag -benchtime 10s ./connectors/books
func BenchmarkLag(b *testing.B) {
	s := setup(b)
	s.crowd(many / 5)
	s.project()
	committed := make(chan time.Time, 1_000_000)
	ctx, stop := context.WithCancel(s.ctx)
	var group sync.WaitGroup
	for who := range 8 { // they wait for the disk together
		group.Go(func() {
			tick := time.NewTicker(40 * time.Millisecond)
			defer tick.Stop()
			for n := 0; ctx.Err() == nil; n++ {
				<-tick.C
				r := claim(fmt.Sprintf("new%d-%d", who, n), "ana@example.com", fmt.Sprintf("Taxi number %d", n), "12")
				body, err := json.Marshal(r)
				require.NoError(b, err)
				s.keep(state.Document{ID: r.ID, Prefix: "NEW", Body: body}, "submit")
				committed <- time.Now()
			}
		})
	}
	var worst time.Duration
	changes := 0
	for b.Loop() {
		time.Sleep(400 * time.Millisecond)
		due := len(committed)
		s.project()
		for range due {
			worst, changes = max(worst, time.Since(<-committed)), changes+1
		}
	}
	stop()
	group.Wait()
	b.ReportMetric(float64(worst.Milliseconds()), "ms/worst-lag")
	b.ReportMetric(float64(changes)/b.Elapsed().Seconds(), "changes/s")
}
