package automations

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"factotum/automations/audit"
	"factotum/automations/fault"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Staff takes over the directory as it was just joined. An unchanged one writes
// nothing. It gives whether anything changed.
func (d *Desk) Staff(ctx context.Context, dir people.Directory) (bool, error) {
	body, err := json.Marshal(dir)
	if err != nil {
		return false, fmt.Errorf("automations: encode the directory: %w", err)
	}
	docs, err := d.Store.Load(ctx, peopleID)
	if err != nil {
		return false, err
	}
	if bytes.Equal(docs[0].Body, body) {
		return false, nil
	}
	_, err = d.write(ctx, state.Change{
		Once:      state.Once{Key: "people/" + d.NewID(), Keep: keepSlack},
		Documents: []state.Document{{ID: peopleID, Version: docs[0].Version, Body: body}},
	})
	d.roster.forget()
	return err == nil, err
}

// Reroute brings cards in line with a directory that changed: those who are
// asked now and have no card get one, and the cards of all others are looked at
// again. It walks what waits for any of the rules.
func (d *Desk) Reroute(ctx context.Context) error {
	dir, err := d.Directory(ctx)
	if err != nil {
		return err
	}
	var failed []error
	after := ""
	for {
		page, err := d.Store.Page(ctx, []string{waitingIndex(everything)}, after, batch)
		if err != nil {
			return err
		}
		for _, doc := range page.Documents {
			failed = append(failed, d.reroute(ctx, doc, dir))
		}
		if page.Next == "" {
			return errors.Join(failed...)
		}
		after = page.Next
	}
}

// reroute shows one request to those who are asked now.
func (d *Desk) reroute(ctx context.Context, doc state.Document, dir people.Directory) error {
	f, err := decode(doc)
	if err != nil {
		return err
	}
	once := state.Once{Key: fmt.Sprintf("reroute/%s/%d/%s", f.Request.ID, f.Version, d.NewID()), Keep: keepSlack}
	if len(missing(f.Request.Shown, audience(f.Request, dir))) == 0 {
		_, err = d.write(ctx, state.Change{Once: once, Notices: cards(f.Request, d.Now().UTC())})
		return err
	}
	_, err = d.update(ctx, f.Request.ID, once, func(File) (act, error) {
		return act{move: request.Move{Action: request.Show, By: audit.System, At: d.Now().UTC()}, timers: []string{remindTimer}}, nil
	})
	var moved *request.Refusal
	if errors.As(err, &moved) {
		return nil // it was decided meanwhile
	}
	return err
}

// IsAdmin tells whether the person looks after Factotum.
func IsAdmin(p people.Person) bool { return p.MayDecide() && slices.Contains(p.Roles, adminRole) }

// Undelivered lists what could not be delivered, for admins.
func (d *Desk) Undelivered(ctx context.Context, by people.Person, after string, limit int) ([]Undelivered, string, error) {
	if !IsAdmin(by) {
		return nil, "", fault.New(fault.Denied, "Only Factotum administrators see failed deliveries.")
	}
	failed, next, err := d.Store.Failed(ctx, after, limit)
	if err != nil {
		return nil, "", err
	}
	var list []Undelivered
	for _, l := range failed {
		u := Undelivered{Key: l.Key, Reason: l.Reason, Number: "a request"}
		docs, err := d.Store.Load(ctx, l.Request)
		if err != nil {
			return nil, "", err
		}
		if docs[0].Number != "" {
			u.Number = docs[0].Number
		}
		dir, err := d.Directory(ctx)
		if err != nil {
			return nil, "", err
		}
		u.To = name(dir, l.To, by)
		list = append(list, u)
	}
	return list, next, nil
}

// Undelivered is a notice that was given up.
type Undelivered struct {
	Key    string
	Number string
	To     string // name
	Reason string
}

// Redeliver puts a failed delivery back into the outbox.
func (d *Desk) Redeliver(ctx context.Context, by people.Person, key string) error {
	if !IsAdmin(by) {
		return fault.New(fault.Denied, "Only Factotum administrators can repeat a delivery.")
	}
	return d.Store.RetryFailed(ctx, key, d.Now())
}
