package handlers

import (
	"context"
	"strings"

	"factotum/automations"
	"factotum/automations/catalogue"
	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/people"
	"factotum/handlers/payload"
	"factotum/handlers/view"
)

// entry answers /entry: what can be entered, the form of a dataset, the records
// that words find, or a table of them.
func (b *Bot) entry(ctx context.Context, c payload.Command, by people.Person) payload.Reply {
	said := strings.TrimSpace(c.Text)
	if said == "" || strings.EqualFold(said, "help") {
		return b.datasets(ctx, by)
	}
	ds, rest, err := b.Desk.DatasetNamed(by, said)
	if err != nil {
		return b.fail(ctx, err)
	}
	second, more, _ := strings.Cut(rest, " ")
	switch {
	case rest == "" && b.adds(by, ds):
		return b.add(ctx, payload.Click{Trigger: c.Trigger}, by, ds.Key, "")
	case rest == "" || strings.EqualFold(rest, "all"):
		return b.records(ctx, by, ds)
	case strings.EqualFold(rest, "gaps"):
		return b.gaps(ctx, by, ds)
	case strings.EqualFold(second, "export"):
		return b.export(ctx, c, by, ds, strings.TrimSpace(more))
	}
	return b.lookUp(ctx, c, by, ds, rest)
}

func (b *Bot) adds(by people.Person, ds dataset.Dataset) bool {
	return automations.MayChange(by, ds, dataset.Record{}, nil, b.Desk.Now()) == nil
}

// datasets lists what the person may use.
func (b *Bot) datasets(ctx context.Context, by people.Person) payload.Reply {
	var list []view.Enterable
	for _, ds := range b.Desk.Readable(by) {
		list = append(list, view.Enterable{Dataset: ds, Adds: b.adds(by, ds), Reads: automations.MayRead(by, ds)})
	}
	return b.say(ctx)(view.Datasets(list))
}

// lookUp shows the record that words find, or those among which it may be. Words
// that find nothing begin a new record; so do parts of one, though not all of very
// many records were looked at.
func (b *Bot) lookUp(ctx context.Context, c payload.Command, by people.Person, ds dataset.Dataset, words string) payload.Reply {
	found, err := b.Desk.FindRecords(ctx, by, ds.Key, words)
	if err != nil && (fault.CodeOf(err) != fault.Denied || !b.adds(by, ds)) {
		return b.fail(ctx, err)
	}
	records, more := found.Records, found.Next != ""
	switch {
	case len(records) == 1 && !more:
		return b.record(ctx, payload.Click{Trigger: c.Trigger}, by, records[0].ID)
	case len(records) == 0 && (!more || strings.ContainsAny(words, ",;")) && b.adds(by, ds):
		return b.add(ctx, payload.Click{Trigger: c.Trigger}, by, ds.Key, words)
	}
	return b.listRecords(ctx, by, view.RecordsInput{Dataset: ds, Records: records[:min(len(records), listed)], Total: found.Total, More: more, Words: words}, nil)
}

// records lists a dataset.
func (b *Bot) records(ctx context.Context, by people.Person, ds dataset.Dataset) payload.Reply {
	page, err := b.Desk.Records(ctx, by, ds.Key, "", 2*listed)
	return b.listRecords(ctx, by, view.RecordsInput{Dataset: ds, Records: page.Records, Total: page.Total}, err)
}

// gaps lists the records that lack something.
func (b *Bot) gaps(ctx context.Context, by people.Person, ds dataset.Dataset) payload.Reply {
	page, err := b.Desk.Gaps(ctx, by, ds.Key)
	return b.listRecords(ctx, by, view.RecordsInput{Dataset: ds, Records: page.Records, Total: page.Total, Lacking: true}, err)
}

func (b *Bot) listRecords(ctx context.Context, by people.Person, in view.RecordsInput, err error) payload.Reply {
	if err == nil {
		in.Adds = b.adds(by, in.Dataset)
		in.Waiting, err = b.Desk.Awaiting(ctx, in.Records...)
	}
	if err == nil {
		in.Dir, err = b.Desk.Directory(ctx)
	}
	if err != nil {
		return b.fail(ctx, err)
	}
	return b.say(ctx)(view.Records(in))
}

// export orders a table of the records with some words.
func (b *Bot) export(ctx context.Context, c payload.Command, by people.Person, ds dataset.Dataset, words string) payload.Reply {
	format, rest, _ := strings.Cut(words, " ")
	switch strings.ToLower(format) {
	case "csv", "xlsx":
		words = strings.TrimSpace(rest)
	default:
		format = "csv"
	}
	if _, err := b.Desk.ExportRecords(ctx, by, c.Once, ds.Key, words, strings.ToLower(format)); err != nil {
		return b.fail(ctx, err)
	}
	return payload.Reply{Text: "The table is being made. It comes to your messages with me in a moment."}
}

// add opens the form of a new record, filled in as far as words go.
func (b *Bot) add(ctx context.Context, c payload.Click, by people.Person, key, words string) payload.Reply {
	kind, err := b.Desk.Adding(by, key)
	if err != nil {
		return b.fail(ctx, err)
	}
	return b.startIn(ctx, c, by, kind, words)
}

// startIn is start where a view may be open already.
func (b *Bot) startIn(ctx context.Context, c payload.Click, by people.Person, kind catalogue.Kind, words string) payload.Reply {
	paper, err := b.Desk.Paper(ctx, by, b.NewID(), kind.Key)
	if err != nil {
		return b.fail(ctx, err)
	}
	dir := paper.File.Dir
	in := view.FormInput{Kind: kind, By: by, Dir: dir, Now: b.Desk.Now(), Meta: view.Meta{Kind: kind.Key, Draft: paper.ID, From: from(c.View)}}
	in.Values, in.Problems = b.Desk.Fill(kind, by, dir, words, nil)
	return b.open(ctx, c, view.Form(in))
}

// clickRecord answers a button of a record or of a dataset.
func (b *Bot) clickRecord(ctx context.Context, c payload.Click, by people.Person) payload.Reply {
	id, version := view.ParseRecordRef(c.Value)
	switch c.Action {
	case view.ActionRecord:
		return b.record(ctx, c, by, id)
	case view.ActionRecordChange:
		return b.changeRecord(ctx, c, by, id, version)
	case view.ActionRecordHistory:
		in, err := b.recordInput(ctx, by, id)
		if err != nil {
			return b.fail(ctx, err)
		}
		return b.open(ctx, c, view.RecordHistory(in))
	case view.ActionRecordAdd:
		return b.add(ctx, c, by, c.Value, "")
	}
	ds, err := b.Desk.DatasetCalled(by, c.Value)
	if err != nil {
		return b.fail(ctx, err)
	}
	if c.Action == view.ActionRecordGaps {
		return b.gaps(ctx, by, ds)
	}
	return b.records(ctx, by, ds)
}

// record shows one.
func (b *Bot) record(ctx context.Context, c payload.Click, by people.Person, id string) payload.Reply {
	in, err := b.recordInput(ctx, by, id)
	if err != nil {
		return b.fail(ctx, err)
	}
	return b.open(ctx, c, view.Record(in))
}

func (b *Bot) recordInput(ctx context.Context, by people.Person, id string) (in view.RecordInput, err error) {
	in = view.RecordInput{Reader: by, Now: b.Desk.Now()}
	if in.Record, err = b.Desk.Record(ctx, by, id); err != nil {
		return in, err
	}
	if in.Dataset, err = b.Desk.Catalogue.Dataset(in.Record.Dataset); err != nil {
		return in, err
	}
	if in.Kind, err = b.Desk.Catalogue.Kind(catalogue.EntryKind(in.Dataset.Key)); err != nil {
		return in, err
	}
	in.Whole = automations.SeesWhole(by, in.Dataset)
	in.Change = automations.MayChange(by, in.Dataset, in.Record, nil, b.Desk.Now()) == nil
	waiting, err := b.Desk.Awaiting(ctx, in.Record)
	if err != nil {
		return in, err
	}
	in.Waiting = waiting[in.Record.ID]
	in.Dir, err = b.Desk.Directory(ctx)
	return in, err
}

// changeRecord opens the form of a record, as it is or as it was at a version.
func (b *Bot) changeRecord(ctx context.Context, c payload.Click, by people.Person, id string, version int64) payload.Reply {
	kind, draft, title, err := b.Desk.Changing(ctx, by, id, version)
	if err != nil {
		return b.fail(ctx, err)
	}
	paper, err := b.Desk.Paper(ctx, by, draft, kind.Key)
	if err != nil {
		return b.fail(ctx, err)
	}
	in, err := b.input(paper, by, view.Meta{Kind: kind.Key, Draft: draft, From: from(c.View)})
	if err != nil {
		return b.fail(ctx, err)
	}
	in.Number = title
	return b.open(ctx, c, view.Form(in))
}
