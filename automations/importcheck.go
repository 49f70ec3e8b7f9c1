package automations

import (
	"bytes"
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
	"factotum/automations/request"
)

const (
	// rowsAtOnce is how many rows are looked up, or committed, together.
	rowsAtOnce = 100
	// toldMistakes is how many mistakes the card of an import tells.
	toldMistakes = 8
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

// count adds what becomes of a row.
func (c *Counts) count(one planned) {
	switch {
	case len(one.mistakes) > 0:
		c.Wrong++
	case one.move.Action == "":
		c.Same++
	case one.before.Version == 0:
		c.New++
	default:
		c.Changed++
	}
}

// checkTable finds what would become of every row, and makes the file that says
// what is wrong where something is.
func (d *Desk) checkTable(ctx context.Context, f File, im Import, by people.Person) (Import, error) {
	p, err := d.planner(ctx, im, by, f.Dir, 0)
	if err != nil {
		return im, err
	}
	there, err := d.Store.Page(ctx, []string{recordsIndex(p.ds.Key)}, "", 1)
	if err != nil {
		return im, err
	}
	p.blind = there.Total == 0
	im.Counts, im.First, im.Steps = Counts{}, nil, nil
	wrong, altered := map[int]string{}, alterations{planner: p}
	for {
		some, err := p.next(ctx, rowsAtOnce)
		if err != nil {
			return im, err
		}
		if len(some) == 0 {
			break
		}
		for _, one := range some {
			im.Counts.count(one)
			if len(one.mistakes) > 0 {
				wrong[one.Line] = strings.Join(one.mistakes, " ")
				if len(im.First) < toldMistakes {
					im.First = append(im.First, dataset.Mistake{Line: one.Line, Say: shortened(one.mistakes[0], 300)})
				}
			}
			if err := altered.add(one); err != nil {
				return im, err
			}
			if im.Steps, err = p.approval(im.Steps, one); err != nil {
				return im, err
			}
		}
	}
	im.Total, im.Phase, im.Altered, im.Added = im.Counts.All(), TableReady, altered.first(), altered.fresh
	if im.Changes, err = altered.kept(ctx); err != nil {
		return im, err
	}
	if len(wrong) > 0 {
		im.Remarks, err = d.remarked(ctx, im, p.ds, wrong)
	}
	return im, err
}

// approval adds the steps that a row would need if somebody entered it.
func (p *planner) approval(steps []request.Step, one planned) ([]request.Step, error) {
	if !p.ds.Reviewed || one.move.Action == "" || len(steps) >= 10 {
		return steps, nil
	}
	sent, _, err := p.kind.Prepare(one.values, p.m)
	if err != nil {
		return steps, err
	}
	for _, step := range sent.Steps {
		same := func(o request.Step) bool { return o.Name == step.Name && slices.Equal(o.Rules, step.Rules) }
		if !slices.ContainsFunc(steps, same) {
			steps = append(steps, step)
		}
	}
	return steps, nil
}

// remarked makes the table with a column that says what is wrong in each row, and
// gives the hash of our copy.
func (d *Desk) remarked(ctx context.Context, im Import, ds dataset.Dataset, wrong map[int]string) (string, error) {
	raw, err := d.Keeper.Kept(ctx, im.Rows)
	if err != nil {
		return "", err
	}
	remark := slices.Index(im.Headings, dataset.RemarkColumn)
	rows := func(yield func([]dataset.Cell) bool) {
		in := openRows(raw, 0)
		for n := 0; ; n++ {
			line, cells, failed := in.next()
			if failed != nil {
				if !errors.Is(failed, io.EOF) {
					err = failed
				}
				return
			}
			say := wrong[line]
			if n == im.Above {
				say = dataset.RemarkColumn
			}
			if !yield(remarks(ds, im, cells, remark, say)) {
				return
			}
		}
	}
	body, name, failed := d.spread(ctx, im.Style.Delimiter, im.Name, rows)
	if err = errors.Join(err, failed); err != nil {
		return "", err
	}
	kept, err := d.Reader.Keep(ctx, name, body)
	return kept.Hash, err
}

// remarks is a row as it came with a remark behind it.
func remarks(ds dataset.Dataset, im Import, cells []string, remark int, say string) []dataset.Cell {
	out := make([]dataset.Cell, 0, len(im.Headings)+1)
	for i := range max(len(cells), len(im.Headings)) {
		cell := dataset.Cell{}
		if i < len(cells) {
			cell.Text = dataset.Bare(cells[i])
		}
		if i < len(im.Paths) {
			field, _ := ds.Form.Field(im.Paths[i])
			_, plain := cell.Exact()
			cell.Number = field.Type == form.Number && plain
		}
		if i != remark {
			out = append(out, cell)
		}
	}
	return append(out, dataset.Cell{Text: say})
}

// spread writes rows as a spreadsheet, or as text with a delimiter where one is
// named.
func (d *Desk) spread(ctx context.Context, delimiter, title string, rows func(yield func([]dataset.Cell) bool)) (body []byte, name string, err error) {
	if delimiter == "" && d.Tables != nil {
		body, err = d.Tables.Sheet(ctx, title, rows)
		return body, "table.xlsx", err
	}
	comma, ok := dataset.Delimiters()[delimiter]
	if !ok {
		comma = ','
	}
	var text bytes.Buffer
	text.WriteString("\ufeff") // by which spreadsheets know UTF-8
	for row := range rows {
		if err := dataset.WriteRow(&text, comma, row); err != nil {
			return nil, "", fmt.Errorf("automations: write a table: %w", err)
		}
	}
	return text.Bytes(), "table.csv", nil
}
