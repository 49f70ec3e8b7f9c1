package e2e

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"factotum/automations/audit"
	"factotum/automations/state"
)

// ofAll is how many requests are looked through.
const ofAll = 100_000

// BenchmarkFind asks /desk find over a great many requests, of which somebody
// may see all, and somebody else a thousandth: from the command until the answer
// stands in Slack.
//
//	go test -run none -bench Find -benchtime 50x ./bot/e2e
func BenchmarkFind(b *testing.B) {
	for name, s := range map[string]setup{"sqlite": {}, "redis": {redis: true}} {
		b.Run(name, func(b *testing.B) {
			w := start(b, s)
			w.library()
			b.Run("finance", func(b *testing.B) { w.asks(b, marek, "taxi lisbon", "Show more") })
			b.Run("approver", func(b *testing.B) { w.asks(b, jules, "airport kind:expense", "Show more") })
			b.Run("requester", func(b *testing.B) { w.asks(b, ana, "airport", "Show more") })
			b.Run("nobody", func(b *testing.B) { w.asks(b, gus, "taxi lisbon", "Nothing that you may see") })
		})
	}
}

func (w *world) asks(b *testing.B, who, line, text string) {
	w.Found(who, line, text)
	var each []time.Duration
	n := 0
	for b.Loop() {
		n++
		unique := fmt.Sprintf("%s under:%d", line, 10_000+n)
		w.clock.pass(time.Minute)
		begun := time.Now()
		w.Story.As(who).Command("/desk find " + unique)
		w.Story.As(who).Sees(unique)
		each = append(each, time.Since(begun))
	}
	slices.Sort(each)
	b.ReportMetric(float64(each[len(each)/2].Microseconds())/1000, "ms/median")
	b.ReportMetric(float64(each[len(each)-1].Microseconds())/1000, "ms/slowest")
}

// library multiplies a claim of ana, and one that hardly anybody but finance may
// see, each with its entry in the log.
func (w *world) library() {
	w.t.Helper()
	copies := map[string]int{
		w.Asks(ana, "/expense 12 EUR taxi to the airport yesterday"): ofAll / 1000,
		w.Asks(carl, "/expense 12 EUR taxi in Lisbon yesterday"):     ofAll,
	}
	w.end()
	rows := w.dump()
	all := multiplied(rows, copies)
	vary(w.t, all[len(rows):])
	w.fill(append(all, logged(w.t, rows, copies)...))
	w.run(true)
	w.Connected(ana)
}

// vary gives every copy words of its own.
func vary(t testing.TB, copied []state.Row) {
	t.Helper()
	for _, row := range copied {
		if row.Kind == state.DocumentRow {
			n, err := strconv.Atoi(row.Cells[0][strings.LastIndexByte(row.Cells[0], '-')+1:])
			require.NoError(t, err)
			row.Cells[3] = varied(row.Cells[3], n)
		}
	}
}

// varied puts two words behind the places of a text, the same for the same copy:
// of some thousands, few of them often and most seldom (Zipf).
func varied(text string, n int) string {
	often := rand.NewZipf(rand.New(rand.NewPCG(uint64(n), 2)), 1.1, 4, 7_999)
	word := func() string {
		return strings.Map(func(r rune) rune { return r - '0' + 'k' }, strconv.FormatUint(1000+often.Uint64(), 10))
	}
	more := " " + word() + " " + word() + `"`
	return strings.NewReplacer(`airport"`, "airport"+more, `Lisbon"`, "Lisbon"+more).Replace(text)
}

// logged are the entries of the log for the copies that multiplied makes.
func logged(t testing.TB, rows []state.Row, copies map[string]int) (more []state.Row) {
	t.Helper()
	entries, position := map[string][]state.Row{}, 0
	for _, row := range rows {
		if row.Kind == state.AuditRow {
			var e audit.Entry
			require.NoError(t, json.Unmarshal([]byte(row.Cells[1]), &e))
			entries[e.Subject] = append(entries[e.Subject], row)
			position++
		}
	}
	for _, row := range rows {
		if row.Kind != state.DocumentRow {
			continue
		}
		for n := 1; n < copies[row.Cells[2]]; n++ {
			for _, of := range entries[row.Cells[0]] {
				position++
				var e audit.Entry
				require.NoError(t, json.Unmarshal([]byte(of.Cells[1]), &e))
				e.Position, e.Subject = int64(position), fmt.Sprintf("%s-%d", row.Cells[0], n)
				payload := varied(of.Cells[2], n)
				e.PayloadHash = audit.Hash([]byte(payload))
				entry, err := json.Marshal(e)
				require.NoError(t, err)
				more = append(more, state.Row{Kind: state.AuditRow, Cells: []string{fmt.Sprint(position), string(entry), payload}})
			}
		}
	}
	return more
}
