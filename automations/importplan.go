package automations

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"factotum/automations/catalogue"
	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/people"
)

// planned is what one row does.
type planned struct {
	dataset.Row
	before   dataset.Record
	values   form.Values
	mistakes []string
	lacks    []string     // if it makes a new record
	move     dataset.Move // its Action is "" where nothing changes
}

// planner finds what the rows of a table do.
type planner struct {
	*Desk
	ds    dataset.Dataset
	by    people.Person
	ctx   form.Context
	kind  catalogue.Kind
	m     catalogue.Moment
	sheet *dataset.Sheet
	rows  tableRows
	blind bool                // no record can be there that a row means: none is looked for
	file  string              // names the rows of a file: the same for the same file
	refs  map[string][]string // what names of other datasets' records were found to be
	named *referring
	begun form.Values // with which a new record begins, as in the form, where the table has no column
}

// planner begins at a place in the rows of an import.
func (d *Desk) planner(ctx context.Context, im Import, by people.Person, dir people.Directory, from int64) (*planner, error) {
	ds, err := d.Catalogue.Dataset(im.Dataset)
	if err != nil {
		return nil, err
	}
	kind, err := d.Catalogue.Kind(catalogue.EntryKind(ds.Key))
	if err != nil {
		return nil, err
	}
	rows, err := d.Keeper.Kept(ctx, im.Rows)
	if err != nil {
		return nil, err
	}
	m := d.moment(by, dir)
	p := &planner{
		Desk: d, ds: ds, by: by, kind: kind, m: m, ctx: kind.Context(m), file: im.Source[:min(16, len(im.Source))],
		rows: openRows(rows, from), refs: map[string][]string{}, named: d.referring(),
	}
	p.ctx.Named = catalogue.Namesakes(dir)
	p.sheet, p.begun = ds.Sheet(im.Paths, im.Style, p.ctx), ds.Form.NewLine("", p.ctx)
	maps.DeleteFunc(p.begun, func(key string, _ form.Value) bool {
		return slices.ContainsFunc(im.Paths, func(path string) bool { return path == key || strings.HasPrefix(path, key+".") })
	})
	for range im.Above + 1 { // the headings, and what stands above them
		if from > 0 || err != nil {
			break
		}
		_, _, err = p.rows.next()
	}
	return p, err
}

// next plans up to so many rows; none at the end.
func (p *planner) next(ctx context.Context, most int) ([]planned, error) {
	var some []planned
	for len(some) < most {
		line, cells, err := p.rows.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		row, mistakes, ok := p.sheet.Row(cells, line)
		if !ok {
			continue
		}
		one := planned{Row: row, lacks: p.sheet.Lacks()}
		for _, m := range mistakes {
			one.mistakes = append(one.mistakes, m.Say)
		}
		some = append(some, one)
	}
	return some, p.plan(ctx, some)
}

// plan finds the records of rows and what becomes of them.
func (p *planner) plan(ctx context.Context, some []planned) error {
	var keys, ids []string
	for _, one := range some {
		keys = append(keys, p.ds.Keys(one.On(p.begun))...)
		ids = append(ids, p.idOf(one))
	}
	if p.blind {
		keys = nil
	}
	found, err := p.holders(ctx, keys)
	if err != nil {
		return err
	}
	byKey := map[string]dataset.Record{}
	for _, r := range found {
		for _, key := range r.Keys {
			byKey[key] = r
		}
	}
	docs, err := p.Store.Load(ctx, ids...)
	if err != nil {
		return err
	}
	for i := range some {
		if docs[i].Version > 0 { // of the same file, taken before
			if some[i].before, err = decodeRecord(docs[i]); err != nil {
				return err
			}
		}
		if err := p.one(ctx, &some[i], byKey); err != nil {
			return err
		}
	}
	return nil
}

// idOf is the id of the record that a row makes: the same for the same row of the
// same file.
func (p *planner) idOf(one planned) string {
	return dataset.ID(p.ds.Key, fmt.Sprintf("%s-%d", p.file, one.Line))
}

// one finds what becomes of a row.
func (p *planner) one(ctx context.Context, one *planned, byKey map[string]dataset.Record) error {
	if len(one.mistakes) == 0 {
		p.belongs(one, byKey)
	}
	if len(one.mistakes) > 0 {
		return nil
	}
	one.values = one.On(one.before.Values)
	if one.before.Version == 0 {
		one.values = one.On(p.begun)
	}
	if err := MayChange(p.by, p.ds, one.before, one.values, p.Now()); err != nil {
		one.mistakes = append(one.mistakes, fault.Say(err)) // before anything else tells what is there
		return nil
	}
	if err := p.refer(ctx, one); err != nil {
		return err
	}
	if one.before.Version == 0 && len(p.begun) == 0 {
		one.mistakes = append(one.mistakes, one.lacks...) // nothing else was read than the row
	} else {
		for _, wrong := range p.ds.Form.Check(one.values, p.ctx) {
			field, _ := p.ds.Form.Field(wrong.Path)
			one.mistakes = append(one.mistakes, strings.TrimPrefix(field.Label+": "+wrong.Say, ": "))
		}
	}
	if moved := p.ds.Moved(one.before.Values, one.values); one.before.Version > 0 && len(moved) > 0 {
		one.mistakes = append(one.mistakes, List(moved)+" stays as it was when the record was added.")
	}
	if len(one.mistakes) > 0 {
		return nil
	}
	if move, differs := p.ds.Put(one.before, one.values, p.by.ID, p.Now()); differs {
		one.move = move
	}
	return nil
}

// belongs finds the record that a row is about, or gives it one of its own.
func (p *planner) belongs(one *planned, byKey map[string]dataset.Record) {
	var same []dataset.Record
	for _, key := range p.ds.Keys(one.On(p.begun)) {
		if r, ok := byKey[key]; ok && !slices.ContainsFunc(same, func(o dataset.Record) bool { return o.ID == r.ID }) {
			same = append(same, r)
		}
	}
	switch {
	case len(same) > 1 && !reads(p.by, p.ds):
		one.mistakes = append(one.mistakes, fmt.Sprintf("The row belongs to two records. Ask one of %s.", List(p.ds.Keepers)))
	case len(same) > 1:
		one.mistakes = append(one.mistakes, fmt.Sprintf("The row belongs to %s as well as to %s. Make them one, or correct the row.", knownAs(p.ds, same[0], p.m.Dir).Title, knownAs(p.ds, same[1], p.m.Dir).Title))
	case len(same) == 1:
		one.before = same[0]
	case one.before.Version == 0:
		one.before.ID = p.idOf(*one)
	}
}

// refer finds the records of other datasets that a row names, each name once.
func (p *planner) refer(ctx context.Context, one *planned) error {
	for key, into := range p.ds.Refers {
		name := one.Values[key].Text
		if name == "" {
			continue
		}
		known, seen := p.refs[into+"/"+name]
		if !seen {
			values, problems, err := p.named.of(ctx, p.ds, form.Values{key: {Text: name}})
			if err != nil {
				return err
			}
			known = []string{values[key].Text}
			for _, wrong := range problems {
				field, _ := p.ds.Form.Field(wrong.Path)
				known = append(known, field.Label+": "+wrong.Say)
			}
			p.refs[into+"/"+name] = known
		}
		if one.mistakes = append(one.mistakes, known[1:]...); len(known) == 1 {
			one.values[key] = form.Value{Text: known[0]}
		}
	}
	return nil
}
