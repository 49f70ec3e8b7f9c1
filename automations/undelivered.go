package automations

import (
	"context"
	"fmt"
	"slices"

	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/state"
)

// mostAlike is among how many failed deliveries the other parts of a report are
// looked for.
const mostAlike = 500

// adminRole is the role of those who look after Factotum itself.
const adminRole = "admin"

// IsAdmin tells whether the person looks after Factotum.
func IsAdmin(p people.Person) bool { return p.MayDecide() && slices.Contains(p.Roles, adminRole) }

// Undelivered is a notice that was given up.
type Undelivered struct {
	Key    string
	Number string // of the request, as it is called in a list
	To     string // name
	Reason string
	Parts  int // how many messages of one report it stands for; 0: it is one

	about string // id of the run
}

// Undelivered lists what could not be delivered, for admins.
func (d *Desk) Undelivered(ctx context.Context, by people.Person, after string, limit int) ([]Undelivered, string, error) {
	if !IsAdmin(by) {
		return nil, "", fault.New(fault.Denied, "Only Factotum administrators see failed deliveries.")
	}
	failed, next, err := d.Store.Failed(ctx, after, limit)
	if err != nil {
		return nil, "", err
	}
	dir, err := d.Directory(ctx)
	if err != nil {
		return nil, "", err
	}
	about := make([]string, len(failed))
	for i, l := range failed {
		about[i] = l.Request
	}
	docs, err := d.Store.Load(ctx, about...)
	if err != nil {
		return nil, "", err
	}
	var list []Undelivered
	for i, l := range failed {
		if l.Shape == outbox.Report && docs[i].Version != 0 {
			if list, err = d.undeliveredRun(ctx, list, l, docs[i], dir); err != nil {
				return nil, "", err
			}
			continue
		}
		number, err := d.called(docs[i], by, dir)
		if err != nil {
			return nil, "", err
		}
		if l.Shape == outbox.Letter {
			number = "a message"
		}
		list = append(list, Undelivered{Key: l.Key, Number: number, To: addressee(l, dir, by), Reason: l.Reason})
	}
	return list, next, nil
}

// undeliveredRun adds a part of a report to a list, in which a report stands once
// for each place that it did not reach.
func (d *Desk) undeliveredRun(ctx context.Context, list []Undelivered, l outbox.Leased, doc state.Document, dir people.Directory) ([]Undelivered, error) {
	run, err := decodeRun(doc)
	if err != nil {
		return nil, err
	}
	u := Undelivered{Key: l.Key, Parts: 1, To: d.placeName(ctx, l.To, run.Place, dir), Reason: l.Reason, about: l.Request}
	u.Number = fmt.Sprintf("The report “%s” of %s", run.Title, name(dir, run.By, people.Person{}))
	at := slices.IndexFunc(list, func(o Undelivered) bool { return o.about == u.about && o.To == u.To })
	if at < 0 {
		return append(list, u), nil
	}
	list[at].Parts++
	return list, nil
}

// called is how a request or a record is called in a list: by its number, or by
// its dataset and, where the reader may see it, its name.
func (d *Desk) called(doc state.Document, by people.Person, dir people.Directory) (string, error) {
	ds, err := d.Catalogue.Dataset(dataset.Of(doc.ID))
	switch {
	case doc.Number != "":
		return doc.Number, nil
	case err != nil: // of no dataset, or of one that is no longer configured
		return "a request", nil //nolint:nilerr // it is told without a name
	case doc.Version == 0:
		return "a record of " + ds.Title, nil
	}
	r, err := decodeRecord(doc)
	if err != nil {
		return "", err
	}
	if name := knownAs(ds, r, dir).Title; name != "" && readsOne(by, ds, r.Values) {
		return ds.One + " " + name, nil
	}
	return "a record of " + ds.Title, nil
}

// addressee is how an admin knows who was to get a notice.
func addressee(l outbox.Leased, dir people.Directory, by people.Person) string {
	if l.Shape == outbox.Bell {
		return "whom it waits for"
	}
	hook, ok := receiver(l.To)
	if !ok {
		return name(dir, l.To, by)
	}
	if system, known := dir.Person(people.SystemID(hook)); known {
		return "the webhook of " + system.Name
	}
	return "the webhook " + hook
}

// Redeliver puts a failed delivery back into the outbox; of a report, all parts
// that did not reach the place.
func (d *Desk) Redeliver(ctx context.Context, by people.Person, key string) error {
	if !IsAdmin(by) {
		return fault.New(fault.Denied, "Only Factotum administrators can repeat a delivery.")
	}
	failed, _, err := d.Store.Failed(ctx, "", mostAlike)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(failed, func(l outbox.Leased) bool { return l.Key == key && l.Shape == outbox.Report })
	for i, l := range failed {
		if at >= 0 && i != at && l.Request == failed[at].Request && l.To == failed[at].To {
			if err := d.Store.RetryFailed(ctx, l.Key, d.Now()); unlessGone(err) != nil {
				return err
			}
		}
	}
	return d.Store.RetryFailed(ctx, key, d.Now())
}
