package automations

import (
	"context"
	"strings"
	"time"

	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/report"
	"factotum/automations/state"
)

// Figures answer reports. Returns faults with a sentence; unavailable for what
// may work later.
type Figures interface {
	Answer(ctx context.Context, r report.Report, a report.Arguments) (report.Table, error)
}

// Drawer makes pictures and files of answers.
type Drawer interface {
	// PNG gives nothing where there is nothing to draw.
	PNG(r report.Report, t report.Table, finding string) ([]byte, error)
	CSV(ctx context.Context, t report.Table) ([]byte, error)
	XLSX(ctx context.Context, title string, t report.Table) ([]byte, error)
}

// Shelf keeps the files of answers for as long as they are at hand.
type Shelf interface {
	Keep(ctx context.Context, name string, raw []byte) (form.File, error)
	// Drop takes one away that was kept longer ago than that, and tells whether it is
	// gone.
	Drop(ctx context.Context, hash string, rested time.Duration) (gone bool, err error)
}

// Rooms know who reads in a channel.
type Rooms interface {
	// Room tells of a channel. Returns notfound for one that the bot cannot see
	// or post to, denied for one that other organisations are in.
	Room(ctx context.Context, channel string) (Room, error)
}

// Room is a channel.
type Room struct {
	Name     string
	Public   bool     // everybody here can read it, also without being a member
	Accounts []string // of its members, without the bot's own
}

// Reporting is what reports are answered with; without Figures there are none.
type Reporting struct {
	All     []report.Report
	Figures Figures
	Drawer  Drawer
	Shelf   Shelf
	Rooms   Rooms
}

// RunPhase is how far a run of a report has come.
type RunPhase string

// The phases of a run. The first two go on by themselves.
const (
	RunAsked    RunPhase = "asked"
	RunGoing    RunPhase = "going"
	RunAnswered RunPhase = "answered"
	RunStopped  RunPhase = "stopped"
	RunFailed   RunPhase = "failed"
	RunSkipped  RunPhase = "skipped" // nothing to tell: empty, or below the threshold

	RunForgotten RunPhase = "forgotten" // its answer is not at hand any more
)

// Run is one asking of a report, from the question until it has arrived.
type Run struct {
	ID     string       `json:"id"`
	Report string       `json:"report"`
	Title  string       `json:"title"` // of the report
	Words  report.Words `json:"words,omitempty"`
	By     string       `json:"by"`              // whose rights count
	To     string       `json:"to"`              // id of a person, or a channel
	Place  string       `json:"place,omitempty"` // how the channel was called when it was chosen
	Plan   string       `json:"plan,omitempty"`  // id of the schedule it comes by
	Viewer string       `json:"viewer"`          // that was bound: empty for the whole
	Asked  time.Time    `json:"asked"`
	Due    time.Time    `json:"due,omitzero"` // when the schedule should have asked, where it came late
	Began  time.Time    `json:"began,omitzero"`
	Tries  int          `json:"tries,omitempty"`
	Phase  RunPhase     `json:"phase"`
	Say    string       `json:"say,omitempty"` // why it failed, or was skipped

	Over     string          `json:"over,omitempty"` // the period in words
	Said     []string        `json:"said,omitempty"` // what else was asked
	Headline string          `json:"headline,omitempty"`
	Changed  string          `json:"changed,omitempty"`
	Finding  string          `json:"finding,omitempty"`
	Notes    []string        `json:"notes,omitempty"` // what stands below
	Columns  []report.Column `json:"columns,omitempty"`
	Rows     [][]string      `json:"rows,omitempty"` // the first
	Count    int             `json:"count,omitempty"`
	Cut      bool            `json:"cut,omitempty"`
	Picture  string          `json:"picture,omitempty"` // hash
	Files    []form.File     `json:"files,omitempty"`
	From     int             `json:"from,omitempty"` // the first row that is shown

	Total   string `json:"total,omitempty"`   // of the headline, where it is one figure
	Told    bool   `json:"told,omitempty"`    // it was said that it goes on
	Earlier string `json:"earlier,omitempty"` // the run by the same schedule before it

	Sent    time.Time `json:"sent,omitzero"`    // Slack has all of it
	Trouble time.Time `json:"trouble,omitzero"` // since when its owner is told that it did not arrive
	Late    time.Time `json:"late,omitzero"`    // since when they know that it is still being tried
	Lost    []string  `json:"lost,omitempty"`   // keys of what was given up
	Reason  string    `json:"reason,omitempty"` // why

	version int64
}

// Trying tells whether a run that has not arrived is still tried by itself.
func (r Run) Trying() bool { return !r.Trouble.IsZero() && len(r.Lost) == 0 && r.Phase != RunFailed }

// RowsKept is how many rows of an answer are at hand; all are in its files.
const RowsKept = 100

// going tells whether a run goes on by itself.
func (r Run) going() bool { return r.Phase == RunAsked || r.Phase == RunGoing }

// Room tells whether it goes to a channel.
func (r Run) Room() bool { return isRoom(r.To) }

// isRoom tells the id of a channel from that of a person, which is an address or
// has a colon.
func isRoom(to string) bool {
	return to != "" && strings.ContainsAny(to[:1], "CG") && !strings.ContainsAny(to, "@:")
}

const (
	// fetchTimer is the name of the timer at which a report is run.
	fetchTimer = "fetch"
	runPrefix  = "run/"
)

// troubled lists the runs that did not arrive, by whose they are.
func troubled(owner string) string { return "runs/troubled/" + owner }

func decodeRun(doc state.Document) (Run, error) {
	r := Run{version: doc.Version}
	if doc.Version == 0 {
		return r, fault.New(fault.NotFound, "There is no such answer any more. Ask again with /report.")
	}
	err := decodeInto(doc, &r)
	return r, err
}

func (r Run) document() (state.Document, error) {
	body, err := encode(r)
	if err != nil {
		return state.Document{}, err
	}
	return state.Document{ID: r.ID, Version: r.version, Body: body}, nil
}

// run loads one.
func (d *Desk) run(ctx context.Context, id string) (Run, error) {
	docs, err := d.Store.Load(ctx, id)
	if err != nil {
		return Run{}, err
	}
	return decodeRun(docs[0])
}

func crowdedRun() error {
	return fault.New(fault.Conflict, "This answer is being changed by others all the time. Please try again.")
}

// editRun changes a run and commits it with what the change gives, again when it
// moved meanwhile. Change may refuse.
func (d *Desk) editRun(ctx context.Context, id string, change func(*Run) (state.Change, error)) (Run, error) {
	var r Run
	err := d.persist(crowdedRun(), nil, func() (err error) {
		if r, err = d.run(ctx, id); err != nil {
			return err
		}
		c, err := change(&r)
		if err != nil {
			return err
		}
		doc, err := r.document()
		if err != nil {
			return err
		}
		c.Documents = append(c.Documents, doc)
		if c.Once.Key == "" {
			c.Once = state.Once{Key: "edit/" + d.NewID(), Keep: keepSlack} // not by its version: two who change the same one are two
		}
		_, err = d.write(ctx, c)
		r.version++
		return err
	})
	return r, err
}

// reports are all there are, with what may be chosen in them now.
func (d *Desk) reports() []report.Report {
	return report.Offered(d.Reporting.All, d.Catalogue.Labels)
}

// reportNamed is the report of a run. Returns notfound for one that was taken out
// of the configuration.
func (d *Desk) reportNamed(name string) (report.Report, error) {
	for _, r := range d.reports() {
		if r.Name == name {
			return r, nil
		}
	}
	return report.Report{}, fault.New(fault.NotFound, "There is no report “%s” any more. /report lists all of yours.", name)
}

// titleOf is how people call a report, also one that is no more.
func (d *Desk) titleOf(report string) string {
	if r, err := d.reportNamed(report); err == nil {
		return r.Title
	}
	return report
}

// askTerms are what words mean to somebody.
func (d *Desk) askTerms(by people.Person, dir people.Directory) report.Terms {
	return report.Terms{
		Today: today(d.Now(), by, d), Me: by.ID, Alone: func(r report.Report) bool { return report.May(r, by) == report.OwnRows },
		People: func(word string) []string { return catalogue.Meant(dir, word) },
	}
}
