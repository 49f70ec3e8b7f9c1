package practice

import (
	"maps"
	"slices"
	"strings"
)

// Bound is one figure of the rulebook, with a rulebook that lacks it.
type Bound struct {
	Name string // kind, field and which end: header.text most
	Type string // that a payload names where the bound is felt, "" for any
	Key  string // the property it is about
	book rulebook
}

// Message and View judge without the bound.
func (b Bound) Message(body []byte) []Problem { return b.book.message(body) }

// View is Message for views.
func (b Bound) View(body []byte) []Problem { return b.book.anyView(body) }

// EveryBound lists all figures that the rulebook holds.
func EveryBound() []Bound {
	var out []Bound
	all := kinds()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		for _, field := range slices.Sorted(maps.Keys(all[name].fields)) {
			at := name + "." + field
			for depth, s := 0, all[name].fields[field]; ; depth, s, at = depth+1, *s.of, at+"[]" {
				if s.most > 0 {
					out = append(out, all.without(at+" most", name, field, depth, func(s *shape) { s.most = 0 }))
				}
				if s.least > 0 || s.is == "integer" {
					out = append(out, all.without(at+" least", name, field, depth, func(s *shape) { s.least = -1 << 40 }))
				}
				if s.of == nil {
					break
				}
			}
		}
	}
	return out
}

func (k rulebook) without(say, name, field string, depth int, loosen func(*shape)) Bound {
	book := maps.Clone(k)
	s := book[name].fields[field]
	inner := &s
	for range depth {
		copied := *inner.of
		inner.of = &copied
		inner = &copied
	}
	loosen(inner)
	fields := maps.Clone(book[name].fields)
	fields[field] = s
	book[name] = kind{fields, k[name].must, k[name].some, k[name].one, k[name].on, k[name].scope, k[name].also}
	typed := ""
	if _, there := fields["type"]; there && !strings.HasPrefix(name, "view") {
		typed = name[strings.LastIndex(name, ":")+1:]
	}
	return Bound{Name: say, Type: typed, Key: `"` + field + `":`, book: book}
}
