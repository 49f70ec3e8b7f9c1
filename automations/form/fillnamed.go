package form

import (
	"regexp"
	"strings"

	"factotum/automations/calendar"
)

// beneficiary is who stands behind “for”: as many words with a capital as follow.
var beneficiary = regexp.MustCompile(`(?:^|\s)[Ff]or ((?:\p{Lu}[\pL'’-]*)(?: \p{Lu}[\pL'’-]*){0,3})`)

// called takes “for Ben Okafor” out of the text: a full name, or a part of one that
// only one person has.
func (f *filler) called(groups []target, text string) string {
	at := beneficiary.FindStringSubmatchIndex(text)
	if at == nil || f.ctx.Named == nil || !asks(groups, Person) {
		return text
	}
	for words := strings.Fields(text[at[2]:at[3]]); len(words) > 0; words = words[:len(words)-1] {
		name := strings.Join(words, " ")
		ids := f.ctx.Named(name).ids()
		if len(ids) == 1 && f.put(groups, Input{Text: ids[0]}, Person) {
			return spaced(text[:at[0]] + " " + string(gap) + " " + text[at[2]+len(name):])
		}
	}
	return text
}

// days takes days out of the text. One behind the name of a field, “until Friday”,
// goes to that field, with a problem where it takes no such day. Where none does,
// the only day goes to the first field for one, if it takes it. Two with “to” between
// them go to the fields of the first and the last, one without “since” to both.
func (f *filler) days(groups []target, text string) string {
	if left, ok := f.span(groups, text); ok {
		return left
	}
	named := false
	for _, group := range groups {
		for _, c := range group.fields {
			if left, ok := f.behind(c, group.prefix, text); ok {
				text, named = left, true
			}
		}
	}
	if named {
		return text
	}
	for _, group := range groups {
		c, ok := firstOf(group.fields, Date)
		if !ok {
			continue
		}
		d, rest, ok := c.findDay(text, f.ctx)
		if other, _, more := c.findDay(rest, f.ctx); !ok || more && other != d {
			return text
		}
		if _, err := c.read(Input{Text: d.String()}, f.ctx); err != nil {
			return text
		}
		f.raw[group.prefix+c.Key] = Input{Text: d.String()}
		if _, last, both := ends(group.fields); both && !since.MatchString(text) {
			f.raw[group.prefix+last.Key] = Input{Text: d.String()}
		}
		return cut(text, rest)
	}
	return text
}

// behind takes the day that stands right behind the name of a field: of needed_by
// that is “needed by” or “by”.
func (f *filler) behind(c compiled, prefix, text string) (string, bool) {
	if c.Type != Date {
		return text, false
	}
	parts := strings.Split(c.Key, "_")
	for _, name := range append([]string{strings.Join(parts, " "), parts[len(parts)-1]}, c.Words...) {
		pattern := regexp.MustCompile(`(?i)(?:^|\s)` + regexp.QuoteMeta(name) + `\s+(?:the\s+)?`)
		for _, at := range pattern.FindAllStringIndex(text, -1) {
			tail := text[at[1]:]
			d, rest, ok := c.findDay(tail, f.ctx)
			if !ok || !strings.HasSuffix(tail, rest) {
				continue
			}
			if _, err := c.read(Input{Text: d.String()}, f.ctx); err != nil {
				f.problems = append(f.problems, Problem{Path: prefix + c.Key, Say: err.Error()})
				return text, true
			}
			f.raw[prefix+c.Key] = Input{Text: d.String()}
			return spaced(text[:at[0]] + " " + string(gap) + " " + rest), true
		}
	}
	return text, false
}

// findDay finds a day: where the field takes none before today, or says that it
// looks ahead, “Friday” is the next one.
func (f Field) findDay(text string, ctx Context) (calendar.Date, string, bool) {
	first := dayBound(f.Min, ctx.Today)
	if f.Ahead || !first.IsZero() && !first.Before(ctx.Today) {
		return calendar.FindComing(text, ctx.Today)
	}
	return calendar.FindDate(text, ctx.Today)
}
