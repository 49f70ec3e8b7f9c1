package view

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/catalogue"
	"factotum/automations/money"
	"factotum/automations/request"
)

// altered are the first records that a table changes, with what stands there and
// what would; what decides over money or only few may read comes first.
func (l look) altered(most int) []slack.Block {
	im := l.Import
	if im == nil || len(im.Altered) == 0 {
		return nil
	}
	p := l.rows()
	blocks := []slack.Block{section("✏️ *What changes*")}
	for _, a := range im.Altered[:min(most, len(im.Altered))] {
		blocks = append(blocks, p.alters(a))
	}
	if more := im.Counts.Changed - min(most, len(im.Altered)); more > 0 {
		blocks = append(blocks, small(fmt.Sprintf("and %s: the file with all changes tells them.", count(more, "more changed record"))))
	}
	return blocks
}

// rows shows what stands in a table, as far as the reader may see it.
func (l look) rows() paper {
	return paper{kind: l.Entry, dir: l.dir, clock: l.clock, veiled: l.Entry.Veiled(request.Request{ID: catalogue.ChangeSubject, Requester: l.Reader.ID}, l.Reader)}
}

// added are the first records that a table would add.
func (l look) added(most int) []slack.Block {
	im := l.Import
	if im == nil || len(im.Added) == 0 {
		return nil
	}
	p, lines := l.rows(), []string{"➕ *What is new*"}
	for _, a := range im.Added[:min(most, len(im.Added))] {
		const shown = 6
		var texts []string
		for _, f := range p.facts(a.After, a.Title) {
			texts = append(texts, f.label+": "+f.value)
		}
		text := fmt.Sprintf("*%s* (line %s)", Escape(a.Title, 80), money.Count(a.Line))
		if facts := strings.Join(texts[:min(shown, len(texts))], " · "); facts != "" {
			text += "\n" + Escape(facts, 250)
		}
		lines = append(lines, text)
	}
	if more := im.Counts.New - (len(lines) - 1); more > 0 {
		lines = append(lines, "and "+count(more, "more new record"))
	}
	return []slack.Block{section(strings.Join(lines, "\n"))}
}

// alters is one record that a table changes.
func (p paper) alters(a automations.Altered) slack.Block {
	mark := ""
	if a.Grave {
		mark = "❗ "
	}
	text := fmt.Sprintf("%s*%s* (line %s)", mark, Escape(a.Title, 80), money.Count(a.Line))
	const shown = 6
	changes := p.differences(a.Before, a.After)
	for _, c := range changes[:min(shown, len(changes))] {
		text += fmt.Sprintf("\n• %s: %s", Escape(c.label, 60), Escape(c.value, 300))
	}
	if more := len(changes) - shown; more > 0 {
		text += "\nand " + count(more, "more change")
	}
	return section(text)
}

// changesFile is the button that brings the file with all that a table changes.
func (l look) changesFile() []slack.Block {
	if l.Import.Changes == "" {
		return nil
	}
	return []slack.Block{slack.NewActionBlock("", button(ActionTableChanges, l.r.ID, "Get all changes as a file"))}
}

// imported says in a list what became of a table; "" as long as nothing was taken.
func (l look) imported() string {
	im := l.Import
	if im == nil {
		return ""
	}
	done := fmt.Sprintf("%s new, %s changed", money.Count(im.Done.New), money.Count(im.Done.Changed))
	switch im.Phase { //nolint:exhaustive // nothing is taken in the others
	case automations.TakingTable:
		return fmt.Sprintf("⏳ importing: %s of %s rows", money.Count(im.Done.All()), money.Count(im.Total))
	case automations.TableTaken:
		return "🎉 imported: " + done
	case automations.TableStopped:
		return fmt.Sprintf("⏹️ stopped by %s after %s of %s rows: %s", Escape(named(l.dir, im.By, l.Reader), 80), money.Count(im.Done.All()), money.Count(im.Total), done)
	}
	return ""
}
