package form

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"factotum/automations/calendar"
	"factotum/automations/money"
)

// Value is what a field holds; the field's type says which part is used. It is
// canonical: what means the same is equal in JSON too.
type Value struct {
	Text    string           `json:"text,omitempty"`
	Number  *decimal.Decimal `json:"number,omitempty"`
	Money   *money.Amount    `json:"money,omitempty"`
	Date    calendar.Date    `json:"date,omitzero"`
	Checked bool             `json:"checked,omitempty"`
	List    []string         `json:"list,omitempty"`
	Files   []File           `json:"files,omitempty"`
	Lines   []Values         `json:"lines,omitempty"`
}

// Values holds the fields that have a value, by key.
type Values map[string]Value

// File is a file that somebody added. Name is a label and never a path.
type File struct {
	Name   string `json:"name"`
	Type   string `json:"type,omitempty"`   // as the messaging service says: "pdf"
	Size   int64  `json:"size,omitempty"`   // bytes
	Source string `json:"source,omitempty"` // its id in the messaging service
	Hash   string `json:"hash,omitempty"`   // SHA-256 in lower-case hex, once copied
}

// Input is what came out of one element of a form, not yet read.
type Input struct {
	Text  string   `json:"text,omitempty"`
	List  []string `json:"list,omitempty"`
	Files []File   `json:"files,omitempty"`
}

// Raw holds inputs by path: "purpose", "lines.0.amount".
type Raw map[string]Input

// Problem is one thing wrong, at the path of a field, as a sentence that says
// what to do instead.
type Problem struct {
	Path string `json:"path"`
	Say  string `json:"say"`
	Met  string `json:"met,omitempty"` // id of the record that stands in the way
}

// Context is what a form is read in.
type Context struct {
	Today     calendar.Date
	Currency  money.Currency                                            // of amounts typed without one
	Region    string                                                    // ISO 3166-1 country of phone numbers typed without one
	Requester map[string]any                                            // the fact "requester" of conditions and defaults; "id" is the person
	Facts     map[string]any                                            // further facts, as promised to Compile
	Base      func(money.Amount, calendar.Date) (decimal.Decimal, bool) // value in base currency; nil knows Currency only
	Known     func(kind, id string) bool                                // whether a "person" or "team" exists; nil takes all
	Named     func(name string) Namesakes                               // who is called so, where nobody chooses from a list; nil takes ids only
}

// Namesakes are those whom a name may mean.
type Namesakes struct {
	Full []string // ids of those with this full name, address or account
	Part []string // ids of others of whose name these are whole words
	Near []string // names that come nearest, where it is nobody's full name
}

// ids are those of the full name, or else those of whose name it is a part.
func (n Namesakes) ids() []string {
	if len(n.Full) > 0 {
		return n.Full
	}
	return n.Part
}

// IsZero reports whether there is no value.
func (v Value) IsZero() bool {
	return v.Text == "" && v.Number == nil && v.Money == nil && v.Date.IsZero() && !v.Checked &&
		len(v.List) == 0 && len(v.Files) == 0 && len(v.Lines) == 0
}

// Files returns every file of the values, in the order of keys and lines.
func Files(values Values) []File {
	var keys []string // few have any
	for key, v := range values {
		if len(v.Files)+len(v.Lines) > 0 {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	var files []File
	for _, key := range keys {
		files = append(files, values[key].Files...)
		for _, line := range values[key].Lines {
			files = append(files, Files(line)...)
		}
	}
	return files
}

// MapFiles returns a copy of the values with every file replaced by what change
// makes of it.
func MapFiles(values Values, change func(File) File) Values {
	if values == nil {
		return nil
	}
	changed := make(Values, len(values))
	for key, v := range values {
		v.Files, v.Lines = slices.Clone(v.Files), slices.Clone(v.Lines)
		for i, file := range v.Files {
			v.Files[i] = change(file)
		}
		for i, line := range v.Lines {
			v.Lines[i] = MapFiles(line, change)
		}
		changed[key] = v
	}
	return changed
}

// Texts returns the texts and list entries at a path such as "cost_centre" or
// "lines.cost_centre", each once, in their order.
func Texts(values Values, path string) []string {
	var texts []string
	add := func(text string) {
		if text != "" && !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	key, sub, deeper := strings.Cut(path, ".")
	v := values[key]
	if !deeper {
		add(v.Text)
	}
	for _, text := range v.List {
		add(text)
	}
	for _, line := range v.Lines {
		for _, text := range Texts(line, sub) {
			add(text)
		}
	}
	return texts
}
