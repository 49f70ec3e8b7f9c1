package form

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"factotum/automations/calendar"
	"factotum/automations/money"
)

var mention = regexp.MustCompile(`<@([UW][A-Z0-9]{1,30})(?:\|[^<>]*)?>`) // As Slack writes people in text.

// identifies tells whether a text can name somebody or something. As a pattern,
// with every letter there is, it would cost each process 2 MiB.
func identifies(text string) bool {
	for i, r := range text {
		if r != '_' && !unicode.IsLetter(r) && !unicode.IsNumber(r) && (i == 0 || !strings.ContainsRune(".@+-", r)) {
			return false
		}
	}
	return text != "" && utf8.RuneCountInString(text) <= 100
}

// blank reports whether nothing was put in.
func (f Field) blank(in Input) bool {
	switch f.Type {
	case Upload:
		return len(in.Files) == 0
	case Checkbox:
		text, ok := ticked(in)
		return ok && !text
	case MultiSelect, People:
		return len(f.chosen(in)) == 0
	default:
		return cleanLine(in.Text) == ""
	}
}

// read makes a value of what was put in. A value that cannot be used comes with
// a sentence.
func (c compiled) read(in Input, ctx Context) (Value, error) {
	if len(in.Text) > maxTyped {
		return Value{}, sayf("This is far too long to read. Shorten it to %d characters.", maxText)
	}
	if c.blank(in) {
		return Value{}, nil
	}
	v, err := c.value(in, ctx)
	if err != nil {
		return Value{}, err
	}
	if err := c.inBounds(v, ctx); err != nil {
		return Value{}, err
	}
	if c.pattern != nil && !c.pattern.MatchString(v.Text) {
		return Value{}, sayf("%q does not have the expected form. %s", shorten(v.Text), orElse(c.PatternHint, "Check it for a slip."))
	}
	return v, nil
}

func (c compiled) value(in Input, ctx Context) (Value, error) {
	line := cleanLine(in.Text)
	switch c.Type {
	case Paragraph:
		return Value{Text: cleanParagraph(in.Text)}, nil
	case Number:
		n, err := parseNumber(line)
		return Value{Number: &n}, err
	case Money:
		a, err := money.Parse(line, ctx.Currency)
		return Value{Money: &a}, err
	case Date:
		day, err := calendar.ParseDate(line, ctx.Today)
		return Value{Date: day}, err
	case Select, Person, Team:
		return c.one(line, ctx)
	case MultiSelect, People:
		return c.several(in, ctx)
	case Upload:
		return Value{Files: cleanFiles(in.Files)}, nil
	case Checkbox:
		yes, ok := ticked(in)
		if !ok {
			return Value{}, sayf("%q is neither yes nor no. Tick the box or leave it.", shorten(line))
		}
		return Value{Checked: yes}, nil
	case Email, Phone, URL, IBAN, VAT:
		text, err := parseContact(c.Type, line, ctx.Region)
		return Value{Text: text}, err
	case Text, Lines:
	}
	return Value{Text: line}, nil
}

// ticked reads a checkbox; ok is false for what is neither yes nor no.
func ticked(in Input) (yes, ok bool) {
	text := in.Text
	if text == "" && len(in.List) > 0 {
		text = in.List[0]
	}
	switch strings.ToLower(cleanLine(text)) {
	case "", "false", "no", "off", "0":
		return false, true
	case "true", "yes", "on", "1":
		return true, true
	}
	return false, false
}

// one reads a choice, a person or a team.
func (c compiled) one(text string, ctx Context) (Value, error) {
	id, err := c.choice(text, ctx)
	return Value{Text: id}, err
}

// several reads choices or persons in the order in which they were made, each once.
func (c compiled) several(in Input, ctx Context) (Value, error) {
	var list []string
	for _, text := range c.chosen(in) {
		id, err := c.choice(text, ctx)
		if err != nil {
			return Value{}, err
		}
		if !slices.Contains(list, id) {
			list = append(list, id)
		}
	}
	return Value{List: list}, nil
}

// chosen are the entries of a list that say something.
func (f Field) chosen(in Input) []string {
	list := in.List
	if len(list) == 0 {
		list = []string{in.Text}
	}
	var chosen []string
	for _, text := range list {
		if text = cleanLine(text); text != "" {
			chosen = append(chosen, text)
		}
	}
	return chosen
}

// choice refuses what is not among the options or not somebody who is known.
func (f Field) choice(text string, ctx Context) (string, error) {
	if len(f.Options) > 0 || f.Type == Select || f.Type == MultiSelect {
		if _, ok := f.option(text); !ok {
			return "", sayf("%q is not one of the choices. Choose %s.", shorten(text), f.choices())
		}
		return text, nil
	}
	kind := "person"
	if f.Type == Team {
		kind = "team"
	}
	if m := mention.FindStringSubmatch(text); m != nil && m[0] == text {
		text = m[1]
	}
	if !identifies(text) || ctx.Known != nil && !ctx.Known(kind, text) {
		if kind == "person" && ctx.Named != nil {
			return named(text, ctx)
		}
		return "", sayf("%q is not a %s of this company. Choose one from the list.", shorten(text), kind)
	}
	return text, nil
}

// named is the only person of a full name.
func named(text string, ctx Context) (string, error) {
	found := ctx.Named(text)
	switch ids := found.Full; len(ids) {
	case 0:
		return "", sayf("%q is not a person of this company.%s Write their address or full name.", shorten(text), meant(found.Near))
	case 1:
		return ids[0], nil
	default:
		const shown = 5
		return "", sayf("%q is the name of %d people. Write the address of the one you mean: %s.", shorten(text), len(ids), strings.Join(ids[:min(shown, len(ids))], ", "))
	}
}

// meant asks about the names that come nearest.
func meant(near []string) string {
	if len(near) == 0 {
		return ""
	}
	return " Did you mean " + strings.Join(near, " or ") + "?"
}

func (f Field) option(value string) (Option, bool) {
	for _, o := range f.Options {
		if o.Value == value {
			return o, true
		}
	}
	return Option{}, false
}

// choices names the first options: "Train, Taxi or Hotel".
func (f Field) choices() string {
	const shown = 8
	var labels []string
	for _, o := range f.Options[:min(shown, len(f.Options))] {
		labels = append(labels, o.Label)
	}
	switch {
	case len(f.Options) > shown:
		return "one from the list, such as " + strings.Join(labels[:3], ", ")
	case len(labels) == 1:
		return labels[0]
	}
	return strings.Join(labels[:len(labels)-1], ", ") + " or " + labels[len(labels)-1]
}

// cleanFiles keeps each file once. A name is a label, so it holds no folders.
func cleanFiles(files []File) []File {
	var kept []File
	for _, f := range files {
		f.Name = orElse(cleanLine(strings.NewReplacer("/", "_", "\\", "_").Replace(f.Name)), "file")
		f.Type = cleanLine(f.Type)
		same := func(k File) bool { return k.Source == f.Source && k.Hash == f.Hash }
		if !slices.ContainsFunc(kept, same) {
			kept = append(kept, f)
		}
	}
	return kept
}
