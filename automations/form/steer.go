package form

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Steers tells whether what stands at a path decides which other fields are
// shown, so that a form has to be drawn anew when it changes.
func (f Form) Steers(path string) bool {
	key, sub, deeper := strings.Cut(path, ".")
	if number, rest, ok := strings.Cut(sub, "."); ok && isIndex(number) {
		sub = rest
	}
	for _, c := range f.fields {
		switch {
		case deeper && c.Key == key:
			return Form{fields: c.sub}.Steers(sub)
		case !deeper && (slices.Contains(c.show.names, key) || Form{fields: c.sub}.Steers(key)):
			return true
		}
	}
	return false
}

// Hidden gives the paths of the fields that are not shown for these inputs,
// those of every line that has an input included.
func (f Form) Hidden(raw Raw, ctx Context) map[string]bool {
	facts := f.factsAround(ctx)
	maps.Copy(facts, Sample(f.Fields()))
	r := reader{raw: raw, ctx: ctx}
	group := r.read("", f.fields, facts)
	paths := map[string]bool{}
	group.hide(paths)
	for _, c := range f.fields {
		if c.Type != Lines {
			continue
		}
		for _, n := range r.indexes(c) {
			r.read(c.Key+"."+strconv.Itoa(n)+".", c.sub, maps.Clone(facts)).hide(paths)
		}
	}
	return paths
}

func (g reading) hide(paths map[string]bool) {
	for key, state := range g.state {
		if state == hidden {
			paths[g.prefix+key] = true
		}
	}
}
