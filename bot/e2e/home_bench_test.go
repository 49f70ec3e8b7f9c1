package e2e

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"factotum/automations/state"
	redisstore "factotum/connectors/store/redis"
	"factotum/connectors/store/sqlite"
)

// How much stands on the Home that is measured.
const (
	waitingForOne = 10_000
	ofOnesOwn     = 1_000
)

// BenchmarkHome opens the Home of somebody who has a great deal to decide and
// much of their own, and of a director who would decide it if they could not:
// from the click on Home until the bot has published it.
//
//	go test -run none -bench Home -benchtime 50x ./bot/e2e
func BenchmarkHome(b *testing.B) {
	for name, s := range map[string]setup{"sqlite": {}, "redis": {redis: true}} {
		b.Run(name, func(b *testing.B) {
			w := start(b, s)
			w.crowd()
			said := w.As(jules).SeesHome(fmt.Sprintf("Waiting for you (%d)", waitingForOne)).Words()
			require.Contains(b, said, fmt.Sprintf("Your requests (%d)", ofOnesOwn))
			b.Run("approver", func(b *testing.B) { w.opensHome(b, jules) })
			b.Run("director", func(b *testing.B) { w.opensHome(b, aisha) })
		})
	}
}

func (w *world) opensHome(b *testing.B, who string) {
	w.As(who).Home()
	var each []time.Duration
	for b.Loop() {
		b.StopTimer()
		w.clock.pass(time.Minute) // Slack takes so many calls a minute
		before := w.published(who)
		b.StartTimer()
		begun := time.Now()
		w.visits(who)
		for w.published(who) == before {
			time.Sleep(500 * time.Microsecond)
		}
		each = append(each, time.Since(begun))
	}
	slices.Sort(each)
	b.ReportMetric(float64(each[len(each)/2].Microseconds())/1000, "ms/median")
	b.ReportMetric(float64(each[len(each)-1].Microseconds())/1000, "ms/slowest")
}

// crowd multiplies a request that waits for jules and one of his own.
func (w *world) crowd() {
	w.t.Helper()
	w.multiply(map[string]int{
		w.Asks(ana, "/expense 12 EUR taxi yesterday"):   waitingForOne,
		w.Asks(jules, "/expense 15 EUR taxi yesterday"): ofOnesOwn,
	})
}

// multiply makes so many of each request, by its number.
func (w *world) multiply(copies map[string]int) {
	w.t.Helper()
	w.end()
	rows := w.dump()
	w.fill(multiplied(rows, copies))
	w.run(true)
	w.Connected(ana)
}

// multiplied gives the rows with so many of each request, by its number: the
// copies have ids, moments and numbers of their own.
func multiplied(rows []state.Row, copies map[string]int) []state.Row {
	out, most := slices.Clone(rows), map[string]int{} // by id
	for _, row := range rows {
		if row.Kind == state.DocumentRow && row.Cells[2] != "" {
			most[row.Cells[0]] = copies[row.Cells[2]]
		}
	}
	for _, row := range rows {
		where := map[state.Kind]int{state.DocumentRow: 0, state.EntryRow: 2}
		at, of := where[row.Kind]
		for n := 1; of && n < most[row.Cells[at]]; n++ {
			cells, id := slices.Clone(row.Cells), row.Cells[at]
			cells[at] = fmt.Sprintf("%s-%d", id, n)
			if row.Kind == state.EntryRow {
				cells[1] += fmt.Sprintf("%06d", n)
			} else {
				cells[2] += fmt.Sprintf("%06d", n)
				cells[3] = strings.ReplaceAll(cells[3], id, cells[at])
			}
			out = append(out, state.Row{Kind: row.Kind, Cells: cells})
		}
	}
	return out
}

// dump gives everything that the store of the world holds.
func (w *world) dump() (rows []state.Row) {
	w.t.Helper()
	take := func(row state.Row) error {
		if row.Kind == state.BeginRow {
			rows = nil
		} else {
			rows = append(rows, row)
		}
		return nil
	}
	ctx, place := context.Background(), w.demo.Place()
	if place.Redis != nil {
		store, err := redisstore.Open(ctx, *place.Redis)
		require.NoError(w.t, err)
		require.NoError(w.t, store.Dump(ctx, take))
		require.NoError(w.t, store.Close())
		return rows
	}
	reader, err := sqlite.OpenReader(place.String())
	require.NoError(w.t, err)
	require.NoError(w.t, reader.Dump(ctx, take))
	require.NoError(w.t, reader.Close())
	return rows
}

// fill gives the world a store with these rows and nothing else.
func (w *world) fill(rows []state.Row) {
	w.t.Helper()
	next := func() (state.Row, error) {
		if len(rows) == 0 {
			return state.Row{}, io.EOF
		}
		row := rows[0]
		rows = rows[1:]
		return row, nil
	}
	ctx, place := context.Background(), w.demo.Place()
	if place.Redis != nil {
		require.Contains(w.t, w.redis.try("flushall"), "OK")
		store, err := redisstore.Open(ctx, *place.Redis)
		require.NoError(w.t, err)
		require.NoError(w.t, store.Fill(ctx, next))
		require.NoError(w.t, store.Close())
		return
	}
	for _, suffix := range []string{"", "-wal", "-shm"} {
		require.NoError(w.t, os.RemoveAll(place.String()+suffix))
	}
	store, err := sqlite.Open(place.String())
	require.NoError(w.t, err)
	require.NoError(w.t, store.Fill(ctx, next))
	require.NoError(w.t, store.Close())
}

// visits opens Home, as a click on it does.
func (w *world) visits(who string) {
	w.t.Helper()
	res, err := http.Post(w.URL+"/control/home", "application/json", strings.NewReader(`{"as":"`+who+`"}`))
	require.NoError(w.t, err)
	_, err = io.Copy(io.Discard, res.Body)
	require.NoError(w.t, errors.Join(err, res.Body.Close()))
}

// published is the hash of somebody's Home as the workspace has it.
func (w *world) published(who string) string {
	w.t.Helper()
	res, err := http.Get(w.URL + "/control/home?as=" + who)
	require.NoError(w.t, err)
	var in struct{ View struct{ Hash string } }
	require.NoError(w.t, errors.Join(json.NewDecoder(res.Body).Decode(&in), res.Body.Close()))
	return in.View.Hash
}

// openTickets is how many tickets of one team are open.
const openTickets = 5_000

// BenchmarkQueue opens the Home of somebody whose team has a great many open
// tickets.
//
//	go test -run none -bench Queue -benchtime 50x ./bot/e2e
func BenchmarkQueue(b *testing.B) {
	for name, s := range map[string]setup{"sqlite": {}, "redis": {redis: true}} {
		b.Run(name, func(b *testing.B) {
			w := start(b, s)
			w.multiply(map[string]int{w.Asks(ana, "/ticket printer on floor 2 is broken"): openTickets})
			w.As(priya).SeesHome(fmt.Sprintf("Tickets (%d)", openTickets))
			w.opensHome(b, priya)
		})
	}
}
