package automations

import (
	"context"
	"slices"
	"strings"

	"factotum/automations/dataset"
	"factotum/automations/people"
	"factotum/automations/request"
)

const (
	// rowsAtOnce is how many rows are looked up, or committed, together.
	rowsAtOnce = 100
	// toldMistakes is how many mistakes the card of an import tells.
	toldMistakes = 8
)

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
			im.found(one, wrong)
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

// found counts a row and keeps what is wrong with it, by its line.
func (im *Import) found(one planned, wrong map[int]string) {
	im.Counts.count(one)
	if len(one.mistakes) == 0 {
		return
	}
	wrong[one.Line] = strings.Join(one.mistakes, " ")
	if len(im.First) < toldMistakes {
		im.First = append(im.First, dataset.Mistake{Line: one.Line, Say: shortened(one.mistakes[0], 300)})
	}
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
