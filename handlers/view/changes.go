package view

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/slack-go/slack"

	"factotum/automations/form"
	"factotum/automations/request"
)

// changed shows what a request says otherwise than before it was returned:
// "Amount: 40.00 EUR → 42.50 EUR". Empty where it was never sent again.
func (l look) changed() []slack.Block {
	if l.r.Previous == nil {
		return nil
	}
	changes := l.differences(l.r.Previous, l.r.Values)
	again := l.returned()
	switch {
	case len(changes) == 0 && again:
		return []slack.Block{small("🔁 Sent again without changes.")}
	case len(changes) == 0:
		return nil
	}
	title := "✏️ *Corrected*"
	if again {
		title = "🔁 *Changed since it was returned*"
	}
	const shown = 10
	var items []slack.RichTextElement
	for _, c := range changes[:min(shown, len(changes))] {
		items = append(items, sentence(bold(c.label+": "), words(c.value)))
	}
	if more := len(changes) - shown; more > 0 {
		items = append(items, sentence(words("and "+count(more, "more change"))))
	}
	return []slack.Block{section(title), rich(bullets(items))}
}

// returned tells whether this round began because somebody returned it.
func (l look) returned() bool {
	for _, d := range l.r.Decisions {
		if d.Round == l.r.Round-1 && d.Verdict == request.SentBack {
			return true
		}
	}
	return false
}

// differences are the fields that read otherwise, with both texts.
func (p paper) differences(before, after form.Values) []fact {
	var changes []fact
	for _, field := range p.kind.Form.Fields() {
		if slices.Contains(p.veiled, field.Key) {
			changes = append(changes, p.veiledChange(field, before[field.Key], after[field.Key])...)
			continue
		}
		if field.Type == form.Lines {
			changes = append(changes, p.lineChanges(field, before[field.Key].Lines, after[field.Key].Lines)...)
			continue
		}
		changes = append(changes, p.change(field, field.Label, before[field.Key], after[field.Key])...)
	}
	return changes
}

// veiledChange says of a value that the reader may not see only that it is another.
func (p paper) veiledChange(field form.Field, before, after form.Value) []fact {
	if before.Same(after) {
		return nil
	}
	return []fact{{label: OneLine(field.Label, 80), value: fmt.Sprintf("%s → %s", orNothing(p.show(field, before)), orNothing(p.show(field, after)))}}
}

func (p paper) change(field form.Field, label string, before, after form.Value) []fact {
	if field.Type == form.Upload && sameFiles(before.Files, after.Files) {
		return nil
	}
	was, is := OneLine(p.show(field, before), 120), OneLine(p.show(field, after), 120)
	if was == is && field.Type != form.Upload && p.show(field, before) == p.show(field, after) {
		return nil
	}
	return []fact{{label: OneLine(label, 80), value: fmt.Sprintf("%s → %s", orNothing(was), orNothing(is))}}
}

func sameFiles(before, after []form.File) bool {
	if len(before) != len(after) {
		return false
	}
	for i := range before {
		if before[i].Source != after[i].Source {
			return false
		}
	}
	return true
}

func orNothing(text string) string {
	if text == "" {
		return "nothing"
	}
	return text
}

// lineChanges pairs lines between those that are equal at the beginning and at
// the end, so that a line taken out of the middle shows as that.
func (p paper) lineChanges(list form.Field, before, after []form.Values) []fact {
	from := 0
	for from < len(before) && from < len(after) && p.sameLine(before[from], after[from]) {
		from++
	}
	b, a := len(before), len(after)
	for b > from && a > from && p.sameLine(before[b-1], after[a-1]) {
		b, a = b-1, a-1
	}
	var changes []fact
	for i := from; i < max(a, b); i++ {
		label := p.nth(list, i)
		switch {
		case i >= b:
			changes = append(changes, fact{label: OneLine(label+" added", 80), value: p.lineText(list, after[i], 150)})
		case i >= a:
			changes = append(changes, fact{label: OneLine(label+" removed", 80), value: p.lineText(list, before[i], 150)})
		default:
			for _, field := range list.Fields {
				changes = append(changes, p.change(field, label+", "+field.Label, before[i][field.Key], after[i][field.Key])...)
			}
		}
	}
	return changes
}

// sameLine compares lines but for our own copies of their files.
func (p paper) sameLine(a, b form.Values) bool {
	bare := func(f form.File) form.File { return form.File{Name: f.Name, Source: f.Source} }
	return reflect.DeepEqual(plainLine(form.MapFiles(a, bare)), plainLine(form.MapFiles(b, bare)))
}

// plainLine holds decimals as text, since equal ones may be kept differently.
func plainLine(line form.Values) map[string]any {
	out := map[string]any{}
	for key, v := range line {
		number, amount := "", ""
		if v.Number != nil {
			number, v.Number = v.Number.String(), nil
		}
		if v.Money != nil {
			amount, v.Money = v.Money.String(), nil
		}
		out[key] = []any{v.Text, number, amount, v.Date, v.Checked, fmt.Sprint(v.List), fmt.Sprint(v.Files)}
	}
	return out
}
