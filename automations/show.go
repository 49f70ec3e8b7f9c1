package automations

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"factotum/automations/audit"
	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/state"
)

// Find gives the request with a number such as EXP-12, or with an id. Whoever
// may not see it is told the same as if it did not exist.
func (d *Desk) Find(ctx context.Context, by people.Person, word string) (Sight, error) {
	id := word
	if number := strings.ToUpper(strings.TrimSpace(word)); strings.Contains(number, "-") {
		found, err := d.Store.Lookup(ctx, number)
		if err != nil {
			return Sight{}, err
		}
		if found != "" {
			id = found
		}
	}
	f, err := d.open(ctx, id)
	unknown := fault.New(fault.NotFound, "There is no request %s that you may see. Your own are listed by /desk mine.", word)
	if fault.CodeOf(err) == fault.NotFound {
		return Sight{}, unknown
	}
	if err != nil {
		return Sight{}, err
	}
	kind, err := d.Catalogue.Kind(f.Request.Kind)
	if err != nil {
		return Sight{}, err
	}
	if !policy.See(f.Request, by, f.Dir, kind.Visible) {
		return Sight{}, unknown
	}
	return Sight{File: f, Kind: kind, Reader: by, Now: d.Now()}, nil
}

// At gives the request whose card, or line, stands at a place in Slack; ok is
// false where none does.
func (d *Desk) At(ctx context.Context, channel, ts string) (id string, ok bool, err error) {
	at, err := d.posted(ctx, channel, ts)
	return at.Request, at.Request != "", err
}

// posted gives what was delivered to a place in Slack; nothing where we posted
// nothing, or where it was since posted anew elsewhere.
func (d *Desk) posted(ctx context.Context, channel, ts string) (outbox.Delivery, error) {
	page, err := d.Store.Page(ctx, []string{messageIndex(channel, ts)}, "", 1)
	if err != nil || len(page.Documents) == 0 {
		return outbox.Delivery{}, err
	}
	var at outbox.Delivery
	if err := json.Unmarshal(page.Documents[0].Body, &at); err != nil {
		return outbox.Delivery{}, fmt.Errorf("automations: decode %s: %w", page.Documents[0].ID, err)
	}
	if at.Channel != channel || at.TS != ts {
		return outbox.Delivery{}, nil
	}
	return at, nil
}

// Belongs checks that a button stands in a message about the request that was
// posted to this very person. A button that was copied elsewhere or forged is
// refused as denied, one of a message that is not recorded yet as unavailable;
// both are audited.
func (d *Desk) Belongs(ctx context.Context, by people.Person, once, id, channel, ts string) error {
	at, early, err := d.record(ctx, by, id, channel, ts)
	if err != nil || (at.Request == id && at.To == by.ID) {
		return err
	}
	move := "refused copied button"
	refusal := fault.New(fault.Denied, "This button is a copy or out of date, so nothing was changed. Open the request from your own card or from Home.")
	if early {
		move = "refused early button"
		refusal = fault.New(fault.Unavailable, "This message has only just been posted, so nothing was changed. Please try again in half a minute, or open the request from Home.")
	}
	record, err := audit.Of(d.Now(), by.ID, id, move, 0, "", map[string]string{"channel": channel, "ts": ts})
	if err != nil {
		return err
	}
	if _, err := d.write(ctx, state.Change{Once: state.Once{Key: "refused/" + once, Keep: keepSlack}, Audit: []audit.Record{record}}); err != nil {
		return err
	}
	return refusal
}

// patience is how often, at intervals of pause, a click that was faster than
// the record of its message waits for it.
const (
	patience = 20
	pause    = 50 * time.Millisecond
)

// record gives what stands at a place. early is true when nothing is known of
// it yet but something is expected there.
func (d *Desk) record(ctx context.Context, by people.Person, id, channel, ts string) (at outbox.Delivery, early bool, err error) {
	for range patience {
		if at, err = d.posted(ctx, channel, ts); err != nil || at.Request != "" {
			return at, false, err
		}
		if early, err = d.expects(ctx, by, id, channel); err != nil || !early {
			return at, early, err
		}
		select {
		case <-ctx.Done():
			return at, true, nil
		case <-time.After(pause):
		}
	}
	return at, true, nil
}

// expects tells whether a message about the request may stand in the channel
// of which there is no record yet: whoever posted it is about to write it, or
// has died and is followed by somebody who finds it.
func (d *Desk) expects(ctx context.Context, by people.Person, id, channel string) (bool, error) {
	docs, err := d.Store.Load(ctx, id, outbox.DeliveryID(outbox.CardKey(id, by.ID)))
	if err != nil || docs[0].Version == 0 {
		return false, err
	}
	f, err := decode(docs[0])
	if err != nil || docs[1].Version == 0 {
		return slices.Contains(f.Request.Shown, by.ID), err
	}
	var card outbox.Delivery
	if err := json.Unmarshal(docs[1].Body, &card); err != nil {
		return false, fmt.Errorf("automations: decode %s: %w", docs[1].ID, err)
	}
	return card.Channel == channel, nil
}

// Row is a request in a list.
type Row struct {
	File File
	Kind catalogue.Kind
}

// Rows is a page of a list.
type Rows struct {
	Rows  []Row
	Next  string // cursor of the following page, "" when this is the last
	Total int
}

// Waiting lists what waits for the person, oldest first. The rules that may
// name them are asked, and every request found is checked against policy.
func (d *Desk) Waiting(ctx context.Context, by people.Person, after string, limit int) (Rows, error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return Rows{}, err
	}
	var indexes []string
	for _, rule := range policy.Matching(by, dir) {
		indexes = append(indexes, waitingIndex(rule))
	}
	return d.rows(ctx, dir, indexes, after, limit, func(f File) bool {
		if _, refused := policy.May(f.Request, by, dir); refused == "" {
			return !slices.Contains(f.Request.Approvals(), by.ID)
		}
		return slices.ContainsFunc(policy.Workers(f.Request, dir), func(w people.Person) bool { return w.ID == by.ID })
	})
}

// Mine lists the person's own requests, newest first.
func (d *Desk) Mine(ctx context.Context, by people.Person, after string, limit int) (Rows, error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return Rows{}, err
	}
	return d.rows(ctx, dir, []string{mineIndex(by.ID)}, after, limit, func(File) bool { return true })
}

// rows reads pages until enough requests pass or there are no more.
func (d *Desk) rows(ctx context.Context, dir people.Directory, indexes []string, after string, limit int, pass func(File) bool) (Rows, error) {
	var rows Rows
	for {
		page, err := d.Store.Page(ctx, indexes, after, limit-len(rows.Rows))
		if err != nil {
			return Rows{}, err
		}
		rows.Total, rows.Next = page.Total, page.Next
		for _, doc := range page.Documents {
			f, err := decode(doc)
			if err != nil {
				return Rows{}, err
			}
			f.Dir = dir
			kind, err := d.Catalogue.Kind(f.Request.Kind)
			if err != nil {
				return Rows{}, err
			}
			if pass(f) {
				rows.Rows = append(rows.Rows, Row{File: f, Kind: kind})
			}
		}
		if page.Next == "" || len(rows.Rows) >= limit {
			return rows, nil
		}
		after = page.Next
	}
}
