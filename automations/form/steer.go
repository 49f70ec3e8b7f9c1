package form

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Steers tells whether what stands at a path decides which other fields are
// shown or needed, so that a form has to be drawn anew when it changes.
func (f Form) Steers(path string) bool {
	key, sub, deeper := strings.Cut(path, ".")
	if number, rest, ok := strings.Cut(sub, "."); ok && isIndex(number) {
		sub = rest
	}
	for _, c := range f.fields {
		switch {
		case slices.Contains(c.show.names, key), slices.Contains(c.required.names, key), slices.Contains(c.compute.names, key):
			return true
		case deeper && c.Key == key && Form{fields: c.sub}.Steers(sub):
			return true
		case !deeper && Form{fields: c.sub}.Steers(key):
			return true
		}
	}
	return false
}

// Hidden gives the paths of the fields that are not shown for these inputs,
// those of every line that has an input included.
func (f Form) Hidden(raw Raw, ctx Context) map[string]bool {
	paths := map[string]bool{}
	f.each(raw, ctx, func(group reading, _ map[string]any) {
		for key, state := range group.state {
			if state == hidden {
				paths[group.prefix+key] = true
			}
		}
	})
	return paths
}

// Demanded gives the paths of the fields that these inputs make necessary, those
// of every line that has an input included. Always required ones are left out.
func (f Form) Demanded(raw Raw, ctx Context) map[string]bool {
	paths := map[string]bool{}
	f.each(raw, ctx, func(group reading, facts map[string]any) {
		for _, c := range group.fields {
			if c.RequiredWhen == "" || group.state[c.Key] == hidden {
				continue
			}
			if holds, err := c.required.Holds(facts); holds && err == nil {
				paths[group.prefix+c.Key] = true
			}
		}
	})
	return paths
}

// DemandedBy names the facts that decide whether the field at a path is needed.
func (f Form) DemandedBy(path string) []string {
	key, sub, deeper := strings.Cut(path, ".")
	if number, rest, ok := strings.Cut(sub, "."); ok && isIndex(number) {
		sub = rest
	}
	for _, c := range f.fields {
		switch {
		case c.Key != key:
		case deeper:
			return Form{fields: c.sub}.DemandedBy(sub)
		default:
			return c.required.names
		}
	}
	return nil
}

// each reads the form and every line that has an input, and gives each with the
// facts around it.
func (f Form) each(raw Raw, ctx Context, visit func(group reading, facts map[string]any)) {
	facts := f.factsAround(ctx)
	maps.Copy(facts, Sample(f.Fields()))
	r := reader{raw: raw, ctx: ctx}
	visit(r.read("", f.fields, facts), facts)
	for _, c := range f.fields {
		if c.Type != Lines {
			continue
		}
		for _, n := range r.indexes(c) {
			line := r.read(c.Key+"."+strconv.Itoa(n)+".", c.sub, maps.Clone(facts))
			around := maps.Clone(facts)
			maps.Copy(around, lineFacts(line, ctx))
			visit(line, around)
		}
	}
}
