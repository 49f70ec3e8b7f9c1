package automations

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/evidence"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/report"
	"factotum/automations/state"
)

// PackLine is the name of the line that tells why an evidence pack could not be
// made.
const PackLine = "pack"

// AllSubjects is how a pack of the duties of every subject is asked for.
const AllSubjects = "All duties"

// Packs tells whether the person may have evidence packs made: who hears of what
// is late, auditors and admins, and who may read all of the report on duties.
func (d *Desk) Packs(ctx context.Context, by people.Person) (bool, error) {
	if d.Archive == nil || len(d.Catalogue.Duties()) == 0 || !by.MayDecide() {
		return false, nil
	}
	dir, err := d.Directory(ctx)
	if err != nil {
		return false, err
	}
	if r, err := d.reportNamed("duties"); err == nil && report.May(r, by) == report.Whole {
		return true, nil
	}
	return policy.HasRole(by, []string{"auditor", adminRole}) || oneOf(by, dir, d.Catalogue.Company().Head), nil
}

// MayPack refuses who may not have packs made.
func (d *Desk) MayPack(ctx context.Context, by people.Person) error {
	may, err := d.Packs(ctx, by)
	if err != nil || may {
		return err
	}
	dir, err := d.Directory(ctx)
	if err != nil {
		return err
	}
	return fault.New(fault.Denied, "Evidence packs are for the compliance lead (%s), auditors and admins, and for who may read the report on duties. Ask one of them to make it.", Whom(dir, d.Catalogue.Company().Head))
}

// Subjects are those of the duties, in order.
func (d *Desk) Subjects() []string {
	var all []string
	for _, kind := range d.Catalogue.Duties() {
		if !slices.Contains(all, kind.Duty.Subject) {
			all = append(all, kind.Duty.Subject)
		}
	}
	return all
}

// PackPeriod is a time that a pack can be about, and how many duties that the
// person may see were opened for days in it.
type PackPeriod struct {
	Name   string
	Duties int
}

// PackPeriods are the last quarter, this one, and this year.
func (d *Desk) PackPeriods(ctx context.Context, by people.Person) ([]PackPeriod, error) {
	now := today(d.Now(), by, d)
	all := []PackPeriod{{Name: "last quarter"}, {Name: "this quarter"}, {Name: "this year"}}
	spans := make([]report.Span, len(all))
	for i := range all {
		var err error
		if spans[i], err = report.ParsePeriod(all[i].Name, now); err != nil {
			return nil, err
		}
	}
	for year := spans[0].From.Year(); year <= now.Year(); year++ {
		a, err := d.Year(ctx, by, year)
		if err != nil {
			return nil, err
		}
		for _, p := range a.Places {
			for i, span := range spans {
				if p.ID != "" && within(p.Day, span.From, span.To) {
					all[i].Duties++
				}
			}
		}
	}
	return all, nil
}

// Pack has an evidence pack made of the duties of a subject, or of all, that were
// due in a period, which is given in words. It is a request, so that it is known
// who took what out. Returns denied for who may not have it.
func (d *Desk) Pack(ctx context.Context, by people.Person, once, subject, period string) (File, error) {
	if err := d.MayPack(ctx, by); err != nil {
		return File{}, err
	}
	span, err := report.ParsePeriod(period, today(d.Now(), by, d))
	if err != nil {
		return File{}, err
	}
	if subject == "" {
		subject = AllSubjects
	}
	if subject != AllSubjects && !slices.Contains(d.Subjects(), subject) {
		return File{}, fault.New(fault.NotFound, "There are no duties about “%s”. There are: %s.", subject, strings.Join(d.Subjects(), ", "))
	}
	values := form.Values{"subject": {Text: subject}, "from": {Date: span.From}, "to": {Date: span.To}}
	return d.Submit(ctx, by, "pack/"+once, Draft{ID: "pack-" + once, Kind: catalogue.PackKind, Values: values})
}

// packing sets the timer at which the pack is made.
func packing(id string, at time.Time) state.Change {
	return state.Change{Timers: []state.Timer{{Key: timerKey(packTimer, id), Name: packTimer, At: at, Subject: id}}}
}

// pack makes an evidence pack and brings it. First it is entered in the log what
// it is about; once that is sealed, the pack is written with the log up to there.
func (d *Desk) pack(ctx context.Context, t state.Timer) error {
	f, err := d.open(ctx, t.Subject)
	if err != nil {
		return err
	}
	by, known := f.Dir.Person(f.Request.Requester)
	if !known || d.MayPack(ctx, by) != nil {
		return d.drop(ctx, t) // rights have changed since
	}
	packer := Packer{Store: d.Store, Catalogue: d.Catalogue, Dir: f.Dir, Law: d.Law, Archive: d.Archive}
	g, err := d.gathered(ctx, packer, packingOf(f, by))
	if err != nil {
		return err
	}
	file, err := d.Archive.Fill(ctx, packName(f.Request.Values), func(out io.Writer) error {
		_, err := packer.Write(ctx, out, g)
		return err
	})
	now := d.Now().UTC()
	line := sheetLine(f.Request, by.ID, file.Hash, packName(f.Request.Values), now)
	if fault.CodeOf(err) == fault.Invalid {
		line, err = lineOf(f.Request, by.ID, PackLine, outbox.Says{Name: PackLine, By: by.ID, Threaded: true, Text: fault.Say(err)}, now), nil
	}
	if err != nil {
		return err
	}
	_, err = d.write(ctx, state.Change{Once: slot(t), Fired: []state.Timer{t}, Notices: []outbox.Notice{line}})
	return err
}

// gathered gathers what a pack is made of, and enters it in the log, sealed, so
// that the pack proves itself. It begins again when duties move meanwhile.
func (d *Desk) gathered(ctx context.Context, packer Packer, asked Packing) (g Gathered, err error) {
	busy := fault.New(fault.Unavailable, "The duties change all the time; the pack is made in a moment.")
	err = retry(busy, func() (done bool, err error) {
		if err = d.Publish(ctx); err != nil {
			return false, err
		}
		if g, err = packer.Gather(ctx, asked); err != nil {
			return false, err
		}
		text, err := evidence.EnteredText(g.Contents)
		if err != nil || slices.Contains(g.noted, text) {
			return true, err
		}
		_, err = d.Note(ctx, state.Once{Key: "packed/" + asked.Request + "/" + text}, asked.Request, text, nil, state.Change{})
		return false, err
	})
	return g, err
}

// packingOf is what the request of a pack asks for.
func packingOf(f File, by people.Person) Packing {
	values := f.Request.Values
	p := Packing{
		Subject: values["subject"].Text, From: values["from"].Date, To: values["to"].Date,
		By: by, Maker: by.ID, Request: f.Request.ID, Number: f.Number, At: f.Request.Submitted,
	}
	if p.Subject == AllSubjects {
		p.Subject = ""
	}
	return p
}

// packName is the file name of a pack.
func packName(values form.Values) string {
	return PackName(values["subject"].Text, values["from"].Date, values["to"].Date)
}

// PackName is the file name of a pack about a subject and a period.
func PackName(subject string, from, to calendar.Date) string {
	return fileName(fmt.Sprintf("Evidence %s %s to %s", subject, from, to)) + ".zip"
}
