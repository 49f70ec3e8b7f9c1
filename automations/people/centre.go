package people

import (
	"slices"
	"strings"
)

// Charging gives the directory with these cost centres instead of its own, each
// code once, in upper or lower case. Owners who are not in the directory own
// nothing.
func (d Directory) Charging(centres []CostCentre) Directory {
	d.centres = make([]CostCentre, 0, len(centres))
	for _, c := range centres {
		if _, known := d.Person(c.Owner); !known {
			c.Owner = ""
		}
		d.centres = append(d.centres, c)
	}
	slices.SortStableFunc(d.centres, func(a, b CostCentre) int { return strings.Compare(key(a.Code), key(b.Code)) })
	d.centres = slices.CompactFunc(d.centres, func(a, b CostCentre) bool { return key(a.Code) == key(b.Code) })
	d.fill()
	return d
}
