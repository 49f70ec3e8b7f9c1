package catalogue

import (
	"slices"

	"factotum/automations/form"
)

// Labels are what fields with a key are chosen from in the forms of all kinds, each
// once.
func (c *Catalogue) Labels(field string) []string {
	var all []string
	for _, kind := range c.Kinds() {
		kind.Choices(func(key string, o form.Option) {
			if key == field {
				all = append(all, o.Label)
			}
		})
	}
	slices.Sort(all)
	return slices.Compact(all)
}
