package automations_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/report"
)

// ledger answers every report with one figure that says for whom it is.
type ledger struct {
	mu    sync.Mutex
	rows  int
	total string
	fail  error
	block chan struct{} // answers wait until it is closed
}

func (l *ledger) set(change func(*ledger)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change(l)
}

func (l *ledger) Answer(ctx context.Context, _ report.Report, a report.Arguments) (report.Table, error) {
	l.mu.Lock()
	rows, total, fail, block := l.rows, l.total, l.fail, l.block
	l.mu.Unlock()
	if block != nil {
		select {
		case <-block:
		case <-ctx.Done():
			return report.Table{}, ctx.Err()
		}
	}
	t := report.Table{Columns: []report.Column{{Name: "what"}, {Name: "amount", Type: report.Money, Currency: "EUR"}}}
	for range rows {
		t.Rows = append(t.Rows, []string{"FIGURE[" + a["viewer"] + "]", total})
	}
	return t, fail
}

// pencil draws nothing, and writes cells as they are.
type pencil struct{}

func (pencil) PNG(_ report.Report, t report.Table, finding string) ([]byte, error) {
	return fmt.Append(nil, "picture of ", t.Of, finding, t.Marks), nil
}

func (pencil) CSV(_ context.Context, t report.Table) ([]byte, error) {
	return []byte(fmt.Sprint(t.Rows)), nil
}

func (pencil) XLSX(_ context.Context, title string, t report.Table) ([]byte, error) {
	return []byte(title + fmt.Sprint(t.Rows)), nil
}

// rooms are channels with their members.
type rooms map[string]automations.Room

func (r rooms) Room(_ context.Context, channel string) (automations.Room, error) {
	room, ok := r[channel]
	if !ok {
		return room, fault.New(fault.NotFound, "I cannot see this channel.")
	}
	return room, nil
}

// bureau is an office with reports.
type bureau struct {
	*office
	ledger  *ledger
	rooms   rooms
	fetcher *automations.Fetcher
	judged  int // figures that somebody read
}

func reporting(t *testing.T) *bureau {
	t.Helper()
	b := &bureau{office: setup(t), ledger: &ledger{rows: 1, total: "500"}, rooms: rooms{"CFIN": {Name: "finance", Accounts: []string{"U03", "U04"}}, "CALL": {Name: "all", Public: true}}}
	parameters := []report.Parameter{{Name: "period", Type: report.Period, Default: "last month"}, {Name: "person", Type: report.Person}}
	b.Reporting = automations.Reporting{Figures: b.ledger, Drawer: pencil{}, Shelf: shelf{b.keeper}, Rooms: b.rooms, All: []report.Report{
		{Name: "spend", Title: "Spend", Subject: "Money", Readers: []string{"finance"}, Own: true, Headline: "amount", MostTime: time.Second, Parameters: parameters},
		{Name: "activity", Title: "Activity", Subject: "Audit", Readers: []string{"director"}, MostTime: time.Second},
		{Name: "needs", Title: "Needs", Subject: "Audit", Own: true, MostTime: time.Second, Parameters: []report.Parameter{{Name: "what", Type: report.Text, Required: true}}},
	}}
	b.courier.Answer = func(s automations.AnswerSight) (outbox.Message, error) {
		return outbox.Message{Text: fmt.Sprint(s.Says, " ", s.Run.Phase, " ", s.Run.Headline, " ", s.Run.Rows, " ", s.Run.From, " ", s.Run.Reason, s.Run.Say)}, nil
	}
	b.fetcher = &automations.Fetcher{Desk: b.Desk}
	return b
}

// work runs what is asked for and delivers what follows.
func (b *bureau) work() {
	b.t.Helper()
	require.NoError(b.t, b.fetcher.Run(b.ctx))
	b.fetcher.Wait()
	b.deliver()
}

func (b *bureau) ask(name, line string) automations.Run {
	b.t.Helper()
	r, words, err := b.Question(b.ctx, b.who(name), line)
	require.NoError(b.t, err)
	run, err := b.Fetch(b.ctx, b.who(name), b.id(), automations.Fetching{Report: r.Name, Words: words})
	require.NoError(b.t, err)
	b.work()
	return run
}

func TestAnAnswerComesWithItsFiles(t *testing.T) {
	t.Parallel()
	b := reporting(t)
	run := b.ask("fay", "spend last month")
	sent := b.box.sent("U03")
	require.Len(t, sent, 3)
	assert.Contains(t, sent[0].Text, "500.00 EUR")
	assert.Contains(t, sent[0].Text, "FIGURE[]")
	assert.Equal(t, []string{"Spend October 2026.csv", "Spend October 2026.xlsx"}, []string{sent[1].File.Name, sent[2].File.Name})
	assert.Equal(t, sent[0].ts, sent[1].Thread)

	b.ask("ines", "spend last month")
	assert.Contains(t, b.box.to("U00")[0], "FIGURE[ines@example.com]", "others read their own rows")
	_, _, err := b.Question(b.ctx, b.who("ines"), "activity")
	assert.Equal(t, "The report “activity” is for director only. Ask one of them; /report lists all of yours.", fault.Say(err))
	_, _, err = b.Question(b.ctx, b.who("ines"), "weather")
	assert.Equal(t, fault.NotFound, fault.CodeOf(err))
	_, err = b.Fetch(b.ctx, b.who("ines"), b.id(), automations.Fetching{Report: "needs"})
	var missing report.MissingError
	assert.True(t, errors.As(err, &missing))
	_, err = b.Fetch(b.ctx, b.who("ines"), b.id(), automations.Fetching{Report: "gone"})
	assert.Equal(t, fault.NotFound, fault.CodeOf(err))
	assert.Len(t, b.ReportsFor(b.who("ines")), 2)
	assert.Empty(t, b.ReportsFor(b.who("gus")))

	_, err = b.TurnRun(b.ctx, b.who("fay"), run.ID, 7)
	assert.Equal(t, fault.Invalid, fault.CodeOf(err))
	_, err = b.TurnRun(b.ctx, b.who("ines"), run.ID, 0)
	assert.Equal(t, fault.Denied, fault.CodeOf(err))
	_, err = b.StopRun(b.ctx, b.who("fay"), run.ID)
	assert.Equal(t, fault.Conflict, fault.CodeOf(err))
	_, _, err = b.RunFor(b.ctx, b.who("fay"), "run/none")
	assert.Equal(t, fault.NotFound, fault.CodeOf(err))
	assert.Equal(t, []string{"fetch"}, b.moves(run.ID))

	b.ledger.set(func(l *ledger) { l.rows = 30 })
	run = b.ask("fay", "spend ever")
	_, err = b.TurnRun(b.ctx, b.who("fay"), run.ID, 20)
	require.NoError(t, err)
	b.deliver()
	sent = b.box.sent("U03")
	assert.Contains(t, sent[3].Text, "] 20 ", "the message shows the later rows")
	_, err = b.FilesOfRun(b.ctx, b.who("finn"), b.id(), run.ID)
	require.NoError(t, err)
	b.deliver()
	assert.Len(t, b.box.sent("U04"), 2)

	told := len(b.box.sent("U03"))
	b.wait(91 * 24 * time.Hour)
	b.wake()
	docs, err := b.Store.Load(b.ctx, run.ID)
	require.NoError(t, err)
	assert.NotContains(t, string(docs[0].Body), "FIGURE")
	assert.Len(t, b.box.sent("U03"), told, "what was posted stays as it is")
	gone := "The rows of this answer (Spend, up to 20 November 2026) were kept for 90 days and are gone. Ask again with /report spend."
	_, err = b.TurnRun(b.ctx, b.who("fay"), run.ID, 0)
	assert.Equal(t, gone, fault.Say(err))
	_, err = b.FilesOfRun(b.ctx, b.who("fay"), b.id(), run.ID)
	assert.Equal(t, gone, fault.Say(err))
	_, err = b.ShareRun(b.ctx, b.who("fay"), b.id(), run.ID, "finn@example.com")
	assert.Equal(t, gone, fault.Say(err))
}

func TestWhatRunsForLongSaysSoAndIsStopped(t *testing.T) {
	t.Parallel()
	b := reporting(t)
	b.ledger.set(func(l *ledger) { l.block = make(chan struct{}) })
	run, err := b.Fetch(b.ctx, b.who("fay"), b.id(), automations.Fetching{Report: "spend"})
	require.NoError(t, err)
	require.NoError(t, b.fetcher.Run(b.ctx))
	require.Eventually(t, func() bool { b.deliver(); return len(b.box.to("U03")) == 1 }, ample, 50*time.Millisecond)
	assert.Contains(t, b.box.to("U03")[0], "running going")
	_, err = b.StopRun(b.ctx, b.who("finn"), run.ID)
	assert.Equal(t, fault.Denied, fault.CodeOf(err))
	_, err = b.StopRun(b.ctx, b.who("fay"), run.ID)
	require.NoError(t, err)
	b.fetcher.Wait() // it ended although nobody answered
	b.deliver()
	assert.Len(t, b.box.to("U03"), 1)
	assert.Contains(t, b.box.to("U03")[0], "running stopped")

	again, err := b.Fetch(b.ctx, b.who("fay"), b.id(), automations.Fetching{Report: "spend"})
	require.NoError(t, err)
	require.NoError(t, b.fetcher.Run(b.ctx))
	require.Eventually(t, func() bool { b.deliver(); return len(b.box.to("U03")) == 2 }, ample, 50*time.Millisecond)
	b.ledger.mu.Lock()
	close(b.ledger.block)
	b.ledger.mu.Unlock()
	b.fetcher.Wait()
	b.deliver()
	texts := strings.Join(b.box.to("U03"), "\n")
	assert.Contains(t, texts, "running answered")
	assert.Contains(t, texts, "answer answered 500.00 EUR")
	_, _, err = b.RunFor(b.ctx, b.who("fay"), again.ID)
	require.NoError(t, err)
}

func TestAReportThatFailsSaysWhy(t *testing.T) {
	t.Parallel()
	b := reporting(t)
	b.ledger.set(func(l *ledger) { l.fail = fault.New(fault.Unavailable, "The source is down.") })
	b.ask("fay", "spend")
	assert.Contains(t, b.box.to("U03")[0], "The source is down.")
	b.ledger.set(func(l *ledger) { l.fail = context.DeadlineExceeded })
	b.ask("fay", "spend")
	assert.Contains(t, b.box.to("U03")[1], "It took longer than it may.")
}

func TestSharingAsksForEverybodysRight(t *testing.T) {
	t.Parallel()
	b := reporting(t)
	run := b.ask("fay", "spend")
	share := func(name, to string) error {
		_, err := b.ShareRun(b.ctx, b.who(name), b.id(), run.ID, to)
		return err
	}
	assert.Equal(t, "Ines Sample may not read the report “spend”, so it is not sent there.", fault.Say(share("fay", "ines@example.com")))
	assert.Contains(t, fault.Say(share("fay", "CALL")), "Everybody here can read the public channel #all, but these may not read the report “spend”: ")
	assert.Equal(t, fault.NotFound, fault.CodeOf(share("fay", "CNONE")))
	assert.Equal(t, fault.Denied, fault.CodeOf(share("ines", "fay@example.com")))
	b.rooms["CFIN"] = automations.Room{Name: "finance", Accounts: []string{"U03", "U00", "U01", "U02", "U05", "U06", "UX"}}
	assert.Equal(t, "Not everybody in #finance may read the report “spend”: Ines Sample, Mara Sample, Omar Sample, Paul Sample, Dora Sample and 1 more. Nothing was sent there. Take them out of the channel, or choose another.", fault.Say(share("fay", "CFIN")))
	b.rooms["CFIN"] = automations.Room{Name: "finance", Accounts: []string{"U03", "U04"}}
	require.NoError(t, share("fay", "CFIN"))
	require.NoError(t, share("fay", "finn@example.com"))
	b.rooms["CFIN"] = automations.Room{Name: "finance", Accounts: []string{"U03", "U00"}} // before it is delivered
	b.deliver()
	assert.Empty(t, b.box.sent("CFIN"))
	assert.Len(t, b.box.sent("U04"), 3)
	texts := b.box.to("U03")
	assert.Contains(t, texts[len(texts)-1], "trouble answered")

	failed := b.failed()
	require.Len(t, failed, 1, "a report stands once, with all its messages")
	assert.Equal(t, "The report “Spend” of Fay Sample", failed[0].Number)
	assert.Equal(t, "#finance", failed[0].To)
	assert.Equal(t, 3, failed[0].Parts)
	assert.Equal(t, "Not everybody in #finance may read the report “spend”: Ines Sample. Nothing was sent there. Take them out of the channel, or choose another.", failed[0].Reason)
	delete(b.rooms, "CFIN")
	require.NoError(t, b.Redeliver(b.ctx, b.who("adam"), failed[0].Key))
	b.deliver()
	failed = b.failed()
	require.Len(t, failed, 1)
	assert.Equal(t, []any{"#finance", "I cannot see this channel.", 3}, []any{failed[0].To, failed[0].Reason, failed[0].Parts}, "by the name that it had")

	troubles, err := b.Troubles(b.ctx, b.who("fay"), 10)
	require.NoError(t, err)
	require.Len(t, troubles, 1)
	_, err = b.RetryRun(b.ctx, b.who("finn"), troubles[0].ID)
	assert.Equal(t, fault.Denied, fault.CodeOf(err))
	b.rooms["CFIN"] = automations.Room{Name: "finance", Accounts: []string{"U03"}}
	_, err = b.RetryRun(b.ctx, b.who("fay"), troubles[0].ID)
	require.NoError(t, err)
	_, err = b.RetryRun(b.ctx, b.who("fay"), troubles[0].ID)
	assert.Equal(t, fault.Conflict, fault.CodeOf(err))
	b.deliver()
	assert.Len(t, b.box.sent("CFIN"), 3)
	assert.Equal(t, fault.Denied, fault.CodeOf(b.DismissRun(b.ctx, b.who("ines"), troubles[0].ID)))
	require.NoError(t, b.DismissRun(b.ctx, b.who("fay"), troubles[0].ID))
	troubles, err = b.Troubles(b.ctx, b.who("fay"), 10)
	require.NoError(t, err)
	assert.Empty(t, troubles)
}

func TestRightsCountWhenItIsDelivered(t *testing.T) {
	t.Parallel()
	b := reporting(t)
	_, err := b.Fetch(b.ctx, b.who("fay"), b.id(), automations.Fetching{Report: "spend"})
	require.NoError(t, err)
	require.NoError(t, b.fetcher.Run(b.ctx))
	b.fetcher.Wait()
	b.rewrite(func(name string, e *people.Entry) {
		e.Roles = slices.DeleteFunc(e.Roles, func(r string) bool { return name == "fay" })
	})
	b.deliver()
	for _, text := range b.box.to("U03") {
		assert.NotContains(t, text, "answer answered")
	}
}
