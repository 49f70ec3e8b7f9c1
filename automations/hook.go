package automations

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"factotum/automations/catalogue"
	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
)

// event is what an outside system is told: what was changed, and how it stands
// now, which may be after later changes too. README shows it.
type event struct {
	Type      string    `json:"type"`
	Timestamp time.Time `json:"timestamp"`
	Data      telling   `json:"data"`
}

type telling struct {
	Change  changed  `json:"change"`
	Request *outline `json:"request,omitempty"`
	Record  *outline `json:"record,omitempty"`
}

type changed struct {
	Version int64  `json:"version"`
	Action  string `json:"action"`
	By      string `json:"by"`
	Text    string `json:"text,omitempty"`
}

// outline is a request or a record as others may know it: neither files nor
// accounts.
type outline struct {
	ID        string            `json:"id"`
	Number    string            `json:"number,omitempty"`
	Of        string            `json:"of"` // kind or dataset
	Version   int64             `json:"version"`
	State     string            `json:"state"`
	Title     string            `json:"title"`
	Requester string            `json:"requester,omitempty"`
	Team      string            `json:"team,omitempty"`
	Assignee  string            `json:"assignee,omitempty"`
	Priority  string            `json:"priority,omitempty"`
	Fields    map[string]string `json:"fields"` // by key, as people read them
	External  []string          `json:"external,omitempty"`
}

// hook tells an outside system of one change.
func (c *Courier) hook(ctx context.Context, l outbox.Leased) error {
	name, _ := receiver(l.To)
	docs, err := c.Store.Load(ctx, l.Request)
	if err != nil {
		return err
	}
	if docs[0].Version == 0 {
		return nil // nothing is left of it
	}
	dir, err := c.Desk.Directory(ctx)
	if err != nil {
		return err
	}
	version, _ := strconv.ParseInt(l.Key[strings.LastIndexByte(l.Key, '/')+1:], 10, 64) // as hookNotice wrote it
	e := event{Type: "request.changed", Timestamp: l.At.UTC(), Data: telling{Change: changed{version, l.Says.Name, l.Says.By, l.Says.Text}}}
	if err := c.Desk.describe(&e, docs[0], name, dir); err != nil {
		return err
	}
	body, err := encode(e)
	if err != nil {
		return err
	}
	if c.Hook == nil {
		return fault.New(fault.Invalid, "The webhook %s is no longer configured.", name)
	}
	sum := sha256.Sum256([]byte(l.Key))
	return c.Hook(ctx, name, "msg_"+hex.EncodeToString(sum[:16]), body)
}

// describe adds the request or record that an event is about.
func (d *Desk) describe(e *event, doc state.Document, hook string, dir people.Directory) error {
	if dataset.Is(doc.ID) {
		r, err := decodeRecord(doc)
		if err != nil {
			return err
		}
		e.Type = "record.changed"
		e.Data.Record, err = d.recordOutline(r, dir)
		return err
	}
	f, err := decode(doc)
	if err != nil {
		return err
	}
	e.Data.Request, err = d.outline(f, hook, dir)
	return err
}

// outline is a request as others may know it; of the numbers that it has
// elsewhere, the hook is told its own.
func (d *Desk) outline(f File, hook string, dir people.Directory) (*outline, error) {
	r := f.Request
	kind, err := d.Catalogue.Kind(r.Kind)
	if err != nil {
		return nil, err
	}
	o := &outline{
		ID: r.ID, Number: f.Number, Of: r.Kind, Version: f.Version, State: string(r.State), Title: r.Title, Requester: r.Requester,
		Fields: outlined(kind.Form, r.Values, d.masked(kind.Dataset), dir),
	}
	if w := r.Work; w != nil {
		o.Team, o.Assignee, o.Priority = w.Team, w.Assignee, catalogue.PriorityName(w.Priority)
		for _, t := range w.Ties {
			if t.Kind == request.External && strings.HasPrefix(t.ID, hook+"/") {
				o.External = append(o.External, t.Number)
			}
		}
	}
	return o, nil
}

func (d *Desk) recordOutline(r dataset.Record, dir people.Directory) (*outline, error) {
	ds, err := d.Catalogue.Dataset(r.Dataset)
	if err != nil {
		return nil, err
	}
	standing := "current"
	if r.Removed {
		standing = "removed"
	}
	return &outline{ID: r.ID, Of: r.Dataset, Version: r.Version, State: standing, Title: knownAs(ds, r, dir).Title, Fields: outlined(ds.Form, r.Values, ds.Masked, dir)}, nil
}

// masked are the fields of a dataset that only few see whole; none where there
// is no such dataset.
func (d *Desk) masked(key string) []string {
	ds, err := d.Catalogue.Dataset(key)
	if err != nil {
		return nil
	}
	return ds.Masked
}

// outlined are values as people read them.
func outlined(f form.Form, values form.Values, masked []string, dir people.Directory) map[string]string {
	shown := map[string]string{}
	for _, field := range f.Fields() {
		if slices.Contains([]form.Type{form.Upload, form.IBAN, form.Lines}, field.Type) || slices.Contains(masked, field.Key) {
			continue
		}
		if text := f.Show(field, values[field.Key], catalogue.Names(dir)); text != "" {
			shown[field.Key] = text
		}
	}
	return shown
}
