package catalogue

import (
	"maps"
	"slices"
	"strings"

	"factotum/automations/form"
)

// Put places dropped files where the kind takes them: one line a file where
// they belong to lines, the first of them on a line that has no file yet.
// A new line begins with its defaults.
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
			v.Lines = append(v.Lines, k.Form.NewLine(list, ctx))
			at = len(v.Lines) - 1
		}
		line := maps.Clone(v.Lines[at])
		line[key] = form.Value{Files: []form.File{f}}
		v.Lines[at] = line
	}
	out[list] = v
	return out
}
