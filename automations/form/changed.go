package form

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
)

// Same tells whether two values mean the same.
func (v Value) Same(other Value) bool {
	a, errA := json.Marshal(v)
	b, errB := json.Marshal(other)
	return errA == nil && errB == nil && bytes.Equal(a, b)
}

// Changed are the keys whose values differ, sorted. Our own copy of a file is
// no difference.
func Changed(before, after Values) []string {
	bare := func(f File) File {
		f.Hash = ""
		return f
	}
	before, after = MapFiles(before, bare), MapFiles(after, bare)
	keys := slices.Sorted(maps.Keys(before))
	for key := range after {
		if _, known := before[key]; !known {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return slices.DeleteFunc(keys, func(key string) bool { return before[key].Same(after[key]) })
}
