package automations_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"factotum/automations"
	"factotum/automations/people"
	"factotum/automations/report"
)

// figure is what an answer says for whom it is: everybody's, or one's own.
var figure = regexp.MustCompile(`FIGURE\[([^\]]*)\]`)

// Whatever people, roles, channels and reports there are, and whatever changes
// between asking and arriving: no figure reaches somebody who may not read it,
// by an answer, a share, a schedule, a file or a thread.
func TestNoFigureReachesWhoMayNotReadIt(t *testing.T) {
	t.Parallel()
	b := reporting(t)
	names := []string{"ines", "mara", "omar", "fay", "finn", "paul", "dora", "dan", "adam", "gus"}
	words := rapid.SampledFrom([]string{"finance", "director", "it", "people", report.Everyone})
	rapid.Check(t, func(rt *rapid.T) {
		who := func(label string) string { return rapid.SampledFrom(names).Draw(rt, label) }
		b.box.clear()
		b.employed(rt, "before", names, words)
		r := report.Report{
			Name: "spend", Title: "Spend", Readers: rapid.SliceOfN(words, 0, 2).Draw(rt, "readers"), Own: rapid.Bool().Draw(rt, "own"), Headline: "amount", MostTime: time.Second,
		}
		b.Reporting.All = []report.Report{r}
		places := []string{"CFIN", "CALL", who("to") + "@example.com"}
		b.room(rt, "before")
		asker := b.who(who("asker"))
		to := rapid.SampledFrom(append(places, "")).Draw(rt, "place")
		run, err := b.Fetch(b.ctx, asker, b.id(), automations.Fetching{Report: "spend", To: to})
		if err == nil && rapid.Bool().Draw(rt, "answered before it changes") {
			b.work()
			b.judge(rt, r)
		}
		b.employed(rt, "after", names, words)
		b.room(rt, "after")
		b.box.clear()
		if err == nil {
			b.trickle(rt, "answer", r)
			sharer := b.who(who("sharer"))
			_, _ = b.ShareRun(b.ctx, sharer, b.id(), run.ID, rapid.SampledFrom(places).Draw(rt, "shared with")) // refused or not, the posts count
			_, _ = b.FilesOfRun(b.ctx, b.who(who("taker")), b.id(), run.ID)
			_, _ = b.TurnRun(b.ctx, b.who(who("turner")), run.ID, 0)
		}
		p := automations.Plan{Report: "spend", When: report.When{Cron: "* * * * *", Zone: "UTC"}}
		p.To = rapid.SampledFrom(append(places, "")).Draw(rt, "planned for")
		plan, err := b.SavePlan(b.ctx, b.who(who("planner")), b.id(), p)
		b.trickle(rt, "share", r)
		if err == nil {
			b.until(plan.Next.Add(time.Minute))
			require.NoError(t, b.Wake(b.ctx))
			b.trickle(rt, "schedule", r)
			b.ended(plan)
		}
		b.deliver()
		b.judge(rt, r)
	})
	assert.Positive(t, b.judged, "no figure reached anybody")
}

// trickle delivers what is to come message by message, between which people join
// the channel and leave it: whoever is there then reads the files in the thread.
func (b *bureau) trickle(rt *rapid.T, what string, r report.Report) {
	require.NoError(b.t, b.fetcher.Run(b.ctx))
	b.fetcher.Wait()
	for n := 1; n > 0; {
		var err error
		n, err = b.courier.Deliver(b.ctx)
		require.NoError(b.t, err)
		b.judge(rt, r)
		b.box.clear()
		if n > 0 && rapid.Bool().Draw(rt, what+" changes the channel") {
			b.room(rt, what)
		}
	}
}

// employed draws who is who.
func (b *bureau) employed(rt *rapid.T, when string, names []string, words *rapid.Generator[string]) {
	accounts, entries, company := staff()
	for i := range entries {
		entries[i].Roles = rapid.SliceOfN(words, 0, 1).Draw(rt, when+" roles of "+names[i])
		entries[i].Teams = rapid.SliceOfN(rapid.SampledFrom([]string{"it", "payables"}), 0, 1).Draw(rt, when+" teams of "+names[i])
		accounts[i].Guest = rapid.IntRange(0, 9).Draw(rt, when+" guest "+names[i]) == 0
		accounts[i].External = rapid.IntRange(0, 9).Draw(rt, when+" external "+names[i]) == 0
		entries[i].Inactive = rapid.IntRange(0, 7).Draw(rt, when+" left "+names[i]) == 0
	}
	b.employ(accounts, entries, company)
}

// room draws who is in the private channel.
func (b *bureau) room(rt *rapid.T, when string) {
	b.rooms["CFIN"] = automations.Room{Name: "finance", Public: rapid.IntRange(0, 5).Draw(rt, when+" public") == 0, Accounts: rapid.SliceOfN(rapid.SampledFrom([]string{"U00", "U01", "U03", "U04", "U06", "U09", "U77"}), 0, 3).Draw(rt, when+" members")}
}

// ended stops a schedule, whose ever it is by now.
func (b *bureau) ended(p automations.Plan) {
	dir, err := b.Directory(b.ctx)
	require.NoError(b.t, err)
	for _, person := range dir.Everybody() {
		_, _ = b.StopPlan(b.ctx, person, b.id(), p.ID) // refused but for one
	}
}

// judge looks at everything that was posted.
func (b *bureau) judge(rt *rapid.T, r report.Report) {
	dir, err := b.Directory(b.ctx)
	require.NoError(b.t, err)
	b.box.mu.Lock()
	defer b.box.mu.Unlock()
	for _, p := range b.box.posts {
		text := p.Text
		if p.File != nil {
			raw, err := b.keeper.Kept(b.ctx, p.File.Hash)
			require.NoError(b.t, err)
			text += string(raw)
		}
		for _, found := range figure.FindAllStringSubmatch(text, -1) {
			for _, account := range b.readersOf(p.To, dir) {
				b.judged++
				person, known := dir.ByAccount(account)
				assert.True(rt, known && report.Reads(r, person, found[1]), "%s read %s at %s: %s", account, found[0], p.To, text)
			}
		}
	}
}

// readersOf are the accounts that read at a place.
func (b *bureau) readersOf(to string, dir people.Directory) []string {
	if !strings.HasPrefix(to, "C") {
		return []string{to}
	}
	room := b.rooms[to]
	accounts := slices.Clone(room.Accounts)
	if room.Public {
		for _, p := range dir.Everybody() {
			if p.MayDecide() {
				accounts = append(accounts, p.Accounts...)
			}
		}
	}
	return accounts
}
