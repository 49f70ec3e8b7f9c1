package catalogue

import (
	"cmp"
	"slices"
	"strings"

	"factotum/automations/form"
)

// Ticket tells whether requests of the kind are talked about by those who work
// on them.
func (k Kind) Ticket() bool { return k.work != nil && k.work.Desk }

// Instant tells whether a few words open one: a ticket on which nobody decides.
// What somebody has to decide on is looked through before it is sent.
func (k Kind) Instant() bool { return k.Ticket() && k.route.Empty() }

// How much of what was written elsewhere goes where, in characters.
const (
	headLength = 120
	bodyLength = 2900
)

// Tell fills in what somebody wrote somewhere else: the first line is what it is
// about, and where there is more the whole of it goes where a paragraph is
// asked for. What the words say beside that is read as Fill does.
func (k Kind) Tell(words string, files []form.File, ctx form.Context) form.Values {
	words = strings.TrimSpace(words)
	head, _, _ := strings.Cut(words, "\n")
	body := ""
	if clip(head, headLength) != words {
		body = words
	}
	return k.told(words, head, body, files, ctx)
}

// TellMail does the same with a mail: the subject is what it is about, and what
// is written below it, which begins with a note about its sender, goes where a
// paragraph is asked for.
func (k Kind) TellMail(subject, note, words string, files []form.File, ctx form.Context) form.Values {
	words = strings.TrimSpace(words)
	body := strings.TrimSpace(note + "\n\n" + words)
	if clip(subject, headLength) != subject {
		body = subject + "\n" + body
	}
	return k.told(subject+"\n\n"+words, subject, body, files, ctx)
}

// told fills in what all words say, with a head and a body of their own.
func (k Kind) told(all, head, body string, files []form.File, ctx form.Context) form.Values {
	raw, _ := k.Form.Fill(matter(all), ctx)
	if body == "" && k.says() {
		head = cmp.Or(k.firstText(raw), head) // “tomorrow” alone is what it is about
	}
	if head = clip(head, headLength); head == "" && len(files) > 0 {
		head = files[0].Name
	}
	k.first(raw, form.Text, form.Capital(cmp.Or(head, "A message without words")))
	if body != "" {
		k.first(raw, form.Paragraph, clip(body, bodyLength))
	}
	values, _ := k.Form.Parse(raw, ctx)
	if len(files) > 0 && k.Drop != "" {
		values = k.Put(values, files, ctx)
	}
	return values
}

// says tells whether words may say more than what it is about: a day or an amount,
// which is then no part of that.
func (k Kind) says() bool {
	return slices.ContainsFunc(k.Form.Fields(), func(f form.Field) bool { return f.Type == form.Date || f.Type == form.Money })
}

// firstText is what the first text was filled in with.
func (k Kind) firstText(raw form.Raw) string {
	for _, f := range k.Form.Fields() {
		if f.Type == form.Text {
			return raw[f.Key].Text
		}
	}
	return ""
}

// first puts a text into the first field of a type.
func (k Kind) first(raw form.Raw, of form.Type, text string) {
	for _, f := range k.Form.Fields() {
		if f.Type == of {
			raw[f.Key] = form.Input{Text: text}
			return
		}
	}
}

func clip(text string, most int) string {
	text = strings.TrimSpace(text)
	if runes := []rune(text); len(runes) > most {
		return strings.TrimSpace(string(runes[:most-1])) + "…"
	}
	return text
}
