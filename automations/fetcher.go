package automations

import (
	"context"
	"errors"
	"path"
	"strings"
	"sync"
	"time"

	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/report"
	"factotum/automations/state"
)

const (
	// fetching is how many reports are run side by side.
	fetching = 4
	// swiftly is how long a run may take before whoever waits is told that it goes on.
	swiftly = 2 * time.Second
	// watching is how often a run looks whether it was stopped.
	watching = 500 * time.Millisecond
	// spare is the time beside the query that making files takes at most.
	spareTime = time.Minute
	// tries is how often a run is tried that may work later.
	tries = 4
)

// Fetcher runs the reports that are asked for. Its fields are set once.
type Fetcher struct {
	Desk *Desk

	mu   sync.Mutex
	busy map[string]bool // keys of timers
	work sync.WaitGroup
}

// Run begins what is due and does not wait for it: a long report must not hold
// up a short one. What goes on ends with the context.
func (f *Fetcher) Run(ctx context.Context) error {
	if f.Desk.Reporting.Figures == nil {
		return nil
	}
	due, err := f.Desk.Store.Due(ctx, f.Desk.Now(), batch)
	if err != nil {
		return err
	}
	for _, t := range due {
		if t.Name == fetchTimer && f.begin(t.Key) {
			f.work.Go(func() {
				defer f.end(t.Key)
				f.Desk.fetch(ctx, t)
			})
		}
	}
	return nil
}

// Wait returns when nothing runs any more.
func (f *Fetcher) Wait() { f.work.Wait() }

func (f *Fetcher) begin(key string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.busy == nil {
		f.busy = map[string]bool{}
	}
	if f.busy[key] || len(f.busy) >= fetching {
		return false
	}
	f.busy[key] = true
	return true
}

func (f *Fetcher) end(key string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.busy, key)
	if f.Desk.Ring != nil {
		f.Desk.Ring() // others may have waited for the place
	}
}

// fetch runs one report. Whatever becomes of it is written to the run: an error
// of the store leaves the timer, so that it is tried again.
func (d *Desk) fetch(ctx context.Context, t state.Timer) {
	run, err := d.claimRun(ctx, t)
	if err != nil {
		return
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	done := make(chan struct{})
	var watch sync.WaitGroup
	watch.Go(func() { d.watchRun(ctx, run, done, stop) })
	answered, err := d.answer(ctx, run)
	close(done)
	watch.Wait()
	if ctx.Err() != nil {
		return // stopped, which is written already, or the program ends
	}
	d.settleRun(ctx, answered, err)
}

// claimRun says that a run goes on here: its timer is due again when it should
// have ended, so that it is not lost with this replica.
func (d *Desk) claimRun(ctx context.Context, t state.Timer) (Run, error) {
	run, err := d.run(ctx, t.Subject)
	if fault.CodeOf(err) == fault.NotFound || err == nil && !run.going() {
		return run, errors.Join(d.drop(ctx, t), fault.New(fault.NotFound, "This run is over."))
	}
	if err != nil {
		return run, err
	}
	limit := spareTime
	if r, err := d.reportNamed(run.Report); err == nil {
		limit += 2 * r.MostTime
	}
	now := d.Now().UTC()
	run.Phase, run.Began, run.Tries = RunGoing, now, run.Tries+1
	doc, err := run.document()
	if err != nil {
		return run, err
	}
	t.At = t.At.UTC()
	next := state.Timer{Key: t.Key, Name: fetchTimer, At: now.Add(limit), Subject: run.ID}
	_, err = d.write(ctx, state.Change{Once: state.Once{Key: "claim/" + d.NewID(), Keep: keepSlack}, Documents: []state.Document{doc}, Fired: []state.Timer{t}, Timers: []state.Timer{next}})
	run.version++
	return run, err
}

// watchRun says after a moment that a run goes on, and ends it where it is
// stopped.
func (d *Desk) watchRun(ctx context.Context, run Run, done <-chan struct{}, stop context.CancelFunc) {
	look := time.NewTicker(watching)
	defer look.Stop()
	begun := time.Now()
	for told := false; ; {
		select {
		case <-done:
			return
		case <-ctx.Done():
			return
		case <-look.C:
		}
		now, err := d.run(ctx, run.ID)
		if err == nil && !now.going() {
			stop()
			return
		}
		if !told && time.Since(begun) >= swiftly && run.Plan == "" {
			told = true
			_, _ = d.editRun(ctx, run.ID, func(r *Run) (state.Change, error) { // what is not told now is told by the answer
				r.Told = true
				return state.Change{Notices: []outbox.Notice{runningNotice(*r, d.Now().UTC())}}, nil
			})
		}
	}
}

// settleRun writes what became of a run.
func (d *Desk) settleRun(ctx context.Context, run Run, err error) {
	ctx = context.WithoutCancel(ctx)
	_, failed := d.editRun(ctx, run.ID, func(now *Run) (state.Change, error) { // its timer brings it again
		if !now.going() {
			return state.Change{}, fault.New(fault.Conflict, "It was stopped.")
		}
		was := *now
		*now = run
		now.version, now.Told, now.Trouble, now.Reason, now.Late = was.version, was.Told, was.Trouble, was.Reason, was.Late
		at := d.Now().UTC()
		if err != nil {
			return d.failedRun(now, err, at), nil
		}
		c := state.Change{Cancel: []string{timerKey(fetchTimer, run.ID)}}
		if now.Phase == RunAnswered {
			c.Notices, c.Timers, c.Add = answerNotices(*now, at), []state.Timer{now.kept(at)}, now.holds()
		} else {
			c = with(c, now.settled(at))
		}
		if now.Told {
			c.Notices = append(c.Notices, runningNotice(*now, at))
		}
		return c, nil
	})
	if fault.CodeOf(failed) == fault.Conflict {
		_ = d.abandon(ctx, run) // at worst they stay
	}
}

// failedRun tries again what may work later, and otherwise tells whose run it is.
func (d *Desk) failedRun(run *Run, err error, at time.Time) state.Change {
	if passing(err) && run.Tries < tries && run.Plan != "" {
		run.Phase = RunAsked
		pause := time.Minute << (2 * (run.Tries - 1)) // 1, 4 and 16 minutes
		c := state.Change{Timers: []state.Timer{{Key: timerKey(fetchTimer, run.ID), Name: fetchTimer, At: at.Add(pause), Subject: run.ID}}}
		if at.Sub(run.Asked) >= hopeful {
			c = with(c, run.late(err, at))
		}
		return c
	}
	run.Phase, run.Say, run.Reason = RunFailed, fault.Say(err), ""
	if errors.Is(err, context.DeadlineExceeded) {
		run.Say = "It took longer than it may. Ask for a shorter period."
	}
	c := state.Change{Cancel: []string{timerKey(fetchTimer, run.ID)}}
	if run.Plan == "" && run.To == run.By {
		c.Notices = []outbox.Notice{answerNotice(*run, at)}
		if run.Told {
			c.Notices = append(c.Notices, runningNotice(*run, at))
		}
		return c
	}
	return with(c, run.trouble(at))
}

// answer runs a report and makes of the table what is shown and sent.
func (d *Desk) answer(ctx context.Context, run Run) (Run, error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return run, err
	}
	r, err := d.reportNamed(run.Report)
	if err != nil {
		return run, err
	}
	by, _ := dir.Person(run.By)
	viewer, may := report.Viewer(r, by)
	if !may {
		return run, forOthers(r)
	}
	terms := d.askTerms(by, dir)
	args, err := report.Bind(r, run.Words, viewer, terms)
	if err != nil {
		return run, err
	}
	run.Viewer = viewer
	table, err := d.figures(ctx, r, run, args, dir)
	if err != nil {
		return run, err
	}
	if _, span, ok := r.Over(run.Words, terms); ok {
		run.Over = span.String()
	}
	run.Headline, run.Changed, run.Total = r.Headlined(table), "", total(r, table)
	since := ""
	compared, ok := d.compared(ctx, r, run, args, terms, table, dir)
	if ok {
		run.Changed, since = r.Changed(table, compared), compared.Since(r, table)
	}
	run.Said = r.Said(run.Words, func(id string) string { return name(dir, id, people.Person{}) })
	run.Notes, run.Finding = r.Noted(table), report.Finding(r, table, compared.Before, since)
	if quiet, err := d.quiet(ctx, &run, len(table.Rows)); quiet || err != nil {
		run.Say = marksFor(dir, run.By).Write(run.Say)
		return run, err
	}
	table.Marks = marksFor(dir, run.To)
	return d.fill(ctx, r, run, table)
}

// total is the headline as a figure to compare with; empty where there is none, or
// several currencies have one each.
func total(r report.Report, t report.Table) string {
	sums := r.Sums(t)
	if r.Headline == "" || len(sums) > 1 {
		return ""
	}
	for _, sum := range sums {
		return sum.String()
	}
	return "0"
}

// figures is an answer with the names of people. What is said of its figures gets
// its marks when somebody reads it: an answer is shared with others.
func (d *Desk) figures(ctx context.Context, r report.Report, run Run, args report.Arguments, dir people.Directory) (report.Table, error) {
	table, err := d.Reporting.Figures.Answer(ctx, r, args)
	if err != nil {
		return table, err
	}
	table = table.Lean().Named(func(id string) string { return name(dir, id, people.Person{}) })
	if table.Marks = report.Unmarked(); run.Viewer != "" {
		table.Of = name(dir, run.Viewer, people.Person{})
	}
	return table, nil
}

// compared is what an answer is compared with; false where there is nothing, or
// it cannot be had: the answer itself counts.
func (d *Desk) compared(ctx context.Context, r report.Report, run Run, args report.Arguments, terms report.Terms, t report.Table, dir people.Directory) (c report.Comparison, ok bool) {
	now, before, c, ok := r.Earlier(run.Words, args, terms)
	if !ok {
		return c, false
	}
	var err error
	if c.Before, err = d.figures(ctx, r, run, before, dir); err != nil {
		return report.Comparison{}, false
	}
	if c.Now = t; now != nil {
		c.Now, err = d.figures(ctx, r, run, now, dir)
	}
	return c, err == nil
}

// fill puts a table into a run: its first rows, the picture, the files.
func (d *Desk) fill(ctx context.Context, r report.Report, run Run, table report.Table) (Run, error) {
	run.Phase, run.Columns, run.Count, run.Cut = RunAnswered, table.Columns, len(table.Rows), table.Cut
	run.Picture, run.Files = "", nil // of a try that failed halfway
	run.Rows = table.Rows[:min(RowsKept, len(table.Rows))]
	if run.Count == 0 {
		return run, nil
	}
	var err error
	if run.Picture, err = d.drawn(ctx, r, run, table); err != nil {
		return run, err
	}
	title := r.Title
	if run.Over != "" {
		title += " " + run.Over
	}
	for _, one := range []struct {
		ending string
		write  func() ([]byte, error)
	}{
		{".csv", func() ([]byte, error) { return d.Reporting.Drawer.CSV(ctx, table) }},
		{".xlsx", func() ([]byte, error) { return d.Reporting.Drawer.XLSX(ctx, title, table) }},
	} {
		body, err := one.write()
		if err != nil {
			return run, err
		}
		kept, err := d.Reporting.Shelf.Keep(ctx, fileName(title)+one.ending, body)
		if err != nil {
			return run, err
		}
		run.Files = append(run.Files, form.File{Name: fileName(title) + one.ending, Hash: kept.Hash, Size: kept.Size, Type: kept.Type})
	}
	return run, nil
}

// drawn keeps the picture of an answer and gives its hash; empty where there is
// none: an answer without a picture is one.
func (d *Desk) drawn(ctx context.Context, r report.Report, run Run, table report.Table) (hash string, err error) {
	png, err := d.Reporting.Drawer.PNG(r, table, table.Marks.Write(run.Finding))
	if err != nil || len(png) == 0 {
		return "", nil
	}
	kept, err := d.Reporting.Shelf.Keep(ctx, "chart.png", png)
	return kept.Hash, err
}

// fileName is a title as every system takes it.
func fileName(title string) string {
	clean := strings.NewReplacer("/", "-", "\\", "-", ":", "-", "–", "-", "“", "", "”", "").Replace(title)
	return path.Base(strings.Join(strings.Fields(clean), " "))
}
