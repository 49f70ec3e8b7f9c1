package form

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"factotum/automations/calendar"
)

// Parse reads what was put into the form. Values holds all that could be read;
// every value that could not, and everything that is missing, has a problem at
// the path of its element, in the order of the fields. Inputs at unknown paths
// and of hidden fields are left out, and so are lines in which nothing was
// filled in beyond what they began with.
func (f Form) Parse(raw Raw, ctx Context) (Values, []Problem) {
	facts := f.factsAround(ctx)
	maps.Copy(facts, f.sample)
	r := reader{raw: raw, ctx: ctx}
	group := r.read("", f.fields, facts)
	r.demand(group, facts)
	slices.SortStableFunc(r.problems, func(a, b Problem) int { return slices.Compare(f.position(a.Path), f.position(b.Path)) })
	return group.values, r.problems
}

// Check applies the rules of the form to values that were read before.
func (f Form) Check(values Values, ctx Context) []Problem {
	_, problems := f.Parse(f.Raw(values), ctx)
	return problems
}

// factsAround are the facts beside the fields.
func (f Form) factsAround(ctx Context) map[string]any {
	facts := make(map[string]any, len(f.around)+len(f.fields))
	maps.Copy(facts, f.around)
	maps.Copy(facts, ctx.Facts)
	if ctx.Requester != nil {
		facts["requester"] = ctx.Requester
	}
	facts["today"] = ctx.Today.In(time.UTC)
	return facts
}

// reader reads one set of inputs.
type reader struct {
	raw      Raw
	ctx      Context
	problems []Problem
}

// reading is what came out of the form, or of one line.
type reading struct {
	prefix string
	fields []compiled
	values Values
	state  map[string]state
	lines  map[string][]reading
	idle   bool // a line whose values are those it began with
}

// state is what became of a field.
type state int

const (
	empty state = iota
	hidden
	bad
	filled
)

func (r *reader) wrong(path string, err error) {
	r.problems = append(r.problems, Problem{Path: path, Say: err.Error()})
}

// read reads a group of fields from top to bottom and adds their facts.
func (r *reader) read(prefix string, fields []compiled, facts map[string]any) reading {
	group := reading{prefix: prefix, fields: fields, values: Values{}, state: map[string]state{}, lines: map[string][]reading{}}
	var day calendar.Date // the first that was read so far
	for _, c := range fields {
		path := prefix + c.Key
		shown, err := c.show.Holds(facts)
		if err != nil {
			r.wrong(path, err)
			shown = true
		}
		if !shown {
			group.state[c.Key] = hidden
			continue
		}
		v, err := r.field(&group, c, facts)
		switch {
		case err != nil:
			r.wrong(path, err)
			group.state[c.Key] = bad
		case !v.IsZero():
			group.values[c.Key], group.state[c.Key] = v, filled
		}
		if day.IsZero() {
			day = group.values[c.Key].Date
		}
		facts[c.Key] = fact(c.Field, v, day, r.ctx.base)
	}
	return group
}

func (r *reader) field(group *reading, c compiled, facts map[string]any) (Value, error) {
	if c.compute.program != nil {
		if group.unchosen(c.compute.names) {
			return Value{}, nil
		}
		return c.compute.value(facts), nil
	}
	if c.Type != Lines {
		return c.read(r.raw[group.prefix+c.Key], group.in(r.ctx))
	}
	lines := r.lines(c, facts)
	group.lines[c.Key] = lines
	var v Value
	for _, line := range lines {
		if len(line.values) > 0 && !line.idle {
			v.Lines = append(v.Lines, line.values)
		}
	}
	return v, nil
}

// in is the context of the next field: an amount without a currency has that
// of the amounts before it, as the tax has that of what was paid.
func (g *reading) in(ctx Context) Context {
	for _, c := range g.fields {
		if v, ok := g.values[c.Key]; ok && v.Money != nil {
			ctx.Currency = v.Money.Currency
		}
	}
	return ctx
}

// lines reads the lines in which something was filled in; the first one also
// when nothing was, if there has to be one.
func (r *reader) lines(c compiled, facts map[string]any) []reading {
	var lines []reading
	for _, n := range r.indexes(c) {
		before := len(r.problems)
		line := r.read(c.Key+"."+strconv.Itoa(n)+".", c.sub, maps.Clone(facts))
		line.idle = r.untouched(line)
		if line.idle && !slices.Contains(slices.Collect(maps.Values(line.state)), bad) {
			r.problems = r.problems[:before]
			continue
		}
		lines = append(lines, line)
	}
	low, _ := strconv.Atoi(c.Min)
	if !c.Required && low == 0 {
		return lines
	}
	if len(lines) == 0 {
		lines = append(lines, r.read(c.Key+".0.", c.sub, maps.Clone(facts)))
	}
	if !slices.ContainsFunc(lines, func(line reading) bool { return !line.idle }) {
		lines[0].idle = false
	}
	return lines
}

// indexes are the numbers of the lines that were put in, in order.
func (r *reader) indexes(c compiled) []int {
	var numbers []int
	for path := range r.raw {
		rest, ok := strings.CutPrefix(path, c.Key+".")
		number, _, deeper := strings.Cut(rest, ".")
		if ok && deeper && isIndex(number) {
			n, _ := strconv.Atoi(number) // isIndex has read it.
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	return slices.Compact(numbers)
}

// untouched reports whether a line has no values, or lacks something required and
// has none but those it began with.
func (r *reader) untouched(line reading) bool {
	lacks := false
	for _, c := range line.fields {
		v, has := line.values[c.Key]
		if has && !c.began(v, r.ctx) {
			return false
		}
		lacks = lacks || c.Required && !has && line.state[c.Key] != hidden
	}
	return lacks || len(line.values) == 0
}

// position orders paths as the form does: field, line, field of the line.
func (f Form) position(path string) []int {
	key, rest, deeper := strings.Cut(path, ".")
	at := slices.IndexFunc(f.fields, func(c compiled) bool { return c.Key == key })
	if at < 0 || !deeper {
		return []int{at}
	}
	number, sub, _ := strings.Cut(rest, ".")
	n, _ := strconv.Atoi(number) // Paths of problems are made here.
	return append([]int{at, n}, Form{fields: f.fields[at].sub}.position(sub)...)
}
