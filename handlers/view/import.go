package view

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/dataset"
	"factotum/automations/money"
	"factotum/automations/outbox"
	"factotum/automations/request"
)

// The actions on tables that are brought. Values are the id of the request;
// ActionTableInto is followed by a colon and the key of the dataset.
const (
	ActionTableTake    = "table_take"
	ActionTableOnly    = "table_only" // the good rows
	ActionTableRead    = "table_read" // how it is to be read
	ActionTableRemarks = "table_remarks"
	ActionTableChanges = "table_changes" // the file with all that changes
	ActionTableStop    = "table_stop"
	ActionTableInto    = "table_into"
)

// importing is the card of a table that somebody brought: how it is read, what
// would become of its rows, and how far it has come.
func (l look) importing() (outbox.Message, error) {
	im := l.Import
	if l.discarded() {
		return message("🗑️ "+Escape(im.Name, 100)+" was discarded.", []slack.Block{section(l.standing())})
	}
	blocks := []slack.Block{header(strings.TrimSpace(l.File.Number + " Table " + im.Name))}
	mine := im.By == l.Reader.ID
	text := "Table " + Escape(im.Name, 100) + ": " + l.stage()
	if !mine {
		brought := fmt.Sprintf("%s asks to import *%s*%s.", l.by(im.By), Escape(im.Name, 100), l.numbered())
		text = brought + " " + l.stage()
		blocks = append(blocks, section(brought))
	}
	blocks = append(blocks, section(l.stage()))
	if im.Phase == automations.TableReady || im.Phase == automations.TableRefused && len(im.Headings) > 0 {
		blocks = append(blocks, small(readAs(im)))
	}
	if im.Phase == automations.TableReady {
		blocks = append(blocks, l.altered(6)...)
		blocks = append(blocks, l.added(3)...)
		blocks = append(blocks, l.preview()...)
	}
	if l.r.State == request.Pending || l.r.State == request.Returned || l.r.State == request.Rejected {
		blocks = append(blocks, section(l.standing()))
		blocks = append(blocks, l.progress()...)
		blocks = append(blocks, l.whyYou()...)
		blocks = append(blocks, l.copies()...)
		return message(text, append(append(blocks, l.actions(true)...), l.changesFile()...))
	}
	if mine {
		blocks = append(blocks, l.tableButtons()...)
	}
	return message(text, blocks)
}

// stage is where a table stands, for mrkdwn.
func (l look) stage() string {
	im := l.Import
	into := Escape(cmp.Or(im.Title, im.Dataset), 40)
	switch im.Phase {
	case automations.ReadingTable:
		return "⏳ Reading…"
	case automations.ChoosingTable:
		return "Into which dataset do its rows belong?"
	case automations.CheckingTable:
		return "⏳ Checking its rows…"
	case automations.TableReady:
		if l.r.State == request.Draft {
			return fmt.Sprintf("*%s* for *%s*: %s. %s", count(im.Total, "row"), into, counts(im.Counts, "as they are", "wrong"), next(im.Counts, im.Style.OpenDays))
		}
		return fmt.Sprintf("*%s* for *%s*: %s.", count(im.Total, "row"), into, counts(im.Counts, "as they are", "left out"))
	case automations.TakingTable:
		return fmt.Sprintf("⏳ Importing into *%s*: %s %s of %s rows", into, bar(im.Done.All(), im.Total), money.Count(im.Done.All()), money.Count(im.Total))
	case automations.TableTaken:
		return fmt.Sprintf("🎉 Imported into *%s*: %s.", into, counts(im.Done, "as they were", "left out"))
	case automations.TableStopped:
		return fmt.Sprintf("⏹️ Stopped by %s after %s of %s rows: *%s* new, *%s* changed stay in *%s*. Drop the file again to go on.",
			l.by(im.By), money.Count(im.Done.All()), money.Count(im.Total), money.Count(im.Done.New), money.Count(im.Done.Changed), into)
	case automations.TableRefused:
		return "⛔ " + Escape(im.Say, 600)
	}
	return ""
}

// counts says what becomes of rows.
func counts(c automations.Counts, same, wrong string) string {
	return fmt.Sprintf("*%s* new, *%s* changed, *%s* %s, *%s* %s", money.Count(c.New), money.Count(c.Changed), money.Count(c.Same), same, money.Count(c.Wrong), wrong)
}

// next says what can become of a table now; open: its days may be months.
func next(c automations.Counts, open bool) string {
	switch {
	case c.Good() > 0 && open:
		return "Say first whether days or months stand first in its dates: 3/4/2026 is 3 April or 4 March."
	case c.Good() > 0:
		return "Nothing is imported before you say so."
	case c.Wrong > 0:
		return "There is nothing to import until what is wrong is corrected."
	}
	return "There is nothing to import: all of it is there already."
}

// bar shows how much is done in ten steps.
func bar(done, all int) string {
	full := 10
	if all > 0 {
		full = min(10, 10*done/all)
	}
	return strings.Repeat("▰", full) + strings.Repeat("▱", 10-full)
}

// readAs says how a table is read, so that a person sees when it is wrong.
func readAs(im *automations.Import) string {
	text := "Read as " + strings.Join(styled(im.Style), ", ") + "."
	if im.Above > 0 {
		text += " Left out above the headings: " + count(im.Above, "line") + "."
	}
	if left := leftOut(im); len(left) > 0 {
		text += " Left out: " + Escape(some(left), 300) + "."
	}
	if otherwise := renamed(im); len(otherwise) > 0 {
		text += " Columns called otherwise: " + Escape(strings.Join(otherwise, ", "), 600) + "."
	}
	return text
}

// styled says how the cells of a table are written.
func styled(s dataset.Style) []string {
	how := []string{"a spreadsheet"}
	if s.Encoding != "" {
		how = []string{"parted by " + s.Delimiter, "written in " + s.Encoding}
	}
	switch s.Decimals {
	case "comma":
		how = append(how, "decimals with a comma (1.234,50)")
	case "point":
		how = append(how, "decimals with a point (1,234.50)")
	}
	if s.Mixed {
		how = append(how, "though some numbers are written otherwise, which are wrong")
	}
	switch s.Days {
	case "day":
		how = append(how, "days before months (20/11/2026)")
	case "month":
		how = append(how, "months before days (11/20/2026)")
	}
	switch {
	case s.MixedDays:
		how = append(how, "though some days are written otherwise, which are wrong")
	case s.OpenDays:
		how = append(how, "though no row tells which of the two comes first")
	}
	return how
}

// leftOut are the columns that are not read, but for our own remarks.
func leftOut(im *automations.Import) (left []string) {
	for i, path := range im.Paths {
		if path == "" && i < len(im.Headings) && strings.TrimSpace(im.Headings[i]) != "" && im.Headings[i] != dataset.RemarkColumn {
			left = append(left, im.Headings[i])
		}
	}
	return left
}

// renamed are the columns that are read as a field of another name.
func renamed(im *automations.Import) []string {
	var all []string
	for i, label := range im.Labels[:min(len(im.Labels), len(im.Headings))] {
		_, last, _ := strings.Cut(label, ": ")
		heading := dataset.Fold(im.Headings[i])
		if label != "" && heading != dataset.Fold(label) && heading != dataset.Fold(last) && im.Headings[i] != im.Paths[i] {
			all = append(all, "“"+im.Headings[i]+"” is "+label)
		}
	}
	return all
}

// preview are the first mistakes.
func (l look) preview() []slack.Block {
	im := l.Import
	if len(im.First) == 0 {
		return nil
	}
	var lines []string
	for _, m := range im.First {
		lines = append(lines, fmt.Sprintf("⚠️ *Line %s:* %s", money.Count(m.Line), Escape(m.Say, 250)))
	}
	if more := im.Counts.Wrong - len(im.First); more > 0 {
		lines = append(lines, fmt.Sprintf("and %s. The file with remarks says what is wrong in each.", count(more, "more wrong row")))
	}
	return []slack.Block{section(strings.Join(lines, "\n"))}
}

// tableButtons are those of who brought the table.
func (l look) tableButtons() []slack.Block {
	im, id := l.Import, l.r.ID
	var elements []slack.BlockElement
	discard := button(ActionDiscard, l.ref(), "Discard").WithConfirm(confirm("Discard this table?", "Nothing was imported.", "Discard", "Keep it"))
	switch im.Phase { //nolint:exhaustive // nothing can be done in the others
	case automations.ChoosingTable:
		for _, key := range im.Choices[:min(len(im.Choices), 20)] {
			elements = append(elements, button(ActionTableInto+":"+key, id, OneLine(capital(strings.ReplaceAll(key, "_", " ")), maxButton)))
		}
		elements = append(elements, discard)
	case automations.TableReady:
		if l.r.State != request.Draft {
			return nil
		}
		elements = append(l.readyButtons(), discard)
	case automations.TakingTable:
		elements = append(elements, button(ActionTableStop, id, "Stop").WithStyle(slack.StyleDanger))
	case automations.TableRefused:
		if im.Source != "" {
			elements = append(elements, button(ActionTableRead, id, "Read it otherwise…"))
		}
		elements = append(elements, discard)
	case automations.TableTaken, automations.TableStopped:
		if im.Remarks != "" {
			elements = append(elements, button(ActionTableRemarks, id, "Get the file with remarks"))
		}
	}
	if len(elements) == 0 {
		return nil
	}
	return []slack.Block{slack.NewActionBlock("", elements...)}
}

// readyButtons are those of a table of which it is known what it would do.
func (l look) readyButtons() []slack.BlockElement {
	im, id := l.Import, l.r.ID
	read := button(ActionTableRead, id, "Read it otherwise…")
	if im.Style.OpenDays {
		read = button(ActionTableRead, id, "Which is the day?…").WithStyle(slack.StylePrimary)
	}
	elements := append(l.takeButtons(), read)
	if im.Remarks != "" {
		elements = append(elements, button(ActionTableRemarks, id, "Get the file with remarks"))
	}
	if im.Changes != "" {
		elements = append(elements, button(ActionTableChanges, id, "Get all changes as a file"))
	}
	return elements
}

// takeButtons order the import.
func (l look) takeButtons() []slack.BlockElement {
	im := l.Import
	verb := "Import"
	if len(im.Steps) > 0 {
		verb = "Ask to import"
	}
	switch good := im.Counts.Good(); {
	case good == 0 || im.Style.OpenDays:
		return nil
	case im.Counts.Wrong > 0:
		return []slack.BlockElement{button(ActionTableOnly, l.r.ID, fmt.Sprintf("%s only the %s", verb, count(good, "good row"))).WithConfirm(confirm(
			"Import without the wrong rows?", fmt.Sprintf("Left out: %s. You can correct them in the file with remarks and drop it again.", count(im.Counts.Wrong, "row")), verb, "Not yet"))}
	default:
		return []slack.BlockElement{button(ActionTableTake, l.r.ID, fmt.Sprintf("%s %s", verb, count(good, "row"))).WithStyle(slack.StylePrimary)}
	}
}
