package form

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"factotum/automations/calendar"
)

// Raw returns the values as inputs to edit; Parse reads them back unchanged.
func (f Form) Raw(values Values) Raw {
	raw := Raw{}
	addRaw(raw, "", f.fields, values)
	return raw
}

func addRaw(raw Raw, prefix string, fields []compiled, values Values) {
	for _, c := range fields {
		v, ok := values[c.Key]
		switch {
		case !ok:
		case c.Type == Lines:
			for i, line := range v.Lines {
				addRaw(raw, prefix+c.Key+"."+strconv.Itoa(i)+".", c.sub, line)
			}
		default:
			raw[prefix+c.Key] = rawInput(v)
		}
	}
}

func rawInput(v Value) Input {
	in := Input{Text: v.Text, List: slices.Clone(v.List), Files: slices.Clone(v.Files)}
	switch {
	case v.Number != nil:
		in.Text = rawNumber(*v.Number)
	case v.Money != nil:
		in.Text = v.Money.String()
	case !v.Date.IsZero():
		in.Text = v.Date.String()
	case v.Checked:
		in.Text = "true"
	}
	return in
}

// initial returns what a field begins with. ok is false where it begins empty.
func (f Field) initial(ctx Context) (in Input, ok bool) {
	text := f.Default
	if name, of := strings.CutPrefix(text, "requester."); of {
		text, _ = ctx.Requester[name].(string)
	} else if text == "requester" {
		text, _ = ctx.Requester["id"].(string)
	}
	switch f.Type {
	case Date:
		day := dayBound(text, ctx.Today)
		if day == (calendar.Date{}) {
			return Input{}, false
		}
		text = day.String()
	case MultiSelect, People:
		for part := range strings.SplitSeq(text, ",") {
			in.List = append(in.List, strings.TrimSpace(part))
		}
		return in, text != ""
	case Select, Team:
		// A requester whose cost centre has gone begins with none.
		if _, known := f.option(text); !known && strings.HasPrefix(f.Default, "requester.") && len(f.Options) > 0 {
			return Input{}, false
		}
	default:
	}
	return Input{Text: text}, text != ""
}

// began reports whether a value is what the field begins with.
func (c compiled) began(v Value, ctx Context) bool {
	in, ok := c.initial(ctx)
	if !ok {
		return false
	}
	first, err := c.read(in, ctx)
	return err == nil && reflect.DeepEqual(first, v)
}
