package view

import (
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/catalogue"
	"factotum/automations/dataset"
	"factotum/automations/form"
	"factotum/automations/money"
	"factotum/automations/outbox"
	"factotum/automations/people"
)

// Enterable is a dataset in a list, and what the reader may do with it.
type Enterable struct {
	Dataset dataset.Dataset
	Adds    bool
	Reads   bool // be it their own records only
}

// Datasets is the answer to /entry: what can be entered and looked up.
func Datasets(list []Enterable) (text string, blocks []slack.Block) {
	if len(list) == 0 {
		text = "There is nothing that you can enter or look up here. Your Factotum administrator says who keeps which dataset."
		return text, []slack.Block{section(text)}
	}
	title := "What would you like to look up?"
	if slices.ContainsFunc(list, func(e Enterable) bool { return e.Adds }) {
		title = "What would you like to enter?"
	}
	blocks = []slack.Block{header(title)}
	for _, e := range list[:min(len(list), maxMessageBlocks-3)] {
		text := "*" + Escape(e.Dataset.Title, 60) + "* `/entry " + e.Dataset.Key + "`\n" + Escape(e.Dataset.About, 300)
		switch {
		case e.Adds:
			blocks = append(blocks, row(text, button(ActionRecordAdd, e.Dataset.Key, OneLine("Add: "+e.Dataset.One, maxButton))))
		default:
			blocks = append(blocks, row(text, button(ActionRecordList, e.Dataset.Key, "Show")))
		}
	}
	return title, append(blocks, small(howTo(list)))
}

// howTo says what the reader may do, by the first dataset in which they may.
func howTo(list []Enterable) string {
	var ways []string
	if at := slices.IndexFunc(list, func(e Enterable) bool { return e.Adds }); at >= 0 {
		key := list[at].Dataset.Key
		ways = append(ways, fmt.Sprintf("`/entry %s` opens the form, and `/entry %s` with values parted by commas fills it in. Drop a CSV or XLSX here to enter many at once.", key, key))
	}
	if at := slices.IndexFunc(list, func(e Enterable) bool { return e.Reads }); at >= 0 {
		key := list[at].Dataset.Key
		ways = append(ways, fmt.Sprintf("`/entry %s some words` looks records up, `/entry %s all` shows them, `/entry %s export` makes a table.", key, key, key))
	}
	return strings.Join(ways, " ")
}

// RecordsInput is a list of records.
type RecordsInput struct {
	Dataset dataset.Dataset
	Records []dataset.Record
	Total   int
	Dir     people.Directory
	Adds    bool
	Lacking bool                          // those that lack something
	Words   string                        // they were looked up by
	More    bool                          // there are more than Total, at which nobody looked
	Waiting map[string][]automations.File // changes that wait, by the id of the record
}

// Records is the answer to a search in a dataset.
func Records(in RecordsInput) (text string, blocks []slack.Block) {
	text = in.Dataset.Title
	switch {
	case in.Lacking:
		text = in.Dataset.Title + ": " + lack(in.Total, "")
	case in.Words != "":
		text = fmt.Sprintf("%s with “%s”", in.Dataset.Title, in.Words)
	case in.Total > 0:
		text = fmt.Sprintf("%s (%s)", in.Dataset.Title, money.Count(in.Total))
	}
	blocks = []slack.Block{header(text)}
	for _, r := range in.Records[:min(len(in.Records), maxMessageBlocks-4)] {
		line := "*" + Escape(in.Dataset.Name(r.Values, catalogue.Names(in.Dir)), 150) + "*"
		if gaps := in.Dataset.Gaps(r.Values); len(gaps) > 0 {
			line += "\n⚠️ missing: " + Escape(automations.List(gaps), 200)
		}
		line += in.waiting(r.ID)
		blocks = append(blocks, row(line, button(ActionRecord, RecordRef(r.ID, 0), "Open")))
	}
	if len(in.Records) == 0 && !in.More {
		blocks = append(blocks, section(in.nothing()))
	}
	if say := in.further(); say != "" {
		blocks = append(blocks, small(fmt.Sprintf("%s: add words to find one, or take all with `/entry %s export`", say, in.Dataset.Key)))
	}
	if in.Adds {
		blocks = append(blocks, slack.NewActionBlock("", button(ActionRecordAdd, in.Dataset.Key, OneLine("Add: "+in.Dataset.One, maxButton))))
	}
	return Escape(text, 200), blocks
}

// nothing says that there is none, and what to do next.
func (in RecordsInput) nothing() string {
	switch {
	case in.Lacking:
		return "Nothing is missing in " + Escape(in.Dataset.Title, 60) + "."
	case in.Words != "":
		return fmt.Sprintf("Nothing in %s has these words. Try fewer, or see all with `/entry %s`.", Escape(in.Dataset.Title, 60), in.Dataset.Key)
	case in.Adds:
		return "There is none yet. Add the first with the button below, or drop a table here."
	case in.Dataset.Roster || len(in.Dataset.Keepers) == 0:
		return "There is none yet."
	}
	return "There is none yet. Ask " + Escape(in.Dataset.KeptBy(), 200) + " to add the first."
}

// further says how many more there are.
func (in RecordsInput) further() string {
	switch more := in.Total - len(in.Records); {
	case in.More && len(in.Records) == 0:
		return "Very many have a part of these words, and none of the first has all"
	case in.More:
		return fmt.Sprintf("and more than %s more", money.Count(more))
	case more > 0:
		return fmt.Sprintf("and %s more", money.Count(more))
	}
	return ""
}

// similar are records that may be the one which somebody is about to add.
func (c checking) similar() []slack.Block {
	if len(c.Alike) == 0 {
		return nil
	}
	text := fmt.Sprintf("👀 *This looks like a %s that is there already.* Open it to compare. If it is the same, change it there and cancel here; if not, go on.", Escape(lower(c.kind.Title), 60))
	if len(c.Alike) > 1 {
		text = "👀 *This looks like some that are there already.* Open them to compare. If it is one of them, change it there and cancel here; if not, go on."
	}
	blocks := []slack.Block{section(text)}
	for _, r := range c.Alike[:min(3, len(c.Alike))] {
		blocks = append(blocks, row("*"+Escape(r.Title, 150)+"*", button(ActionRecord, RecordRef(r.ID, 0), "Open")))
	}
	return blocks
}

// entered is the card of a record that somebody has entered: what it says, and the
// way to it.
func (l look) entered() []slack.Block {
	blocks := append(l.top(), l.outcome()...)
	blocks = append(blocks, l.body()...)
	blocks = append(blocks, l.progress()...)
	blocks = append(blocks, l.earlier()...)
	details := button(ActionDetails, l.ref(), "Details")
	if l.r.Months > 0 { // the record went for its age
		return append(blocks, slack.NewActionBlock("", details))
	}
	return append(blocks, slack.NewActionBlock("", button(ActionRecord, RecordRef(automations.RecordOf(l.kind, l.r.ID), 0), "Open the record"), details))
}

// computed is a field that nobody fills in.
func (d *drawing) computed(field form.Field, v form.Value) []slack.Block {
	text := d.show(field, v)
	if text == "" {
		text = "follows from what is filled in"
	}
	return []slack.Block{small("*" + Escape(field.Label, 80) + ":* " + Escape(text, 300))}
}

// sheetLine is a table, by its name.
func sheetLine(s automations.Sight) (outbox.Message, error) {
	hash, name, ok := strings.Cut(s.Notice.Says.Text, "/")
	if !ok {
		return outbox.Message{}, fmt.Errorf("view: the line %s names no table", s.Notice.Key)
	}
	name = OneLine(name, 150)
	return outbox.Message{Text: name, File: &outbox.Attachment{Name: name, Hash: hash}}, nil
}
