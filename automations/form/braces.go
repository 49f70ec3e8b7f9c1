package form

import (
	"regexp"
	"strings"
)

var (
	inBraces = regexp.MustCompile(`\{([^{}]*)\}`)
	blanks   = regexp.MustCompile(`\s+`)
)

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

// Unbraced are the values that Braces would put into a text, as far as what it made
// of them can be read again; none where the text is no such one. Case and blanks do
// not count.
func (f Form) Unbraced(text, made string, ctx Context) Values {
	keys := Braced(text)
	var pattern strings.Builder
	for i, literal := range inBraces.Split(text, -1) {
		if i > 0 {
			pattern.WriteString(`(.+?)`)
		}
		pattern.WriteString(blanks.ReplaceAllString(regexp.QuoteMeta(literal), `\s+`))
	}
	found := regexp.MustCompile(`(?i)^\s*` + pattern.String() + `\s*$`).FindStringSubmatch(made)
	if len(found) < 2 {
		return nil
	}
	raw := Raw{}
	for i, key := range keys {
		raw[key] = Input{Text: strings.TrimSpace(found[i+1])}
	}
	values, _ := f.Parse(raw, ctx)
	return values
}
