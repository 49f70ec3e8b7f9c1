package automations

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/report"
	"factotum/automations/state"
)

// What a notice about a run says.
const (
	AnswerSays  = "answer"
	RunningSays = "running"
	FileSays    = "file"    // text: hash and name
	TroubleSays = "trouble" // to whose run it is: it did not arrive
	LateSays    = "late"    // to whose run it is: it is still being tried
	AfterSays   = "after"   // to who was told so: what became of it
	HeirSays    = "heir"    // to whom a schedule was given
	removeSays  = "remove"
)

// AnswerSight is a notice about a run with everything that is needed to render it.
type AnswerSight struct {
	Says   string
	Run    Run
	Report report.Report
	Plan   *Plan // the schedule that it came by; nil: none
	Reader people.Person
	To     string // what its place is called
	Zone   *time.Location
	Marks  report.Marks // of the reader's figures
	By     string       // name of whose run it is
}

// runKey is the key of a notice about a run.
func runKey(id, key string) string { return "report/" + id + "/" + key }

func runNotice(r Run, to, key string, says outbox.Says, at time.Time) outbox.Notice {
	return outbox.Notice{Key: runKey(r.ID, key), Lane: "report/" + r.ID, Shape: outbox.Report, Request: r.ID, To: to, Says: says, At: at}
}

func answerNotice(r Run, at time.Time) outbox.Notice {
	return runNotice(r, r.To, AnswerSays, outbox.Says{Name: AnswerSays, By: r.By}, at)
}

func runningNotice(r Run, at time.Time) outbox.Notice {
	n := runNotice(r, r.To, RunningSays, outbox.Says{Name: RunningSays, By: r.By}, at)
	n.Lane += "/" + RunningSays
	return n
}

// answerNotices are the answer and, in its thread, the files.
func answerNotices(r Run, at time.Time) []outbox.Notice {
	all := []outbox.Notice{answerNotice(r, at)}
	for _, f := range r.Files {
		all = append(all, fileNotice(r, r.To, f, true, f.Name, at))
	}
	return all
}

func fileNotice(r Run, to string, f form.File, threaded bool, once string, at time.Time) outbox.Notice {
	return runNotice(r, to, FileSays+"/"+once, outbox.Says{Name: FileSays, By: r.By, Text: f.Hash + "/" + f.Name, Threaded: threaded}, at)
}

// answer delivers a notice about a run and gives what is to be recorded of it.
func (c *Courier) answer(ctx context.Context, l outbox.Leased) (state.Change, error) {
	d, posted, err := c.bringAnswer(ctx, l)
	if err == nil {
		err = c.arrived(ctx, l)
	}
	if err != nil {
		receipt, tell := failure(l, err, c.Desk.Now()), c.late
		if receipt.Failed {
			tell = c.lost
		}
		if known := new(fault.Error); errors.As(err, &known) {
			receipt.Reason = known.Say // an admin reads it beside the name of the report
		}
		if err := tell(ctx, l, err); err != nil {
			return state.Change{}, err
		}
		return ended(receipt), nil
	}
	return landed(l, d, posted)
}

// arrived says that Slack has all of a run, once it has the last.
func (c *Courier) arrived(ctx context.Context, l outbox.Leased) error {
	run, err := c.Desk.run(ctx, l.Request)
	if err != nil || run.Phase != RunAnswered || !run.Sent.IsZero() || l.Key != run.last() {
		return unlessGone(err)
	}
	now := c.Desk.Now().UTC()
	_, err = c.Desk.editRun(ctx, run.ID, func(r *Run) (state.Change, error) {
		r.Sent = now
		also, err := c.Desk.tidied(ctx, *r, now)
		return with(r.settled(now), also), err
	})
	return err
}

// unlessGone leaves out that something is not there any more.
func unlessGone(err error) error {
	if fault.CodeOf(err) == fault.NotFound {
		return nil
	}
	return err
}

// last is the key of what is posted last.
func (r Run) last() string {
	all := answerNotices(r, time.Time{})
	return all[len(all)-1].Key
}

// lost writes that a part of a run was given up, and tells whose it is. What went
// wrong with telling them is on the list of failed deliveries.
func (c *Courier) lost(ctx context.Context, l outbox.Leased, why error) error {
	if !figured(l) {
		return nil
	}
	_, err := c.Desk.editRun(ctx, l.Request, func(r *Run) (state.Change, error) {
		first := len(r.Lost) == 0
		r.Lost = append(r.Lost, missing(r.Lost, []string{l.Key})...)
		if !first {
			return state.Change{}, nil // the first reason is that of all
		}
		r.Reason = fault.Say(why)
		return r.trouble(c.Desk.Now().UTC()), nil
	})
	return unlessGone(err)
}

// bringAnswer brings Slack in line with a notice about a run. Everybody's right to
// read it is asked for again.
func (c *Courier) bringAnswer(ctx context.Context, l outbox.Leased) (d delivered, posted bool, err error) {
	run, err := c.Desk.run(ctx, l.Request)
	if err != nil {
		return d, false, unlessGone(err)
	}
	docs, err := c.Store.Load(ctx, outbox.DeliveryID(l.Key), outbox.DeliveryID(runKey(run.ID, AnswerSays)))
	if err != nil {
		return d, false, err
	}
	if d.Delivery, err = decodeDelivery(docs[0]); err != nil {
		return d, false, err
	}
	main, err := decodeDelivery(docs[1])
	if err != nil {
		return d, false, err
	}
	d.version = docs[0].Version
	if l.Says.Name == removeSays {
		return d, false, c.unpost(ctx, run, main)
	}
	if !run.wants(l, d.Stands()) {
		return d, false, nil
	}
	m, err := c.answerMessage(ctx, run, l, main)
	if err != nil {
		return d, false, err
	}
	hash := contentHash(m)
	if d.Stands() && (m.File != nil || d.Hash == hash) {
		return d, false, nil
	}
	d.Key, d.Request, d.To, d.Hash, d.At = l.Key, l.Request, l.To, hash, c.Desk.Now()
	err = c.bring(ctx, l, &d, m, l.At)
	return d, err == nil, err
}

// wants tells whether a notice still has something to tell.
func (r Run) wants(l outbox.Leased, had bool) bool {
	switch l.Says.Name {
	case RunningSays:
		return had || r.going()
	case AnswerSays:
		return r.Phase == RunAnswered || r.Phase == RunFailed
	case FileSays:
		return r.Phase == RunAnswered && !had
	case LateSays:
		return !had && r.Trying() && r.Sent.IsZero()
	}
	return !had
}

// answerMessage renders a notice for its place. Returns denied where somebody
// there may not read it.
func (c *Courier) answerMessage(ctx context.Context, run Run, l outbox.Leased, main outbox.Delivery) (outbox.Message, error) {
	s, to, err := c.answerSight(ctx, run, l)
	if err != nil {
		return outbox.Message{}, err
	}
	if run.Phase == RunAnswered && figured(l) {
		if err := c.Desk.stillReads(ctx, s.Report, run, l.To); err != nil {
			return outbox.Message{}, err
		}
	}
	if l.Says.Name != FileSays {
		m, err := c.Answer(s)
		m.Key, m.To = l.Key, to
		return m, err
	}
	hash, file, _ := strings.Cut(l.Says.Text, "/")
	m := outbox.Message{Key: l.Key, To: to, Text: file, File: &outbox.Attachment{Name: file, Hash: hash}}
	if l.Says.Threaded {
		if m.Thread = main.TS; m.Thread == "" {
			return m, fault.New(fault.Invalid, "The answer itself could not be posted, so its files were not either.")
		}
	}
	return m, nil
}

// answerSight is what a notice is rendered from, and the account or channel that
// it goes to.
func (c *Courier) answerSight(ctx context.Context, run Run, l outbox.Leased) (s AnswerSight, to string, err error) {
	dir, err := c.Desk.Directory(ctx)
	if err != nil {
		return s, "", err
	}
	s = AnswerSight{Says: l.Says.Name, Run: run, Zone: time.UTC, By: name(dir, run.By, people.Person{}), To: c.Desk.placeName(ctx, run.To, run.Place, dir)}
	if l.Says.Name != AnswerSays {
		s.Run = run.bare()
	}
	if s.Report, err = c.Desk.reportNamed(run.Report); err != nil {
		s.Report = report.Report{Name: run.Report, Title: run.Report}
		if run.Phase == RunAnswered {
			return s, "", err
		}
	}
	if run.Plan != "" {
		plan, err := c.Desk.plan(ctx, run.Plan)
		if unlessGone(err) != nil {
			return s, "", err
		}
		s.Plan = &plan
	}
	s.Marks = marksFor(dir, l.To)
	s.Run = s.Run.marked(s.Marks)
	if isRoom(l.To) {
		if p, ok := dir.Person(run.By); ok {
			s.Zone = c.Desk.Calendar(p).Location
		}
		return s, l.To, nil
	}
	reader, ok := dir.Person(l.To)
	if !ok || reader.Inactive || len(reader.Accounts) == 0 {
		return s, "", fault.New(fault.Invalid, "%s has no account in Slack any more, so nothing can be delivered.", l.To)
	}
	s.Reader, s.Zone = reader, c.Desk.Calendar(reader).Location
	return s, reader.Accounts[0], nil
}

// bare is a run without its figures, for those who need not read them.
func (r Run) bare() Run {
	r.Headline, r.Changed, r.Finding, r.Total, r.Picture, r.Rows, r.Files = "", "", "", "", "", nil, nil
	r.Notes = nil
	return r
}

// stillReads asks again whether whose run it is, and everybody who would see it,
// may read the answer.
func (d *Desk) stillReads(ctx context.Context, r report.Report, run Run, to string) error {
	dir, err := d.Directory(ctx)
	if err != nil {
		return err
	}
	by, ok := dir.Person(run.By)
	if !ok || !report.Reads(r, by, run.Viewer) {
		return fault.New(fault.Denied, "%s may not read the report “%s” any more, so it was not sent.", name(dir, run.By, people.Person{}), r.Name)
	}
	return d.mayReceive(ctx, r, run.Viewer, to)
}

// placeName is how people know a place; known is how a channel was called when it
// was chosen, for when it cannot be seen any more.
func (d *Desk) placeName(ctx context.Context, to, known string, dir people.Directory) string {
	if !isRoom(to) {
		return name(dir, to, people.Person{})
	}
	return cmp.Or(d.chosen(ctx, to), known, "a channel that I can no longer see")
}

// chosen is how a channel is called now; empty for a person, and for one that
// cannot be seen.
func (d *Desk) chosen(ctx context.Context, to string) string {
	if !isRoom(to) || d.Reporting.Rooms == nil {
		return ""
	}
	room, err := d.Reporting.Rooms.Room(ctx, to)
	if err != nil {
		return ""
	}
	return "#" + room.Name
}

// unpost takes an answer out of Slack with the files in its thread; of a run that
// posted none, the last one before it.
func (c *Courier) unpost(ctx context.Context, run Run, main outbox.Delivery) error {
	for main.TS == "" && run.Earlier != "" {
		docs, err := c.Store.Load(ctx, run.Earlier, outbox.DeliveryID(runKey(run.Earlier, AnswerSays)))
		if err != nil {
			return err
		}
		if run, err = decodeRun(docs[0]); err != nil {
			return unlessGone(err)
		}
		if main, err = decodeDelivery(docs[1]); err != nil {
			return err
		}
	}
	if main.TS == "" {
		return nil
	}
	return c.Messenger.Update(ctx, main.Channel, main.TS, outbox.Message{Gone: true, Whole: true})
}
