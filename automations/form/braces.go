package form

import (
	"regexp"
	"strings"
)

var inBraces = regexp.MustCompile(`\{([^{}]*)\}`)

// Braced are the keys that stand in braces in a text: "{person}, week of {week}".
func Braced(text string) []string {
	var keys []string
	for _, m := range inBraces.FindAllStringSubmatch(text, -1) {
		keys = append(keys, m[1])
	}
	return keys
}

// Braces puts the values of fields, each on one line, in the place of their keys
// in braces. Names is as for Show. The text is not escaped.
func (f Form) Braces(text string, values Values, names func(kind, id string) string) string {
	return inBraces.ReplaceAllStringFunc(text, func(p string) string {
		field, _ := f.Field(strings.Trim(p, "{}"))
		return strings.Join(strings.Fields(f.Show(field, values[field.Key], names)), " ")
	})
}
