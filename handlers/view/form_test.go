package view_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/slack-go/slack"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/catalogue"
	"factotum/automations/form"
	"factotum/handlers/payload"
	"factotum/handlers/view"
)

func (o *office) form(key string, raw form.Raw, meta view.Meta) view.FormInput {
	k := o.kind(key)
	values, _ := k.Form.Parse(raw, k.Context(o.moment()))
	meta.Kind, meta.Draft = key, "d1"
	return view.FormInput{Kind: k, Values: values, Dir: o.dir, By: o.who("ines"), Now: o.now, Meta: meta}
}

// begun is what a form begins with.
func (o *office) begun(key string) form.Raw {
	k := o.kind(key)
	raw, _ := k.Form.Fill("", k.Context(o.moment()))
	return raw
}

func TestForms(t *testing.T) {
	t.Parallel()
	o := setup(t)
	for key, raw := range others() {
		golden(t, "form_"+key+"_empty", view.Form(o.form(key, o.begun(key), view.Meta{})))
		golden(t, "form_"+key, view.Form(o.form(key, raw, view.Meta{Gen: 2})))
	}
	golden(t, "form_expense_empty", view.Form(o.form("expense", o.begun("expense"), view.Meta{})))
	golden(t, "form_expense_one", view.Form(o.form("expense", taxi("42.50 EUR"), view.Meta{})))
	golden(t, "form_expense_second", view.Form(o.form("expense", dinner(taxi("42.50 EUR")), view.Meta{Line: 1, Gen: 3})))
	golden(t, "form_expense_new_line", view.Form(o.form("expense", dinner(taxi("42.50 EUR")), view.Meta{Line: 2, Gen: 4})))

	wrong := o.form("expense", dinner(taxi("42.50 EUR")), view.Meta{})
	wrong.Returned, wrong.Number = "The receipt says 42.50.\nPlease correct it.", "EXP-12"
	wrong.Problems = []form.Problem{
		{Path: "purpose", Say: "Say a little more."},
		{Path: "lines.0.tax", Say: "The tax is too much."},
		{Path: "lines.1.receipt", Say: "Add a file."},
		{Say: "Something is wrong in all."},
	}
	golden(t, "form_expense_wrong", view.Form(wrong))
}

func TestEveryTypeOfField(t *testing.T) {
	t.Parallel()
	kind := "kind: all\ntitle: All\nabout: All types\nprefix: ALL\nsummary: '{text}'\nfields:\n"
	for _, typ := range []string{
		"text", "paragraph", "number", "money", "date", "person", "people", "team", "file", "email", "phone", "url", "iban", "vat", "checkbox",
	} {
		kind += fmt.Sprintf("  - {key: %s, label: The %s, type: %s, hint: Hint, placeholder: Example}\n", typ, typ, typ)
	}
	kind += "  - key: many\n    label: Many\n    type: multi_select\n    options:\n"
	for i := range 250 {
		kind += fmt.Sprintf("      - {value: v%03d, label: Option %03d, description: A choice}\n", i, i)
	}
	o := setup(t, catalogue.File{Name: "all.yaml", Body: []byte(kind)})
	raw := form.Raw{
		"text": typed("a"), "paragraph": typed("b\nc"), "number": typed("12.5"), "money": typed("3 GBP"), "date": typed("2026-11-20"),
		"person": typed("ben@example.com"), "people": {List: []string{"ben@example.com", "fay@example.com"}}, "team": typed("it"),
		"file": {Files: []form.File{{Name: "a.pdf", Source: "F1"}}}, "email": typed("a@example.net"), "phone": typed("+49 30 901820"),
		"url": typed("https://example.net"), "iban": typed("DE89370400440532013000"), "vat": typed("DE136695976"), "checkbox": typed("true"),
		"many": {List: []string{"v007", "v149"}},
	}
	in := o.form("all", raw, view.Meta{})
	golden(t, "form_all_types", view.Form(in))

	back := view.Fields(inputs(t, view.Form(in)), in.Kind, o.dir, in.Kind.Form.Raw(in.Values))
	merged := in.Kind.Form.Raw(in.Values)
	for path, input := range back {
		merged[path] = input
	}
	values, problems := in.Kind.Form.Parse(merged, in.Kind.Context(o.moment()))
	assert.Empty(t, problems)
	assert.Equal(t, in.Values, values, "what the form shows is read back unchanged")
}

// inputs are what Slack would tell of a form that nobody touched.
func inputs(t *testing.T, v slack.ModalViewRequest) payload.Inputs {
	t.Helper()
	type option struct{ Value string }
	var read struct {
		Blocks []struct {
			Type    string
			ID      string `json:"block_id"`
			Element struct {
				Value   string   `json:"initial_value"`
				Date    string   `json:"initial_date"`
				User    string   `json:"initial_user"`
				Users   []string `json:"initial_users"`
				Option  option   `json:"initial_option"`
				Options []option `json:"initial_options"`
			}
		}
	}
	require.NoError(t, json.Unmarshal(encoded(t, v), &read))
	in := payload.Inputs{}
	for _, b := range read.Blocks {
		if b.Type != "input" {
			continue
		}
		e := b.Element
		one := payload.Input{Text: e.Value + e.Date + e.User + e.Option.Value, List: e.Users}
		for _, o := range e.Options {
			one.List = append(one.List, o.Value)
		}
		in[b.ID] = one
	}
	return in
}

func TestFieldsTakesFilesAndKeepsWhatItCannotShow(t *testing.T) {
	t.Parallel()
	o := setup(t)
	k := o.kind("expense")
	raw := view.Fields(payload.Inputs{
		"lines.0.receipt": {Files: []payload.File{{ID: "F9", Name: "new.pdf", Type: "application/pdf", Size: 7}}},
		"lines.1.receipt": {}, "lines": {Text: "x"}, "unknown": {Text: "x"},
	}, k, o.dir, nil)
	assert.Equal(t, form.Raw{"lines.0.receipt": {Files: []form.File{{Name: "new.pdf", Type: "application/pdf", Size: 7, Source: "F9"}}}}, raw)

	access := o.kind("access")
	raw = view.Fields(payload.Inputs{"person": {Text: "U7"}}, access, o.dir, nil)
	assert.Equal(t, typed("omar@example.com"), raw["person"])
	raw = view.Fields(payload.Inputs{"person": {Text: "U99"}}, access, o.dir, nil)
	assert.Equal(t, typed("U99"), raw["person"], "an unknown account is refused when the form is read")
}

func TestAFieldIsOptionalOnlyAsLongAsItMayStayEmpty(t *testing.T) {
	t.Parallel()
	o := setup(t, catalogue.File{Name: "trip.yaml", Body: []byte(`kind: trip
title: Trip
about: Travel
prefix: TRP
summary: "{place}"
fields:
  - {key: place, type: text}
  - {key: abroad, type: checkbox}
  - {key: visa, type: text, hint: Its number, required_when: abroad}
  - {key: insurer, type: text, hint: Its name, required_when: place == "Mars"}
  - key: lines
    type: lines
    fields:
      - {key: how, type: select, options: [{value: car}, {value: train}]}
      - {key: plate, type: text, required_when: how == "car" && abroad}
`)})
	type drawn struct{ Optional, Dispatch bool }
	draw := func(raw form.Raw) (map[string]drawn, map[string]string) {
		fields, hints := map[string]drawn{}, map[string]string{}
		for _, block := range view.Form(o.form("trip", raw, view.Meta{})).Blocks.BlockSet {
			if in, ok := block.(*slack.InputBlock); ok {
				fields[in.BlockID] = drawn{in.Optional, in.DispatchAction}
				if in.Hint != nil {
					hints[in.BlockID] = in.Hint.Text
				}
			}
		}
		return fields, hints
	}
	fields, hints := draw(form.Raw{"lines.0.how": typed("car")})
	assert.Equal(t, drawn{Optional: true, Dispatch: true}, fields["abroad"], "others depend on it")
	assert.Equal(t, drawn{Optional: true, Dispatch: true}, fields["lines.0.how"])
	assert.Equal(t, drawn{Optional: true}, fields["visa"])
	assert.Equal(t, drawn{Optional: true}, fields["lines.0.plate"])
	assert.Equal(t, map[string]string{"visa": "Its number", "insurer": "Its name"}, hints)

	fields, hints = draw(form.Raw{"abroad": typed("true"), "lines.0.how": typed("car"), "place": typed("Mars")})
	assert.False(t, fields["visa"].Optional)
	assert.False(t, fields["lines.0.plate"].Optional)
	assert.True(t, fields["insurer"].Optional, "what is typed does not tell us when it changes, so Slack would go on asking")
	assert.Equal(t, "Needed for what is filled in now. Its name", hints["insurer"])

	fields, _ = draw(form.Raw{"abroad": typed("true"), "lines.0.how": typed("train")})
	assert.True(t, fields["lines.0.plate"].Optional)
}

func TestSixtyLinesFit(t *testing.T) {
	t.Parallel()
	o := setup(t)
	raw := taxi("42.50 EUR")
	for i := range 60 {
		for path, input := range taxi("42.50 EUR") {
			if key, ok := strings.CutPrefix(path, "lines.0."); ok {
				input.Text = strings.ReplaceAll(input.Text, "City Taxi", strings.Repeat("é", 80))
				raw[fmt.Sprintf("lines.%d.%s", i, key)] = input
			}
		}
	}
	for _, line := range []int{0, 30, 59, 60, 99} {
		v := view.Form(o.form("expense", raw, view.Meta{Line: line}))
		fits(t, fmt.Sprintf("sixty lines, %d open", line), encoded(t, v))
		rows := strings.Count(string(encoded(t, v)), `"action_id":"edit_line"`)
		assert.Equal(t, 59, rows)
		assert.NotContains(t, string(encoded(t, v)), "add_line")
	}
	p := o.sent("expense", o.values("expense", raw))
	fits(t, "card", encoded(t, rendered(t, p.before("ben"))))
	fits(t, "details", encoded(t, view.Details(p.before("ben"), view.Meta{})))
	preview := o.preview("expense", raw)
	check := encoded(t, view.Check(preview, view.Meta{}, o.who("ines")))
	fits(t, "check", check)
	assert.Less(t, len(check), 20_000)
}
