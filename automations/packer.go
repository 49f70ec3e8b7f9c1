package automations

import (
	"context"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"factotum/automations/audit"
	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/evidence"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
)

// Archive keeps what is too large to be held whole.
type Archive interface {
	// Open gives a copy that is kept. Returns notfound.
	Open(ctx context.Context, hash string) (io.ReadCloser, error)
	// Fill keeps what write writes. Returns invalid for more than may be kept.
	Fill(ctx context.Context, name string, write func(io.Writer) error) (form.File, error)
}

// Packing is what an evidence pack is to be about.
type Packing struct {
	Subject  string // empty: all
	From, To calendar.Date
	By       people.Person // who may see what is in it; the zero one sees all
	Maker    string        // id or name of who has it made
	Request  string        // by which it was asked for; empty: by a command
	Number   string
	At       time.Time
}

// Packer makes evidence packs of a store, beside whoever writes to it.
type Packer struct {
	Store     Logged
	Catalogue *catalogue.Catalogue
	Dir       people.Directory
	Law       func(country, region string) *calendar.Calendar
	Archive   Archive
}

// oldest is how long before its day a duty can be opened at most, in days, and
// somewhat more.
const oldest = 430

// Gathered is what a pack is made of.
type Gathered struct {
	evidence.Contents
	noted  []string   // texts of the notes that the pack's own request has
	before audit.Head // the entry before the first of the pack
	head   audit.Head // up to which the log is sealed
}

// gathering reads the log for a pack.
type gathering struct {
	Packing
	Packer
	near  map[string]*trail // duties that may belong to it, by id
	first int64             // position of the first entry about any
	names map[string]bool   // people who are named
	noted []string
}

// trail is what the log says of a duty.
type trail struct {
	first int64
	names []string
}

// Gather finds what a pack is made of, as far as the log is sealed.
func (p Packer) Gather(ctx context.Context, asked Packing) (g Gathered, err error) {
	head, seal, err := Sealed(ctx, p.Store)
	if err != nil {
		return g, err
	}
	if head.Position == 0 {
		return g, fault.New(fault.Unavailable, "Nothing of the log is sealed yet. Try again in a minute.")
	}
	in := &gathering{Packing: asked, Packer: p, near: map[string]*trail{}, names: map[string]bool{asked.Maker: true}, first: head.Position}
	if err := in.read(ctx, head.Position); err != nil {
		return g, err
	}
	if g.Contents, err = in.contents(ctx); err != nil {
		return g, err
	}
	g.head, g.noted = head, in.noted
	if g.before.Position = in.first - 1; in.first > 1 {
		kept, err := seal(g.before.Position)
		if err != nil {
			return g, err
		}
		g.before.Seal = *kept
	}
	return g, nil
}

// read looks through the log for the duties, from where they can stand on.
func (g *gathering) read(ctx context.Context, last int64) error {
	after, err := LogSince(ctx, g.Store, g.From.AddDays(-oldest).In(time.UTC))
	if err != nil {
		return err
	}
	for r, err := range walkLog(ctx, g.Store, after, last) {
		if err != nil {
			return err
		}
		g.take(r)
	}
	return nil
}

// take keeps what an entry says of a duty of the pack.
func (g *gathering) take(r audit.Record) {
	of, known := g.near[r.Subject]
	if !known && (g.Request == "" || r.Subject != g.Request) && !strings.HasPrefix(r.Subject, dutyPrefix) {
		return
	}
	var m request.Move
	if json.Unmarshal(r.Payload, &m) != nil {
		m = request.Move{}
	}
	if r.Subject == g.Request && m.Action == request.Note {
		g.noted = append(g.noted, m.Text)
	}
	if !known && m.Action == request.Submit && m.Sent != nil && m.Sent.Work != nil && g.wants(m.Sent.Kind, m.Sent.Work.Due, moved) {
		of, known = &trail{first: r.Position}, true
		g.near[r.Subject] = of
	}
	if !known {
		return
	}
	of.names = append(of.names, r.Actor, m.To, m.Choice, m.For)
	if m.Sent != nil && m.Sent.Work != nil {
		of.names = append(of.names, m.Sent.Work.Assignee)
	}
}

// moved is how far from the day on which it was due when it opened a duty can be
// due today, in days: a calendar moves days within their period.
const moved = 366

// wants tells whether a duty of a kind that is due on a day belongs to the pack, or
// would if it were due so many days before or after.
func (g *gathering) wants(key, due string, slack int) bool {
	kind, err := g.Catalogue.Kind(key)
	return err == nil && kind.Duty != nil && (g.Subject == "" || kind.Duty.Subject == g.Subject) && due >= g.From.AddDays(-slack).String() && due <= g.To.AddDays(slack).String()
}

// contents say what the pack is about.
func (g *gathering) contents(ctx context.Context) (evidence.Contents, error) {
	c := evidence.Contents{
		Format: evidence.Format, Company: g.Catalogue.Company().Name, Subject: g.Subject, From: g.From.String(), To: g.To.String(),
		Request: g.Request, Number: g.Number, By: g.Maker, At: g.At.UTC().Truncate(time.Second),
	}
	files, err := g.files(ctx)
	if err != nil {
		return c, err
	}
	opened := map[string]bool{}
	absent := map[string]bool{}
	for _, f := range files {
		kind, err := g.Catalogue.Kind(f.Request.Kind)
		if err != nil {
			return c, err
		}
		opened[dutyID(kind.Duty.Key, kind.Duty.Known(f.Request.Work.Duty.Period).Period())] = true
		if g.By.ID != "" && !oversees(kind, g.By, g.Dir) && !policy.See(f.Request, g.By, g.Dir, kind.Visible) {
			c.Withheld++
			continue
		}
		c.Duties = append(c.Duties, g.duty(f, kind))
		for _, file := range append(f.Request.Files(), f.Request.Attached()...) {
			if file.Hash != "" && !absent[file.Hash] && !g.kept(ctx, file.Hash) {
				absent[file.Hash], c.Absent = true, append(c.Absent, file.Hash)
			}
		}
	}
	g.called(&c)
	err = g.never(ctx, &c, opened)
	return c, err
}

// oversees tells whether the person hears of what is late of an obligation, or
// may waive it.
func oversees(kind catalogue.Kind, p people.Person, dir people.Directory) bool {
	return oneOf(p, dir, kind.Duty.Head, kind.Duty.Waiver)
}

// files are the duties of the pack as they are stored, by the day on which they
// were due.
func (g *gathering) files(ctx context.Context) ([]File, error) {
	var files []File
	for part := range slices.Chunk(slices.Sorted(maps.Keys(g.near)), batch) {
		docs, err := g.Store.Load(ctx, part...)
		if err != nil {
			return nil, err
		}
		for _, doc := range docs {
			f, err := decode(doc)
			if err != nil {
				return nil, err
			}
			if !g.wants(f.Request.Kind, f.Request.Work.Due, 0) {
				continue
			}
			of := g.near[f.Request.ID]
			files, g.first = append(files, f), min(g.first, of.first)
			for _, id := range of.names {
				g.names[id] = true
			}
		}
	}
	slices.SortStableFunc(files, func(a, b File) int { return strings.Compare(a.Request.Work.Due, b.Request.Work.Due) })
	return files, nil
}

// duty is what a pack says of one beside the log.
func (g *gathering) duty(f File, kind catalogue.Kind) evidence.Duty {
	o := kind.Duty
	d := evidence.Duty{
		ID: f.Request.ID, Number: f.Number, Obligation: o.Key, Subject: o.Subject, What: o.What, Why: o.Why, Source: o.Source, Reviewer: Whom(g.Dir, o.Reviewer),
	}
	for _, field := range kind.Form.Fields() {
		if field.Key != catalogue.DoneOn {
			d.Fields = append(d.Fields, evidence.Field{Key: field.Key, Label: field.Label})
		}
	}
	return d
}

// kept tells whether there is a copy of a file.
func (g *gathering) kept(ctx context.Context, hash string) bool {
	in, err := g.Archive.Open(ctx, hash)
	return err == nil && in.Close() == nil
}

// never names what is not there: occurrences that were not opened, and
// obligations that are younger than the period.
func (g *gathering) never(ctx context.Context, c *evidence.Contents, opened map[string]bool) error {
	var missed []occurrence
	for _, kind := range g.Catalogue.Duties() {
		o := *kind.Duty
		if g.Subject != "" && o.Subject != g.Subject {
			continue
		}
		began, err := courses(ctx, g.Store, calendar.Date{}, o.Key)
		if err != nil {
			return err
		}
		at := began[0]
		if at.Since.IsZero() {
			c.Young = append(c.Young, evidence.Young{Title: o.Title, Since: c.At.Format(time.DateOnly)})
			continue
		}
		from := g.From
		if at.Since.After(from) {
			from = at.Since
			c.Young = append(c.Young, evidence.Young{Title: o.Title, Since: at.Since.String()})
		}
		for _, due := range o.Between(from, g.To, g.Law(o.Country, o.Region)) {
			if !opened[dutyID(o.Key, due.Period())] {
				missed = append(missed, occurrence{o, due, at})
			}
		}
	}
	docs, err := occurrences(ctx, g.Store, missed...)
	for i, doc := range docs {
		if m := missed[i]; doc.Version == 0 { // otherwise it was due on another day, and is in the pack of that
			c.Unopened = append(c.Unopened, evidence.Unopened{Title: m.o.Called(m.due), Due: m.due.Day.String()})
		}
	}
	return err
}

// called gives names and zones to those who are named.
func (g *gathering) called(c *evidence.Contents) {
	c.People, c.Zones = map[string]evidence.Person{}, map[string][]evidence.Shift{}
	begin, end := g.From.AddDays(-oldest).In(time.UTC), c.At.AddDate(0, 0, 2)
	for id := range g.names {
		p, known := g.Dir.Person(id)
		if !known {
			continue
		}
		where := zone(p)
		c.People[id] = evidence.Person{Name: p.Name, Zone: where.String()}
		if where != time.UTC {
			c.Zones[where.String()] = evidence.Shifts(where, begin, end)
		}
	}
}
