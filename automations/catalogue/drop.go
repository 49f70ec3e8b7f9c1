package catalogue

import (
	"maps"
	"slices"
	"strings"

	"factotum/automations/form"
)

// Bare are the paths of the fields that are read from dropped files: beside
// such a file they begin with no default, but with what it says.
func (k Kind) Bare() []string {
	var paths []string
	for key := range k.reads {
		paths = append(paths, k.path(key))
	}
	return paths
}

// Put places dropped files where the kind takes them: one line a file where
// they belong to lines, the first of them on a line that has no file yet.
// A new line begins with its defaults, but for what is read from the file.
func (k Kind) Put(values form.Values, files []form.File, ctx form.Context) form.Values {
	out := maps.Clone(values)
	if out == nil {
		out = form.Values{}
	}
	list, key, inLines := strings.Cut(k.Drop, ".")
	if !inLines {
		v := out[k.Drop]
		v.Files = append(slices.Clip(v.Files), files...)
		out[k.Drop] = v
		return out
	}
	v := out[list]
	v.Lines = slices.Clone(v.Lines)
	for _, f := range files {
		at := slices.IndexFunc(v.Lines, func(line form.Values) bool { return len(line[key].Files) == 0 })
		if at < 0 {
			fresh := k.Form.NewLine(list, ctx)
			maps.DeleteFunc(fresh, func(key string, _ form.Value) bool { return k.Reads(list + "." + key) })
			v.Lines = append(v.Lines, fresh)
			at = len(v.Lines) - 1
		}
		line := maps.Clone(v.Lines[at])
		line[key] = form.Value{Files: []form.File{f}}
		v.Lines[at] = line
	}
	out[list] = v
	return out
}
