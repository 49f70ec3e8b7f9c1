package view

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/catalogue"
	"factotum/automations/people"
	"factotum/automations/request"
)

// row is a request in a list: number, what for, how much, and a second line.
func (l look) row(second string) slack.Block {
	text := "*" + Escape(l.name(), 150) + "*"
	if sum := amount(l.r.Sum); sum != "" {
		text += " · " + sum
	}
	action, label := ActionDetails, "Open"
	if l.r.State == request.Draft && l.part() == requester {
		action = ActionEdit
	}
	return row(text+"\n"+second, button(action, l.ref(), label))
}

// rowsOf are requests in a list, each with what is told of it.
func rowsOf(rows []automations.Row, reader people.Person, now time.Time, tell func(look) string) []slack.Block {
	blocks := make([]slack.Block, 0, len(rows))
	for _, r := range rows {
		l := lookAtRow(r, reader, now)
		blocks = append(blocks, l.row(tell(l)))
	}
	return blocks
}

func lookAtRow(r automations.Row, reader people.Person, now time.Time) look {
	return lookAt(automations.Sight{File: r.File, Kind: r.Kind, Reader: reader, Now: now, Clocks: r.Clocks, Unmet: r.Unmet, Import: r.Import})
}

// name is the number with what it is for.
func (l look) name() string {
	title := l.title(120)
	if l.owed() {
		title = l.kind.Title + " for " + l.period()
	}
	if title == "" {
		title = l.kind.Title
	}
	return strings.TrimSpace(l.File.Number + " " + title)
}

// brief says to the requester where it is, who holds it, and since when.
func (l look) brief() string {
	day := l.dayOf(l.r.Since)
	switch l.r.State { //nolint:exhaustive // the rest is said by its own name
	case request.Draft:
		if l.owed() {
			return "⏰ " + l.dueSince()
		}
		return "📝 draft, not sent yet" + l.gist()
	case request.Pending:
		asked := Escape(nobodyOr(either(l.askedNames())), 200)
		if l.held() {
			if l.r.Holds[0].Kind == request.RateHold {
				return fmt.Sprintf("⏸️ on hold %s: %s is asked for an exchange rate", l.since(l.r.Since), asked)
			}
			return fmt.Sprintf("⏸️ on hold %s: %s", l.since(l.r.Since), l.holdup())
		}
		if _, open := l.r.Unanswered(); open {
			return fmt.Sprintf("❓ with %s, who asked you something", asked)
		}
		return fmt.Sprintf("⏳ with %s %s", asked, l.since(l.r.Since))
	case request.Returned:
		return fmt.Sprintf("↩️ returned to you by %s on %s", Escape(personName(l.dir, l.last().By), 80), day)
	case request.Open:
		if l.desk() {
			return l.underway()
		}
		return fmt.Sprintf("✅ approved, waiting for %s %s", Escape(l.team(), 80), l.since(l.r.Since))
	case request.Waiting:
		return "❓ waits for your answer " + l.since(l.r.Since)
	case request.Done:
		if text := l.imported(); text != "" {
			return text + ", on " + day
		}
		return l.doneBrief() + " on " + day
	case request.Rejected:
		return fmt.Sprintf("⛔ rejected by %s on %s", Escape(personName(l.dir, l.last().By), 80), day)
	}
	return fmt.Sprintf("🗑️ %s on %s", l.r.State, day)
}

// doneBrief says what became of what is done.
func (l look) doneBrief() string {
	switch {
	case l.r.Work != nil && l.r.Work.By != "":
		return "🎉 " + Escape(lower(l.r.Work.Done), 80)
	case l.kind.Dataset != "" && l.last().By == "":
		return "✅ saved"
	case len(l.r.Steps) == 0:
		return "✅ done" // nobody was asked, as for an evidence pack
	}
	return "✅ approved"
}

// gist is what tells one draft from another: the name of a record, the first
// item, or what was filled in first.
func (l look) gist() string {
	if l.kind.Dataset != "" { // a record is known by its name
		if name := l.kind.Summary(l.r.Values, l.dir); name != "" {
			return ": " + Escape(l.entry(l.r, name), 100)
		}
	}
	var texts []string
	for _, list := range l.linesFields() {
		if lines := l.r.Values[list.Key].Lines; len(lines) > 0 {
			texts = append(texts, l.lineText(list, lines[0], 100))
		}
	}
	for _, f := range l.facts(l.r.Values, "") {
		texts = append(texts, f.value)
	}
	if len(texts) == 0 {
		return ""
	}
	return ": " + Escape(texts[0], 100)
}

// List is the answer to /desk mine.
func List(rows automations.Rows, reader people.Person, now time.Time) (text string, blocks []slack.Block) {
	if len(rows.Rows) == 0 {
		text = "You have not asked for anything yet. See what you can ask for with /desk."
		return text, []slack.Block{section(text)}
	}
	blocks = []slack.Block{header("Your requests")}
	blocks = append(blocks, rowsOf(rows.Rows[:min(len(rows.Rows), maxMessageBlocks-2)], reader, now, look.brief)...)
	if rows.Next != "" {
		blocks = append(blocks, small(fmt.Sprintf("These are the newest of %d. The others are on Home.", rows.Total)))
	}
	return "Your requests, the newest first", blocks
}

// Progress is the answer to who asks how a request stands.
func Progress(s automations.Sight) (text string, blocks []slack.Block) {
	l := lookAt(s)
	stands := l.brief()
	if l.part() != requester {
		stands = strings.TrimSuffix(strings.TrimSuffix(l.standing(), " What should be changed:"), ":")
	}
	return Escape(l.name(), 150) + ": " + stands, []slack.Block{l.row(stands)}
}

// Kinds is the answer to /desk: what can be asked for.
func Kinds(kinds []catalogue.Kind) (text string, blocks []slack.Block) {
	blocks = append([]slack.Block{header("What can I do for you?")}, starters(kinds, maxMessageBlocks-2)...)
	return "What can I do for you?", append(blocks, hints())
}

// NotUnderstood answers words that suggest nothing, with what can be asked for.
func NotUnderstood(said string, kinds []catalogue.Kind) (text string, blocks []slack.Block) {
	text = "I did not understand what you would like."
	if said = Escape(said, 100); said != "" {
		text = fmt.Sprintf("I did not understand “%s”.", said)
	}
	text += " This is what you can ask for:"
	blocks = append([]slack.Block{section(text)}, starters(kinds, maxMessageBlocks-2)...)
	return text, append(blocks, hints())
}

func hints() slack.Block {
	return small("Or write it in one line: `/expense 42.50 EUR taxi to the airport yesterday`. " +
		"`/desk EXP-12` shows one request, `/desk mine` your own, `/desk find taxi lisbon` finds others, `/report spend last month` brings figures.")
}

// starters offers the kinds: with a sentence each where there is room, else as
// buttons alone.
func starters(kinds []catalogue.Kind, room int) []slack.Block {
	var blocks []slack.Block
	if len(kinds) <= min(room, 30) {
		for _, k := range kinds {
			text := "*" + Escape(k.Title, 60) + "*"
			if k.Command != "" {
				text += " `" + k.Command + "`"
			}
			blocks = append(blocks, row(text+"\n"+Escape(k.About, 300), button(ActionStart+":"+k.Key, k.Key, "Start")))
		}
		return blocks
	}
	const inBlock = 25
	for from := 0; from < len(kinds) && len(blocks) < room; from += inBlock {
		var elements []slack.BlockElement
		for _, k := range kinds[from:min(from+inBlock, len(kinds))] {
			elements = append(elements, button(ActionStart+":"+k.Key, k.Key, OneLine(k.Title, maxButton)))
		}
		blocks = append(blocks, slack.NewActionBlock("", elements...))
	}
	return blocks
}
