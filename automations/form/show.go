package form

import (
	"fmt"
	"strings"
	"time"

	"github.com/nyaruka/phonenumbers"

	"factotum/automations/calendar"
)

// Show returns a value as plain text for people; names gives the name of a
// "person" or "team" by its id, and may be nil. The text is not escaped.
func (f Form) Show(field Field, v Value, names func(kind, id string) string) string {
	if v.IsZero() {
		if field.Type == Checkbox {
			return "No"
		}
		return ""
	}
	switch field.Type {
	case Number:
		return v.Number.String()
	case Money:
		return v.Money.String()
	case Date:
		return showDay(v.Date)
	case Checkbox:
		return "Yes"
	case Select, Person, Team:
		return field.showChoice(v.Text, names)
	case MultiSelect, People:
		shown := make([]string, len(v.List))
		for i, id := range v.List {
			shown[i] = field.showChoice(id, names)
		}
		return strings.Join(shown, ", ")
	case Upload:
		shown := make([]string, len(v.Files))
		for i, file := range v.Files {
			shown[i] = file.Name
		}
		return strings.Join(shown, ", ")
	case IBAN:
		return inFours(v.Text)
	case Phone:
		return showPhone(v.Text)
	case Lines:
		return f.showLines(field, v, names)
	case Text, Paragraph, Email, URL, VAT:
	}
	return v.Text
}

// showLines writes one line of text a line, its values parted by points.
func (f Form) showLines(field Field, v Value, names func(kind, id string) string) string {
	shown := make([]string, len(v.Lines))
	for i, line := range v.Lines {
		var parts []string
		for _, sub := range field.Fields {
			if value, ok := line[sub.Key]; ok {
				parts = append(parts, f.Show(sub, value, names))
			}
		}
		shown[i] = strings.Join(parts, " · ")
	}
	return strings.Join(shown, "\n")
}

func (f Field) showChoice(id string, names func(kind, id string) string) string {
	if o, ok := f.option(id); ok {
		return o.Label
	}
	switch {
	case names == nil:
		return id
	case f.Type == Person || f.Type == People:
		return names("person", id)
	case f.Type == Team:
		return names("team", id)
	}
	return id // An option that has been removed since.
}

func showDay(d calendar.Date) string { return d.In(time.UTC).Format("2 Jan 2006") }

func inFours(text string) string {
	var b strings.Builder
	for i, r := range text {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "%c", r)
	}
	return b.String()
}

func showPhone(text string) string {
	number, err := phonenumbers.Parse(text, "")
	if err != nil {
		return text
	}
	return phonenumbers.Format(number, phonenumbers.INTERNATIONAL)
}
