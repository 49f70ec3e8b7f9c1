package catalogue

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"factotum/automations/form"
	"factotum/automations/invoice"
)

// Scan is a file of a draft, and what was read from it.
type Scan struct {
	File  form.File        `json:"file"`
	Begun form.Values      `json:"begun,omitempty"` // what stood beside it and is only what a new form begins with
	Done  bool             `json:"done,omitempty"`
	Say   string           `json:"say,omitempty"`  // why nothing was read
	Read  *invoice.Invoice `json:"read,omitempty"` // its header
}

// group is a form, or a line of it, that takes files: values by key, and where
// they stand.
type group struct {
	prefix string // "" or "lines.2."
	values form.Values
}

// groups are the places of a form that take files, in their order.
func (k Kind) groups(values form.Values) []group {
	list := k.list()
	if list == "" {
		return []group{{"", values}}
	}
	var all []group
	for i, line := range values[list].Lines {
		all = append(all, group{list + "." + strconv.Itoa(i) + ".", line})
	}
	return all
}

// list is the key of the lines that take files; "" where the form itself does.
func (k Kind) list() string {
	list, _, inLines := strings.Cut(k.Drop, ".")
	if !inLines {
		return ""
	}
	return list
}

// dropKey is the key of the field that takes files, beside the fields that are
// read from them.
func (k Kind) dropKey() string { return k.Drop[strings.LastIndexByte(k.Drop, '.')+1:] }

func (g group) holds(key, source string) bool {
	return slices.ContainsFunc(g.values[key].Files, func(f form.File) bool { return f.Source == source })
}

// Scannable are the files from which the kind reads fields and of which we have
// no copy yet, each once, with what stands beside them without having been
// typed: what a new form begins with.
func (k Kind) Scannable(values form.Values, ctx form.Context) []Scan {
	var scans []Scan
	if len(k.reads) == 0 {
		return nil
	}
	initial := k.Form.NewLine(k.list(), ctx)
	for _, g := range k.groups(values) {
		begun := form.Values{}
		for key := range k.reads {
			if v, ok := g.values[key]; ok && v.Same(initial[key]) {
				begun[key] = v
			}
		}
		for _, f := range g.values[k.dropKey()].Files {
			known := func(s Scan) bool { return s.File.Source == f.Source }
			if f.Hash == "" && f.Source != "" && !slices.ContainsFunc(scans, known) {
				scans = append(scans, Scan{File: f, Begun: begun})
			}
		}
	}
	return scans
}

// Take lays what was read from a file into the fields beside it that are empty
// or hold what they began with: what somebody typed stays. Amounts are left out
// beside one that was typed and is another.
func (k Kind) Take(values form.Values, s Scan, ctx form.Context) form.Values {
	out, list := maps.Clone(values), k.list()
	for i, g := range k.groups(values) {
		if !g.holds(k.dropKey(), s.File.Source) {
			continue
		}
		taken := k.beside(g, s, ctx)
		if list == "" {
			return taken
		}
		lines := slices.Clone(out[list].Lines)
		lines[i] = taken
		out[list] = form.Value{Lines: lines}
	}
	return out
}

func (k Kind) beside(g group, s Scan, ctx form.Context) form.Values {
	out := maps.Clone(g.values)
	found, _ := k.found(s, ctx)
	free := func(key string) bool {
		v, has := g.values[key]
		return !has || v.IsZero() || v.Same(s.Begun[key])
	}
	another := false
	for key, v := range found {
		another = another || v.Money != nil && !free(key) && !v.Same(g.values[key])
	}
	for key, v := range found {
		if free(key) && (v.Money == nil || !another) {
			out[key] = v
		}
	}
	return out
}

// Awaits tells whether the field at a path may stay empty for now: it is read
// from one of the files beside it that have these sources.
func (k Kind) Awaits(path string, raw form.Raw, unread []string) bool {
	at := strings.LastIndexByte(path, '.') + 1
	if _, read := k.reads[path[at:]]; !read || raw[path].Text != "" || !k.beneath(path[:at]) {
		return false
	}
	return slices.ContainsFunc(raw[path[:at]+k.dropKey()].Files, func(f form.File) bool { return slices.Contains(unread, f.Source) })
}

// Reads tells whether the field at a path can be read from a file beside it.
func (k Kind) Reads(path string) bool {
	at := strings.LastIndexByte(path, '.') + 1
	_, read := k.reads[path[at:]]
	return read && k.beneath(path[:at])
}

// beneath tells whether files stand at a prefix: "" or "lines.2.".
func (k Kind) beneath(prefix string) bool {
	list := k.list()
	return k.Drop != "" && (prefix == "" && list == "" || list != "" && strings.HasPrefix(prefix, list+"."))
}

// Says is what a document says in the field with this key; false where nothing
// is read into it.
func (k Kind) Says(key string) (invoice.Field, bool) {
	name, ok := k.reads[key]
	return name, ok
}
