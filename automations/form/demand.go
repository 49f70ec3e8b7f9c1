package form

import "maps"

// demand asks for what is missing, once everything has been read.
func (r *reader) demand(group reading, facts map[string]any) {
	for _, c := range group.fields {
		path := group.prefix + c.Key
		if c.Type == Lines && group.state[c.Key] != hidden {
			r.demandLines(c, group, facts)
			continue
		}
		if group.state[c.Key] != empty {
			continue
		}
		needed := c.Required
		if !needed && c.RequiredWhen != "" {
			holds, err := c.required.Holds(facts)
			if err != nil {
				r.wrong(path, err)
			}
			needed = holds
		}
		if needed {
			r.wrong(path, c.missing())
		}
	}
}

// demandLines asks each line, and for as many lines as there have to be. What is
// wrong with their number is said at the first field of a line, since lines
// themselves have no element on a form.
func (r *reader) demandLines(c compiled, group reading, facts map[string]any) {
	before := len(r.problems)
	lines := group.lines[c.Key]
	for _, line := range lines {
		around := maps.Clone(facts)
		maps.Copy(around, lineFacts(line, r.ctx))
		r.demand(line, around)
	}
	v := group.values[c.Key]
	err := c.inBounds(v, r.ctx)
	if needed, failed := c.required.Holds(facts); failed != nil {
		err = failed
	} else if len(v.Lines) == 0 && (c.Required || c.RequiredWhen != "" && needed) {
		err = c.missing()
	}
	if err == nil || len(v.Lines) == 0 && len(r.problems) > before {
		return
	}
	at := c.Key + ".0."
	if len(lines) > 0 {
		at = lines[len(lines)-1].prefix
	}
	r.wrong(at+firstShown(c.sub), err)
}

func lineFacts(line reading, ctx Context) map[string]any {
	return Facts(Form{fields: line.fields}.Fields(), line.values, ctx.base)
}

// firstShown is the key of the first field that is always on the form.
func firstShown(fields []compiled) string {
	for _, c := range fields {
		if c.ShowWhen == "" {
			return c.Key
		}
	}
	return fields[0].Key
}

// missing says what to do about an empty field.
func (f Field) missing() error {
	switch f.Type {
	case Select, Person, Team:
		return sayf("Choose one for %q.", f.Label)
	case MultiSelect, People:
		return sayf("Choose at least one for %q.", f.Label)
	case Date:
		return sayf("Choose a day for %q.", f.Label)
	case Money:
		return sayf("Write an amount for %q, such as 42.50 EUR.", f.Label)
	case Upload:
		return sayf("Add a file for %q.", f.Label)
	case Checkbox:
		return sayf("Tick %q to go on.", f.Label)
	case Lines:
		return sayf("Fill in at least one line of %q.", f.Label)
	case Text, Paragraph, Number, Email, Phone, URL, IBAN, VAT:
	}
	return sayf("Fill in %q.", f.Label)
}
