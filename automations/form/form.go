// Package form owns typed fields, what people put into them, and the conditions
// that ask about it: it reads every value with a sentence for each bad one, gives
// it back for editing, and shows it. It must not know who people are, how a form
// is drawn, or what a request does with its values; today and the facts around a
// form are arguments.
package form

import (
	"regexp"
	"strconv"
	"strings"
)

// Type says what a field holds.
type Type string

// The types of a field.
const (
	Text        Type = "text"         // one line
	Paragraph   Type = "paragraph"    // several lines
	Number      Type = "number"       //
	Money       Type = "money"        // an amount with its currency
	Date        Type = "date"         //
	Select      Type = "select"       // one of the options
	MultiSelect Type = "multi_select" // several of the options
	Person      Type = "person"       // id of one person
	People      Type = "people"       // ids of several
	Team        Type = "team"         // key of a team
	Upload      Type = "file"         // one or more files
	Email       Type = "email"        //
	Phone       Type = "phone"        // kept as E.164
	URL         Type = "url"          // http or https
	IBAN        Type = "iban"         // ISO 13616, kept without spaces
	VAT         Type = "vat"          // kept with its country, without spaces
	Checkbox    Type = "checkbox"     //
	Lines       Type = "lines"        // a repeating group of fields
)

// Field is one question of a form. Min and Max bound what its type counts: the
// value of a number or an amount ("0.01", "500 EUR"), a day ("2026-11-20",
// "today", "today-90"), the characters of a text, and how many files, people,
// options or lines there are.
type Field struct {
	Key          string   `yaml:"key" json:"key"`
	Label        string   `yaml:"label" json:"label"` // from the key where empty
	Hint         string   `yaml:"hint" json:"hint,omitempty"`
	Placeholder  string   `yaml:"placeholder" json:"placeholder,omitempty"`
	Type         Type     `yaml:"type" json:"type"`
	Required     bool     `yaml:"required" json:"required,omitempty"`
	RequiredWhen string   `yaml:"required_when" json:"required_when,omitempty"` // condition; may name any field
	ShowWhen     string   `yaml:"show_when" json:"show_when,omitempty"`         // condition over the fields above; what is hidden is neither asked nor kept
	Options      []Option `yaml:"options" json:"options,omitempty"`
	Words        []string `yaml:"words" json:"words,omitempty"`   // tick a checkbox when they are typed, "private:" only as what the text begins with; of a date: stand before it, as its key does
	Source       string   `yaml:"source" json:"source,omitempty"` // what the company fills the options from, such as cost_centres; done before Compile
	Min          string   `yaml:"min" json:"min,omitempty"`       // amounts may not be negative unless this says so
	Max          string   `yaml:"max" json:"max,omitempty"`
	FallsOn      string   `yaml:"falls_on" json:"falls_on,omitempty"` // of a date: the day of the week, such as monday, or first for the first of a month
	Ahead        bool     `yaml:"ahead" json:"ahead,omitempty"`       // of a date: “Friday” is the next one, as it is for one that is today at the earliest
	Pattern      string   `yaml:"pattern" json:"pattern,omitempty"`   // RE2 that the whole text must match
	PatternHint  string   `yaml:"pattern_hint" json:"pattern_hint,omitempty"`
	Default      string   `yaml:"default" json:"default,omitempty"`         // as typed, or "today", "today+7", "requester", "requester.cost_centre"
	Fields       []Field  `yaml:"fields" json:"fields,omitempty"`           // of lines
	Compute      string   `yaml:"compute" json:"compute,omitempty"`         // what it is reckoned by from the fields above; nobody fills it in
	Beneficiary  bool     `yaml:"beneficiary" json:"beneficiary,omitempty"` // the person the request is for, who never decides on it
}

// Option is one choice. Words suggest it when a request is written as one line.
type Option struct {
	Value       string   `yaml:"value" json:"value"`
	Label       string   `yaml:"label" json:"label"` // from the value where empty
	Description string   `yaml:"description" json:"description,omitempty"`
	Words       []string `yaml:"words" json:"words,omitempty"`
}

// Form is a compiled list of fields. It is safe for concurrent use; its zero
// value has no fields.
type Form struct {
	fields []compiled
	around map[string]any // the promised facts, empty
	plain  []Field        // the fields as they are given out; nil: made anew
	sample map[string]any // what each field is in conditions while it is empty
}

// compiled is a field with its conditions ready to ask.
type compiled struct {
	Field
	required Condition
	show     Condition
	compute  formula
	pattern  *regexp.Regexp // nil takes all
	sub      []compiled
}

// Fields returns the fields in their order, with labels filled in. They are not
// to be changed.
func (f Form) Fields() []Field {
	if f.plain != nil {
		return f.plain
	}
	fields := make([]Field, len(f.fields))
	for i, c := range f.fields {
		fields[i] = c.Field
	}
	return fields
}

// Field returns the field at a path: "purpose", "lines.amount" or "lines.0.amount".
func (f Form) Field(path string) (Field, bool) {
	key, rest, deeper := strings.Cut(path, ".")
	for _, c := range f.fields {
		if c.Key != key {
			continue
		}
		if !deeper {
			return c.Field, true
		}
		if number, sub, ok := strings.Cut(rest, "."); ok && isIndex(number) {
			rest = sub
		}
		return Form{fields: c.sub}.Field(rest)
	}
	return Field{}, false
}

// isIndex reports whether text is the number of a line as paths have it: 0, 1, 12.
func isIndex(text string) bool {
	n, err := strconv.Atoi(text)
	return err == nil && n >= 0 && n < 1000 && strconv.Itoa(n) == text
}
