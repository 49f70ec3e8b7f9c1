package report

import "slices"

// Offered gives reports the choices of forms: of is the name of everything that fields
// with a key are chosen from.
func Offered(all []Report, of func(field string) []string) []Report {
	all = slices.Clone(all)
	for i, r := range all {
		for j, p := range r.Parameters {
			if p.Of == "" {
				continue
			}
			all[i].Parameters = slices.Clone(all[i].Parameters)
			all[i].Parameters[j].Choices = of(p.Of)
		}
	}
	return all
}
