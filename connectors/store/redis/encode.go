package redis

import "factotum/automations/state"

// encode gives the KEYS and ARGV of commit.lua; expected is the place of the first
// notice.
func (s *Store) encode(parcels []*parcel, expected int64) (keys []string, args parts) {
	keys = append(make([]string, 0, len(s.keys)+5*len(parcels)), s.keys...)
	var all [kinds]parts
	for _, p := range parcels {
		keys = append(keys, s.once(p.change.Once.Key))
		before := len(all[ofTold])
		for k, values := range p.parts {
			switch kind(k) {
			case ofGuards:
				all[k] = guarded(all[k], values)
			case ofTyped:
				all[k] = after(before, all[k], values)
			default:
				all[k] = append(all[k], values...)
			}
		}
	}
	for i := 2; i < len(all[ofNotices]); i += 3 {
		placed(all[ofNotices][i].([]byte), expected+int64(i/3)) //nolint:forcetypeassert // tell has made it
	}
	args = append(make(parts, 0, 64*len(parcels)), min(s.options.Replicas, 1), len(parcels), expected)
	for _, values := range all {
		args = append(append(args, len(values)), values...)
	}
	for _, i := range indexes(parcels) {
		entries, places := s.index(i.name)
		keys = append(keys, entries, places)
		args = append(append(args, i.name, len(i.gone)), i.gone...)
		args = append(append(args, len(i.come)), i.come...)
	}
	return keys, args
}

// guarded adds the guards that others do not have as well.
func guarded(all, values parts) parts {
	others := len(all)
	for i := 0; i < len(values); i += 2 {
		known := false
		for j := 0; j < others && !known; j += 2 {
			known = all[j] == values[i] && all[j+1] == values[i+1]
		}
		if !known {
			all = append(all, values[i], values[i+1])
		}
	}
	return all
}

// after adds payloads of entries that stand after so many others.
func after(before int, all, values parts) parts {
	for i := 0; i < len(values); i += 2 {
		all = append(all, before+values[i].(int), values[i+1]) //nolint:forcetypeassert // tell has made it
	}
	return all
}

// index is what goes and comes of one.
type index struct {
	name       string
	gone, come parts
}

func indexes(parcels []*parcel) (all []*index) {
	known := make(map[string]*index)
	of := func(e state.Entry) (*index, string) {
		i := known[e.Index]
		if i == nil {
			i = &index{name: e.Index}
			known[e.Index], all = i, append(all, i)
		}
		return i, e.Sort + "\x00" + e.ID
	}
	for _, p := range parcels {
		for _, e := range p.change.Remove {
			i, entry := of(e)
			i.gone = append(i.gone, entry)
		}
		for _, e := range p.change.Add {
			i, entry := of(e)
			i.come = append(i.come, entry)
		}
	}
	return all
}
