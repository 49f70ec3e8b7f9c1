package catalogue

import (
	"slices"

	"factotum/automations/form"
)

// Categories are those of all tickets, each value once.
func (c *Catalogue) Categories() []form.Option {
	var all []form.Option
	for _, k := range c.Kinds() {
		if k.work == nil || k.work.category == "" {
			continue
		}
		field, _ := k.Form.Field(k.work.category)
		for _, o := range field.Options {
			if !slices.ContainsFunc(all, func(have form.Option) bool { return have.Value == o.Value }) {
				all = append(all, o)
			}
		}
	}
	return all
}
