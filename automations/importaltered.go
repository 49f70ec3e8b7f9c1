package automations

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"factotum/automations/catalogue"
	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/state"
)

// Altered is a record that a row of a table changes: the fields that it changes,
// before and after.
type Altered struct {
	Line   int         `json:"line"`
	Record string      `json:"record,omitempty"` // its id
	Title  string      `json:"title"`
	Grave  bool        `json:"grave,omitempty"` // it decides over money, or only few may read it
	Before form.Values `json:"before,omitempty"`
	After  form.Values `json:"after,omitempty"`
}

// toldAltered is how many changed records are told of a table, toldAdded how many
// new ones; a file has all changes.
const (
	toldAltered = 20
	toldAdded   = 5
)

// hidden stands in a file for what only few may read.
const hidden = "••••"

// alterations are what the rows of a table change of records that are there.
type alterations struct {
	*planner
	grave, other []Altered // the first of each
	fresh        []Altered // the first new ones
	file         bytes.Buffer
}

// add takes what a row changes.
func (a *alterations) add(one planned) error {
	if one.move.Action == dataset.Create && len(a.fresh) < toldAdded {
		a.fresh = append(a.fresh, Altered{Line: one.Line, Title: a.ds.Name(one.move.Values, catalogue.Names(a.m.Dir)), After: one.move.Values})
	}
	if one.move.Action != dataset.Change {
		return nil
	}
	keys := form.Changed(one.before.Values, one.move.Values)
	if a.file.Len() == 0 {
		a.file.WriteString("\ufeff") // by which spreadsheets know UTF-8
		if err := a.row("Line", a.ds.One, "Field", "Before", "After"); err != nil {
			return err
		}
	}
	changed := Altered{Line: one.Line, Record: one.before.ID, Title: knownAs(a.ds, one.before, a.m.Dir).Title, Before: form.Values{}, After: form.Values{}}
	for _, key := range keys {
		field, _ := a.ds.Form.Field(key)
		before, after := one.before.Values[key], one.move.Values[key]
		changed.Before[key], changed.After[key] = before, after
		masked := slices.Contains(a.ds.Masked, key)
		changed.Grave = changed.Grave || masked || slices.Contains(a.ds.Material, key)
		if err := a.row(strconv.Itoa(one.Line), changed.Title, field.Label, a.spelled(field, before, masked), a.spelled(field, after, masked)); err != nil {
			return err
		}
	}
	into := &a.other
	if changed.Grave {
		into = &a.grave
	}
	if len(*into) < toldAltered {
		*into = append(*into, changed)
	}
	return nil
}

// first are the first changed records, with those before all others of which
// somebody should know.
func (a *alterations) first() []Altered {
	all := slices.Concat(a.grave, a.other)
	return all[:min(toldAltered, len(all))]
}

func (a *alterations) row(texts ...string) error {
	cells := make([]dataset.Cell, len(texts))
	for i, text := range texts {
		cells[i].Text = text
	}
	if err := dataset.WriteRow(&a.file, ',', cells); err != nil {
		return fmt.Errorf("automations: write what a table changes: %w", err)
	}
	return nil
}

// spelled is a value in one cell, lines one below the other.
func (a *alterations) spelled(field form.Field, v form.Value, masked bool) string {
	switch {
	case v.IsZero():
		return ""
	case masked:
		return hidden
	case field.Type != form.Lines:
		return a.ds.Form.Show(field, v, catalogue.Names(a.m.Dir))
	}
	var lines []string
	for _, line := range v.Lines {
		var texts []string
		for _, sub := range field.Fields {
			if text := a.ds.Form.Show(sub, line[sub.Key], catalogue.Names(a.m.Dir)); text != "" {
				texts = append(texts, text)
			}
		}
		lines = append(lines, strings.Join(texts, " · "))
	}
	return strings.Join(lines, "; ")
}

// kept keeps the file that tells all changes; "" where there are none.
func (a *alterations) kept(ctx context.Context) (string, error) {
	if a.file.Len() == 0 {
		return "", nil
	}
	kept, err := a.Reader.Keep(ctx, "table.csv", a.file.Bytes())
	return kept.Hash, err
}

// entryOf is the kind by which the records of an import are entered; the zero one
// where that is not known, or there is no import.
func (d *Desk) entryOf(im *Import) (kind catalogue.Kind) {
	if im != nil && im.Dataset != "" {
		kind, _ = d.Catalogue.Kind(catalogue.EntryKind(im.Dataset))
	}
	return kind
}

// Alterations bring the file that tells what a table changes, before and after, to
// who brought the table, or may see that it is asked for.
func (d *Desk) Alterations(ctx context.Context, by people.Person, once, id string) error {
	f, im, err := d.importing(ctx, id)
	if err != nil {
		return err
	}
	if im.By != by.ID {
		if _, err := d.Find(ctx, by, id); err != nil {
			return err
		}
	}
	if im.Changes == "" {
		return fault.New(fault.NotFound, "No row of this table changes a record that is there, so there is no file with changes.")
	}
	name := strings.TrimSuffix(im.Name, path.Ext(im.Name)) + " what changes.csv"
	n := sheetLine(f.Request, by.ID, im.Changes, name, d.Now().UTC())
	n.Key = "line/" + f.Request.ID + "/" + by.ID + "/" + SheetLine + "-" + once
	_, err = d.write(ctx, state.Change{Once: state.Once{Key: "changes/" + once, Keep: keepSlack}, Notices: []outbox.Notice{n}})
	return err
}
