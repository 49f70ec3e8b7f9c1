package automations

import (
	"context"
	"errors"
	"time"

	"factotum/automations/audit"
	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/obligation"
	"factotum/automations/people"
	"factotum/automations/state"
)

// Formed is an obligation that somebody has made in Slack.
type Formed struct {
	Key    string         `json:"key"`
	Draft  ObligingDraft  `json:"draft"`
	First  calendar.Date  `json:"first"`          // on which it was first due; what it repeats is counted from it
	Every  Repeats        `json:"every"`          //
	Then   []FormedChange `json:"then,omitempty"` // of how it repeats, each from a day on
	Until  calendar.Date  `json:"until,omitzero"` // of its effect; zero: for good
	By     string         `json:"by"`             // who made it
	Number string         `json:"-"`
	Draws  int64          `json:"-"` // its version
}

// FormedChange is how an obligation repeats from a day on.
type FormedChange struct {
	From  calendar.Date `json:"from"`
	Every Repeats       `json:"every"`
}

// obligingPrefix begins the numbers of such obligations.
const obligingPrefix = "OBL"

// formedIndex lists them, the oldest first.
const formedIndex = "obligations/formed"

func formedID(key string) string { return "formed/" + key }

// Obliges tells whether the person may make, change and retire obligations in
// Slack: the compliance lead of the company.
func (d *Desk) Obliges(ctx context.Context, by people.Person) (bool, error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return false, err
	}
	return oneOf(by, dir, d.Catalogue.Company().Head), nil
}

// Formed lists the obligations that were made in Slack.
func (d *Desk) Formed(ctx context.Context) ([]Formed, error) {
	var all []Formed
	for doc, err := range d.walk(ctx, formedIndex) {
		if err != nil {
			return nil, err
		}
		f := Formed{Number: doc.Number, Draws: doc.Version}
		if err := decodeInto(doc, &f); err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return all, nil
}

// learnFormed lets them hold here too: another replica may have taken them.
func (d *Desk) learnFormed(ctx context.Context) error {
	all, err := d.Formed(ctx)
	if err != nil {
		return err
	}
	files := make([]catalogue.File, len(all))
	for i, f := range all {
		files[i] = f.file()
	}
	d.Catalogue.Oblige(files)
	return nil
}

// Obliging is what somebody is about to save: with it, what it would be and the
// first days on which it would be due.
type Obliging struct {
	Formed Formed
	Kind   catalogue.Kind
	Dues   []obligation.Due
}

// Weigh checks an obligation as the configuration is checked, and saves nothing.
// key is that of one that is changed, or empty. Returns invalid, with Problems by
// the names of the form's parts.
func (d *Desk) Weigh(ctx context.Context, by people.Person, key string, draft ObligingDraft) (Obliging, error) {
	var o Obliging
	may, err := d.Obliges(ctx, by)
	if err != nil {
		return o, err
	}
	if !may {
		return o, fault.New(fault.Denied, "Only the compliance lead makes and changes obligations. Nothing was changed; ask them.")
	}
	o.Formed = Formed{Key: key, By: by.ID}
	if key != "" {
		if o.Formed, err = d.formed(ctx, key); err != nil {
			return o, err
		}
	}
	if o.Formed, err = o.Formed.with(draft); err != nil {
		return o, err
	}
	if o.Formed.Key == "" {
		o.Formed.Key = "own_new"
	}
	kind, wrong := d.Catalogue.Check(o.Formed.file())
	if len(wrong) > 0 {
		return o, &Problems{List: o.Formed.problems(wrong)}
	}
	o.Kind = kind
	days := d.Law(kind.Duty.Country, kind.Duty.Region)
	from := today(d.Now(), by, d)
	if _, follows := kind.Duty.Event(); follows {
		o.Dues, err = Foreseen(ctx, d.Store, *kind.Duty, from, 5, days)
		return o, err
	}
	o.Dues = kind.Duty.Next(from, 5, days)
	return o, nil
}

// formed loads one.
func (d *Desk) formed(ctx context.Context, key string) (Formed, error) {
	docs, err := d.Store.Load(ctx, formedID(key))
	if err != nil {
		return Formed{}, err
	}
	f := Formed{Number: docs[0].Number, Draws: docs[0].Version}
	if docs[0].Version == 0 {
		return f, fault.New(fault.NotFound, "There is no such obligation. Those that were made here are listed under “Obligations…”.")
	}
	if err := decodeInto(docs[0], &f); err != nil {
		return f, err
	}
	return f, nil
}

// Oblige saves an obligation, from now on it holds; key is that of one that is
// changed, or empty. What was opened of it stays as it is.
func (d *Desk) Oblige(ctx context.Context, by people.Person, once, key string, draft ObligingDraft) (Formed, error) {
	o, err := d.Weigh(ctx, by, key, draft)
	if err != nil {
		return o.Formed, err
	}
	move := "change obligation"
	if key == "" {
		move, o.Formed.Key = "add obligation", "own_"+hashed(once)[:10]
	}
	return d.keepFormed(ctx, by, once, move, o.Formed)
}

// RetireObligation ends one: nothing that is due later is opened any more.
func (d *Desk) RetireObligation(ctx context.Context, by people.Person, once, key string) (Formed, error) {
	may, err := d.Obliges(ctx, by)
	if err != nil {
		return Formed{}, err
	}
	if !may {
		return Formed{}, fault.New(fault.Denied, "Only the compliance lead retires obligations. Nothing was changed; ask them.")
	}
	f, err := d.formed(ctx, key)
	if err != nil {
		return f, err
	}
	f.Until = today(d.Now(), by, d)
	return d.keepFormed(ctx, by, once, "retire obligation", f)
}

// keepFormed commits an obligation, on record, and opens what is due of it.
func (d *Desk) keepFormed(ctx context.Context, by people.Person, once, move string, f Formed) (Formed, error) {
	body, err := encode(f)
	if err != nil {
		return f, err
	}
	now := d.Now().UTC()
	record, err := audit.Of(now, by.ID, formedID(f.Key), move, 0, "", f)
	if err != nil {
		return f, err
	}
	c := state.Change{
		Once: state.Once{Key: "oblige/" + once, Keep: keepSlack}, Documents: []state.Document{{ID: formedID(f.Key), Version: f.Draws, Prefix: obligingPrefix, Body: body}},
		Audit:  []audit.Record{record},
		Timers: []state.Timer{{Key: timerKey(opensTimer, f.Key), Name: opensTimer, At: now.Truncate(time.Millisecond), Subject: f.Key}},
	}
	if f.Draws == 0 {
		c.Add = []state.Entry{{Index: formedIndex, Sort: now.Format(sortable), ID: formedID(f.Key)}}
	}
	result, err := d.write(ctx, c)
	if err != nil {
		var stale state.StaleError
		if errors.As(err, &stale) {
			return f, fault.New(fault.Conflict, "Somebody else has changed this obligation meanwhile. Nothing was saved; look at it again.")
		}
		return f, err
	}
	if n := result.Numbers[formedID(f.Key)]; n != "" {
		f.Number = n
	}
	_ = d.learnFormed(ctx) // it is saved; what is not known now is known at the next wake
	return f, nil
}
