package view

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"factotum/automations/catalogue"
	"factotum/automations/form"
	"factotum/automations/money"
	"factotum/automations/people"
	"factotum/automations/request"
)

// paper shows the values of a form as its reader reads them.
type paper struct {
	kind catalogue.Kind
	dir  people.Directory
	clock
	unsure func(path string) bool // nil: everything is sure
	masked func(form.Field) bool  // nil: everything is shown
	veiled []string               // keys of fields of which only is shown that they have a value
}

// fact is a field with its value as text; long ones want a place of their own.
type fact struct {
	label, value string
	long         bool
	address      bool // a web address, which stays as it is: marked keeps Slack from making it a link
}

// dots stand for a value that the reader may not see.
const dots = "••••"

// show is the value of a field as plain text.
func (p paper) show(field form.Field, v form.Value) string {
	if slices.Contains(p.veiled, field.Key) && !v.IsZero() {
		return dots
	}
	if field.Type == form.Date && !v.Date.IsZero() {
		return p.day(v.Date)
	}
	if p.masked != nil && !v.IsZero() && p.masked(field) {
		return request.Mask("", v.Text).Masked
	}
	if field.Type == form.Number && !v.IsZero() {
		return money.Figure(*v.Number)
	}
	text := p.kind.Form.Show(field, v, catalogue.Names(p.dir))
	if field.Type == form.Upload && text != "" {
		return "📎 " + text
	}
	return text
}

// writtenDay is a day as form.Show writes it.
var writtenDay = regexp.MustCompile(`\b\d{1,2} [A-Z][a-z]{2} \d{4}\b`)

// dated is a title with its days written as they are in the fields below it: each
// once and whole, since 1 Dec 2026 also stands within 11 Dec 2026.
func (p paper) dated(title string, values form.Values) string {
	days := map[string]string{}
	for _, field := range p.kind.Form.Fields() {
		if v := values[field.Key]; field.Type == form.Date && !v.Date.IsZero() {
			days[p.kind.Form.Show(field, v, nil)] = p.day(v.Date)
		}
	}
	if len(days) == 0 {
		return title
	}
	return writtenDay.ReplaceAllStringFunc(title, func(day string) string { return cmp.Or(days[day], day) })
}

// facts are the fields that have a value, without lines and without what the
// title says already.
func (p paper) facts(values form.Values, title string) []fact {
	var facts []fact
	for _, field := range p.kind.Form.Fields() {
		v, ok := values[field.Key]
		unsure := p.unsure != nil && p.unsure(field.Key)
		if !ok && !unsure || field.Type == form.Lines {
			continue
		}
		text, label := p.show(field, v), field.Label
		if unsure {
			mark := " ⚠️ check"
			if v.IsZero() {
				mark = " ⚠️ missing"
			}
			text, label = orDash(text), label+mark
		}
		if text == "" || text == title {
			continue
		}
		facts = append(facts, fact{
			label: label, value: text,
			long: field.Type == form.Paragraph && (len(text) > 80 || strings.Contains(text, "\n")), address: field.Type == form.URL,
		})
	}
	return facts
}

// sheet shows facts: short ones in two columns, long ones below. Each value is
// cut to so many characters.
func sheet(facts []fact, most int) []slack.Block {
	var blocks []slack.Block
	var columns []*slack.TextBlockObject
	flush := func() {
		if len(columns) > 0 {
			blocks = append(blocks, slack.NewSectionBlock(nil, columns, nil))
		}
		columns = nil
	}
	for _, f := range facts {
		if f.long {
			continue
		}
		value := Escape(f.value, min(most, 900))
		if f.address {
			value = strings.ReplaceAll(value, noLink, "://")
		}
		columns = append(columns, marked("*"+Escape(f.label, 80)+"*\n"+value))
		if len(columns) == maxFields {
			flush()
		}
	}
	flush()
	for _, f := range facts {
		if f.long {
			blocks = append(blocks, rich(sentence(bold(OneLine(f.label, 80))), quote(f.value, most)))
		}
	}
	return blocks
}

// linesFields are the repeating groups of the form.
func (p paper) linesFields() []form.Field {
	var fields []form.Field
	for _, field := range p.kind.Form.Fields() {
		if field.Type == form.Lines && !slices.Contains(p.veiled, field.Key) {
			fields = append(fields, field)
		}
	}
	return fields
}

// nth is what a line is called: Item 2.
func (p paper) nth(list form.Field, i int) string {
	name := "Item"
	if len(p.linesFields()) > 1 {
		name = list.Label
	}
	return fmt.Sprintf("%s %d", name, i+1)
}

// LinesKey is the key of the first repeating group of a kind's form, if it has
// one. The form of a kind edits its lines one at a time.
func LinesKey(kind catalogue.Kind) (string, bool) {
	for _, field := range kind.Form.Fields() {
		if field.Type == form.Lines {
			return field.Key, true
		}
	}
	return "", false
}

// piece is a part of a line's summary.
type piece struct {
	text   string
	strong bool
}

// pieces are what a line says, in the order of its fields: the amount that
// counts in bold, figures and boxes that do not with their label.
func (p paper) pieces(list form.Field, line form.Values) []piece {
	var pieces []piece
	for _, field := range list.Fields {
		v, ok := line[field.Key]
		if !ok {
			continue
		}
		text := OneLine(p.show(field, v), 120)
		counts := p.kind.Amount == list.Key+"."+field.Key
		switch {
		case text == "":
			continue
		case counts:
		case field.Type == form.Money || field.Type == form.Number:
			text = field.Label + " " + text
		case field.Type == form.Checkbox:
			text = field.Label
		}
		pieces = append(pieces, piece{text: text, strong: counts})
	}
	return pieces
}

// lineText is a line in one line of plain text.
func (p paper) lineText(list form.Field, line form.Values, most int) string {
	var texts []string
	for _, piece := range p.pieces(list, line) {
		texts = append(texts, piece.text)
	}
	return OneLine(strings.Join(texts, " · "), most)
}

// linesTotal adds up what counts in the lines; "" where currencies differ.
func (p paper) linesTotal(list form.Field, lines []form.Values) string {
	key, ok := strings.CutPrefix(p.kind.Amount, list.Key+".")
	if !ok {
		return ""
	}
	return totalOf(lines, key)
}
