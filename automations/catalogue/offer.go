package catalogue

import (
	"maps"
	"slices"

	"factotum/automations/form"
)

// Offer lets the fields with a source offer these choices from now on. Where the
// kinds would not stand with them, as where nothing is left of what somebody has
// to choose, everything stays as it was.
func (c *Catalogue) Offer(source string, options []form.Option) {
	company := c.Company()
	if slices.EqualFunc(company.Options[source], options, func(a, b form.Option) bool { return a.Value == b.Value && a.Label == b.Label }) {
		return
	}
	company.Options = maps.Clone(company.Options)
	if company.Options == nil {
		company.Options = map[string][]form.Option{}
	}
	company.Options[source] = options
	next, problems := compile(company, c.builtin, c.own)
	if len(problems) == 0 {
		c.newest.Store(next)
	}
}

// Empty says which datasets have no record yet. Who asks for something is not
// asked for one of them.
func (c *Catalogue) Empty(datasets []string) {
	next := *c.now()
	if slices.Equal(next.company.empty, datasets) {
		return
	}
	next.company.empty, next.kinds = datasets, slices.Clone(next.kinds)
	for i, k := range next.kinds {
		next.kinds[i].Unasked = k.unasked(datasets)
	}
	c.newest.Store(&next)
}

// Vacant are the keys of datasets that have no record, as far as is known.
func (c Company) Vacant() []string { return c.empty }

// unasked are the fields that name a record where there is none.
func (k Kind) unasked(empty []string) []string {
	var keys []string
	for key, into := range k.Refers {
		if field, _ := k.Form.Field(key); !field.Required && slices.Contains(empty, into) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}
