package dataset

import (
	"maps"
	"slices"
	"strings"

	"factotum/automations/form"
)

// columns finds the field of each column. A column without a name is left out.
func (t *table) columns(names []string, line int) {
	t.paths = make([]string, len(names))
	for i, name := range names {
		if strings.TrimSpace(name) == "" {
			continue
		}
		path, ok := t.column(name)
		if !ok {
			path, ok = t.meant(name)
		}
		if !ok {
			t.wrong(line, "There is no column %q. Name columns by %s.", strings.TrimSpace(name), strings.Join(t.names(), ", "))
			continue
		}
		for j, other := range t.paths[:i] {
			if other == path {
				t.wrong(line, "The columns %d and %d are both %s. Delete one.", j+1, i+1, t.label(path))
			}
		}
		t.paths[i] = path
	}
	if len(t.mistakes) > 0 {
		return
	}
	t.named(line)
}

// named demands the columns of the fields that name a record.
func (t *table) named(line int) {
	for _, key := range t.Labels() {
		if field, _ := t.Form.Field(key); field.Compute == "" && !slices.Contains(t.paths, key) {
			t.wrong(line, "There is no column %q, which every row needs. Add it.", t.label(key))
		}
	}
}

// column is the path of the field that a column names: by key, path or label,
// and a repeated field also by its first part.
func (t *table) column(name string) (string, bool) {
	name = squeezed(name)
	same := func(f form.Field) bool {
		bare, _, _ := strings.Cut(f.Label, "(") // what is explained of it is no part of its name
		return name == strings.ReplaceAll(f.Key, "_", "") || name == squeezed(f.Label) || name == squeezed(bare)
	}
	for _, path := range slices.Sorted(maps.Keys(t.Also)) {
		if slices.ContainsFunc(t.Also[path], func(also string) bool { return name == strings.ReplaceAll(Fold(also), " ", "") }) {
			return path, true
		}
	}
	for _, f := range t.Form.Fields() {
		if !same(f) || f.Compute != "" {
			continue
		}
		if f.Type == form.Lines {
			return f.Key + "." + f.Fields[0].Key, true
		}
		return f.Key, f.Type != form.Upload
	}
	for _, f := range t.Form.Fields() {
		for _, sub := range f.Fields {
			if same(sub) || name == strings.ReplaceAll(f.Key+sub.Key, "_", "") {
				return f.Key + "." + sub.Key, true
			}
		}
	}
	return "", false
}

// names are what columns can be called.
func (t *table) names() []string {
	var names []string
	for _, f := range t.Form.Fields() {
		switch {
		case f.Type == form.Lines:
			for _, sub := range f.Fields {
				names = append(names, f.Key+"."+sub.Key)
			}
		case f.Type != form.Upload && f.Compute == "":
			names = append(names, f.Key)
		}
	}
	return names
}
