package catalogue

import "strings"

// Called are the keys of the kinds and datasets that a word names, by key, title
// or alias; those that come by themselves included.
func (c *Catalogue) Called(word string) []string {
	var keys []string
	for _, k := range c.Kinds() {
		if k.called(word) {
			keys = append(keys, k.Key)
		}
	}
	for _, ds := range c.Datasets() {
		if strings.EqualFold(ds.Key, word) || strings.EqualFold(ds.Title, word) {
			keys = append(keys, ds.Key)
		}
	}
	return keys
}
