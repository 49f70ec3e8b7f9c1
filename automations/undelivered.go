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

// adminRole is the role of those who look after Factotum itself.
const adminRole = "admin"

// IsAdmin tells whether the person looks after Factotum.
func IsAdmin(p people.Person) bool { return p.MayDecide() && slices.Contains(p.Roles, adminRole) }

// Failures are the deliveries that were given up, as an admin looks at them.
type Failures struct {
	List     []Undelivered
	Hidden   int  // how many more there would be on the list
	Messages int  // of all of them
	Further  bool // there are more messages than were counted
}

// Undelivered is a notice that was given up, or several that are tried again together.
type Undelivered struct {
	Key    string
	Number string // of the request, as it is called in a list
	To     string // name
	Reason string
	Parts  int // how many messages of one report it stands for; 0: it is none
	Others int // how many further changes an outside system misses for the same reason
}

// Undelivered lists what could not be delivered, for admins: a report once for each
// place that it did not reach, and an outside system once for each reason.
func (d *Desk) Undelivered(ctx context.Context, by people.Person, limit int) (Failures, error) {
	if !IsAdmin(by) {
		return Failures{}, fault.New(fault.Denied, "Only Factotum administrators see failed deliveries.")
	}
	failed, next, err := d.Store.Failed(ctx, "", mostFailed)
	if err != nil || len(failed) == 0 {
		return Failures{}, err
	}
	groups := kindred(failed)
	all := Failures{Messages: len(failed), Further: next != "", Hidden: max(0, len(groups)-limit)}
	groups = groups[:len(groups)-all.Hidden]
	dir, err := d.Directory(ctx)
	if err != nil {
		return Failures{}, err
	}
	about := make([]string, len(groups))
	for i, g := range groups {
		about[i] = g[0].Request
	}
	docs, err := d.Store.Load(ctx, about...)
	if err != nil {
		return Failures{}, err
	}
	for i, g := range groups {
		u, err := d.undelivered(ctx, g, docs[i], by, dir)
		if err != nil {
			return Failures{}, err
		}
		all.List = append(all.List, u)
	}
	return all, nil
}

// undelivered says what a group of failed deliveries is about.
func (d *Desk) undelivered(ctx context.Context, group []outbox.Leased, doc state.Document, by people.Person, dir people.Directory) (u Undelivered, err error) {
	l := group[0]
	u = Undelivered{Key: l.Key, Reason: l.Reason, Others: len(group) - 1}
	if l.Shape == outbox.Report && doc.Version != 0 {
		run, err := decodeRun(doc)
		if err != nil {
			return u, err
		}
		u.Parts, u.Others, u.To = len(group), 0, d.placeName(ctx, l.To, run.Place, dir)
		u.Number = fmt.Sprintf("The report “%s” of %s", run.Title, name(dir, run.By, people.Person{}))
		return u, nil
	}
	if u.To = addressee(l, dir, by); l.Shape == outbox.Letter {
		u.Number = "a message"
	} else {
		u.Number, err = d.called(doc, by, dir)
	}
	return u, err
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
