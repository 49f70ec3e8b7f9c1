package form

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"factotum/automations/calendar"
)

func (c *compiler) options(path string, f Field) {
	switch {
	case f.Type != Select && f.Type != MultiSelect && f.Type != Team:
		if len(f.Options) > 0 || f.Source != "" {
			c.wrong(path, "only fields of type select, multi_select or team have options: write type: select")
		}
		return
	case len(f.Options) == 0 && f.Source != "":
		c.wrong(path, "the company has no %s to choose from: list them in the configuration of the company", f.Source)
	case len(f.Options) == 0 && f.Type != Team:
		c.wrong(path, "there is nothing to choose from: write for example options: [{value: train, label: Train}]")
	}
	seen := map[string]bool{}
	for _, o := range f.Options {
		switch {
		case strings.TrimSpace(o.Value) == "" || cleanLine(o.Value) != o.Value:
			c.wrong(path, "an option has the value %q: write a short word such as value: train", o.Value)
		case seen[o.Value]:
			c.wrong(path, "the option %s is listed twice: keep one", o.Value)
		}
		seen[o.Value] = true
	}
}

// details checks what only some types have.
func (c *compiler) details(path string, f Field) {
	if !slices.Contains(allTypes(), f.Type) {
		say := "there is no type %q: write one of " + joined(allTypes())
		if name := closest(string(f.Type), allTypes()); name != "" {
			say = "there is no type %q: did you mean " + name + "?"
		}
		c.wrong(path, say, f.Type)
		return
	}
	switch {
	case f.Type == Lines && strings.Contains(path, "."):
		c.wrong(path, "lines cannot have lines of their own: make it a field of another type")
	case f.Type == Lines && len(f.Fields) == 0:
		c.wrong(path, "lines need fields: write for example fields: [{key: amount, type: money}]")
	case f.Type != Lines && len(f.Fields) > 0:
		c.wrong(path, "only lines have fields: write type: lines")
	}
	if f.Pattern != "" && f.Type != Text {
		c.wrong(path, "only a text has a pattern: write type: text")
	}
	if f.Beneficiary && f.Type != Person && f.Type != People {
		c.wrong(path, "only a person can be the beneficiary: write type: person")
	}
	c.bounds(path, f)
}

func (c *compiler) bounds(path string, f Field) {
	if example := f.fallsExample(); example != "" {
		c.wrong(path, "falls_on: %s does not work: %s", f.FallsOn, example)
	}
	good := true
	for _, b := range [2][2]string{{"min", f.Min}, {"max", f.Max}} {
		if b[1] == "" {
			continue
		}
		if example := f.boundExample(b[1]); example != "" {
			good = false
			c.wrong(path, "%s: %s does not work for a field of type %s: %s", b[0], b[1], f.Type, example)
		}
	}
	if !good || f.Min == "" || f.Max == "" {
		return
	}
	crossed := false
	switch f.Type {
	case Date:
		today := calendar.NewDate(2026, 1, 1) // Any day: it moves both bounds alike.
		crossed = dayBound(f.Max, today).Before(dayBound(f.Min, today))
	case Money:
		low, lowIn, _ := amountBound(f.Min)
		high, highIn, _ := amountBound(f.Max)
		crossed = lowIn == highIn && high.LessThan(low)
	default:
		crossed = decimal.RequireFromString(f.Max).LessThan(decimal.RequireFromString(f.Min))
	}
	if crossed {
		c.wrong(path, "min: %s is more than max: %s: swap them", f.Min, f.Max)
	}
}

// defaults checks that a default can be read by its own field.
func (c *compiler) defaults(path string, f compiled) {
	name, fromRequester := strings.CutPrefix(f.Default, "requester.")
	requester, _ := c.sample["requester"].(map[string]any)
	switch {
	case f.Default == "":
	case f.Type == Lines || f.Type == Upload:
		c.wrong(path, "a field of type %s has no default: leave it out", f.Type)
	case fromRequester:
		if _, ok := requester[name].(string); !ok {
			c.wrong(path, "nothing is known of the requester as %q%s", name, didYouMean(closest(name, namesOf(requester))))
		}
	case f.Default == "requester":
		if f.Type != Person && f.Type != People {
			c.wrong(path, "the default requester is a person: write type: person, or for example default: requester.cost_centre")
		}
	default:
		ctx := Context{Today: calendar.NewDate(2026, 1, 1), Currency: "EUR"}
		if in, ok := f.initial(ctx); ok {
			if _, err := f.read(in, ctx); err != nil && f.Type != Date { // A written day may lie outside moving bounds.
				c.wrong(path, "the default %q does not work: %s", f.Default, err)
			}
		} else {
			c.wrong(path, "the default %q does not work: write today, today+7 or a day such as 2026-11-20", f.Default)
		}
	}
}

// allTypes are all types of fields.
func allTypes() []Type {
	return []Type{
		Text, Paragraph, Number, Money, Date, Select, MultiSelect, Person, People, Team, Upload,
		Email, Phone, URL, IBAN, VAT, Checkbox, Lines,
	}
}

func joined[T ~string](list []T) string {
	texts := make([]string, len(list))
	for i, t := range list {
		texts[i] = string(t)
	}
	return strings.Join(texts, ", ")
}
