package app

import (
	"context"
	"fmt"
	"hash/fnv"
	"slices"
	"time"

	"factotum/automations"
	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/request"
)

// For how long the sample company has had duties: shortly, or, with a year behind
// it, long enough that the quarter before this one shows how they were done.
const (
	dutiful  = 9 * 24 * time.Hour
	diligent = 200 * 24 * time.Hour
)

// mostDuties is how many are open at once at most.
const mostDuties = 200

// obliged begins the duties of the sample company once its history is so far,
// and then has people do, once a day, what falls due.
func (t *teller) obliged(ctx context.Context, now time.Time) error {
	begins := now.Add(-dutiful)
	t.last = calendar.DateOf(begins, time.UTC)
	if t.long {
		begins = now.Add(-diligent)
	}
	at := t.clock.Now()
	if t.long && !t.stocked && at.After(now.AddDate(-2, 0, 0)) {
		if err := t.importSamples(ctx, t.folder, "vendors", "assets"); err != nil {
			return err
		}
		t.stocked = true
	}
	if !t.begun && at.After(begins) { // what is due since then was opened then
		if err := t.desk.Duties(ctx); err != nil {
			return err
		}
		t.begun = true
	}
	if !t.entered && at.After(now.Add(-dutiful)) {
		if err := t.importSamples(ctx, t.folder, "renewals", "risks"); err != nil {
			return err
		}
		t.entered = true
	}
	if today := calendar.DateOf(at, time.UTC); t.long && t.begun && today != t.today {
		t.today = today
		return t.diligence(ctx)
	}
	return nil
}

// diligence is a day on which people bring evidence and sign off: mostly in time,
// sometimes late, now and then once more. It is the same every time.
func (t *teller) diligence(ctx context.Context) error {
	lead, err := t.person("aisha")
	if err != nil {
		return err
	}
	open, err := t.desk.Obliged(ctx, lead, true, "", mostDuties)
	if err != nil {
		return err
	}
	for _, row := range open.Rows {
		r := row.File.Request
		due, err := calendar.Parse(r.Work.Due)
		if err != nil {
			return err
		}
		h := fnv.New32a()
		_, _ = h.Write([]byte(r.Kind + r.Work.Due))
		dice := int(h.Sum32() % 60)
		ready := due.AddDays(-dice % 4)
		if dice%10 == 3 {
			ready = due.AddDays(5 + dice%7)
		}
		left := dice%3 == 1 && due.After(t.last) // what the last days brought and nobody has done yet
		if r.State == request.Open && !t.today.Before(ready) && !left {
			if err := t.done(ctx, row, lead, dice); err != nil {
				return fmt.Errorf("app: %s: %w", r.Title, err)
			}
		}
	}
	return nil
}

// done has whoever has a duty do it, and the lead look at it.
func (t *teller) done(ctx context.Context, row automations.Row, lead people.Person, dice int) error {
	r := row.File.Request
	once := fmt.Sprintf("history/%s/%d", r.ID, row.File.Version)
	owner, known := t.dir.Person(r.Work.Assignee)
	if !known || owner.ID == lead.ID {
		return nil
	}
	if dice == 7 {
		_, err := t.desk.Waive(ctx, lead, once+"/waive", r.ID, "The auditor looked at it in the same weeks; the report is filed with theirs.")
		return err
	}
	raw, err := t.evidence(ctx, row.Kind, r)
	if err != nil {
		return err
	}
	values, problems := t.desk.Read(row.Kind, owner, t.dir, raw)
	if len(problems) > 0 {
		return fmt.Errorf("app: %s: %s", problems[0].Path, problems[0].Say)
	}
	switch _, err = t.desk.Prove(ctx, owner, once, r.ID, values); {
	case fault.CodeOf(err) == fault.Conflict:
		return nil // something comes before it
	case err != nil:
		return err
	}
	verdict := automations.Decision{ID: r.ID, Say: request.Approve}
	if dice%9 == 5 && len(r.Decisions) == 0 {
		verdict.Say, verdict.Text = request.Return, "The second page is missing; please add it."
	}
	_, err = t.desk.Decide(ctx, lead, once+"/seen", verdict)
	return err
}

// evidence is what somebody types and attaches.
func (t *teller) evidence(ctx context.Context, kind catalogue.Kind, r request.Request) (form.Raw, error) {
	raw := form.Raw{}
	filed := kind.Filed(r.Values)
	for _, f := range kind.Form.Fields() {
		if !f.Required || slices.Contains(filed, f.Key) {
			continue
		}
		switch f.Type {
		case form.Upload:
			body := "Made up for the demonstration\n" + r.Title + "\n" + f.Label + "\n"
			file, err := t.desk.Reader.Keep(ctx, f.Label+".txt", []byte(body))
			if err != nil {
				return nil, err
			}
			raw[f.Key] = form.Input{Files: []form.File{file}}
		case form.Number:
			raw[f.Key] = form.Input{Text: fmt.Sprint(len(r.Title) % 9)}
		case form.Date:
			raw[f.Key] = form.Input{Text: t.today.String()}
		default:
			raw[f.Key] = form.Input{Text: "Looked at and found in order."}
		}
	}
	return raw, nil
}
