package view

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/catalogue"
	"factotum/automations/dataset"
	"factotum/automations/form"
	"factotum/automations/people"
)

// The actions on records. Values are RecordRef, or the key of a dataset.
const (
	ActionRecord        = "record"         // shows one
	ActionRecordChange  = "record_change"  // opens its form
	ActionRecordHistory = "record_history" // shows what it was
	ActionRecordAdd     = "record_add"     // value: the dataset's key
	ActionRecordList    = "record_list"    // value: the dataset's key
	ActionRecordGaps    = "record_gaps"    // value: the dataset's key
)

// CallbackRecord is the callback_id of the views of a record.
const CallbackRecord = "record"

// RecordRef is the value of a button of a record: its id and the version to which
// it is to go back, 0 for none.
func RecordRef(id string, version int64) string { return id + "|" + strconv.FormatInt(version, 10) }

// ParseRecordRef reads what RecordRef gave.
func ParseRecordRef(text string) (id string, version int64) {
	id, number, _ := strings.Cut(text, "|")
	version, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		version = 0
	}
	return id, version
}

// RecordInput is what a record is shown from.
type RecordInput struct {
	Dataset dataset.Dataset
	Kind    catalogue.Kind // by which its records are entered
	Record  dataset.Record
	Reader  people.Person
	Dir     people.Directory
	Now     time.Time
	Whole   bool               // masked fields are shown as they are
	Change  bool               // the reader may change it, or ask for that
	Waiting []automations.File // changes of it that wait for somebody
}

// named is how the reader knows a person.
func (in RecordInput) named(id string) string { return named(in.Dir, id, in.Reader) }

func (in RecordInput) paper() paper {
	return paper{kind: in.Kind, dir: in.Dir, clock: clockOf(in.Reader, in.Now)}
}

// hidden parts values into those that the reader may see and the labels of the
// others.
func (in RecordInput) hidden(values form.Values) (seen form.Values, labels []string) {
	if in.Whole {
		return values, nil
	}
	seen = maps.Clone(values)
	for _, key := range in.Dataset.Masked {
		if field, ok := in.Dataset.Form.Field(key); ok && !values[key].IsZero() {
			labels = append(labels, field.Label)
			delete(seen, key)
		}
	}
	return seen, labels
}

// name is how people call the record, with the names of people.
func (in RecordInput) name() string {
	return in.paper().dated(in.Dataset.Name(in.Record.Values, catalogue.Names(in.Dir)), in.Record.Values)
}

// Record shows a record with what can be done about it.
func Record(in RecordInput) slack.ModalViewRequest {
	p, r := in.paper(), in.Record
	values, labels := in.hidden(r.Values)
	blocks := []slack.Block{header(in.name())}
	facts := p.facts(values, in.name())
	for _, label := range labels {
		facts = append(facts, fact{label: label, value: dots})
	}
	blocks = append(blocks, sheet(facts, 900)...)
	blocks = append(blocks, p.lists(values, 30, 300, "")...)
	if gaps := in.Dataset.Gaps(r.Values); len(gaps) > 0 {
		blocks = append(blocks, small("⚠️ Still missing: "+Escape(strings.Join(gaps, ", "), 300)))
	}
	text := fmt.Sprintf("Added by %s on %s.", Escape(named(in.Dir, r.Created.By, in.Reader), 80), p.moment(r.Created.At))
	if r.Version > 1 {
		text += fmt.Sprintf(" Changed %s, last by %s on %s.", count(int(r.Version-1), "time"), Escape(named(in.Dir, r.Changed.By, in.Reader), 80), p.moment(r.Changed.At))
	}
	if in.Dataset.Roster {
		text = "As Slack and the company's own files have it. It is changed there."
	}
	blocks = append(blocks, small(text))
	blocks = append(blocks, in.awaiting()...)
	var elements []slack.BlockElement
	if in.Change {
		elements = append(elements, button(ActionRecordChange, RecordRef(r.ID, 0), "Change…").WithStyle(slack.StylePrimary))
	}
	if len(r.Past) > 0 {
		elements = append(elements, button(ActionRecordHistory, RecordRef(r.ID, 0), "History"))
	}
	if len(elements) > 0 {
		blocks = append(blocks, slack.NewActionBlock("", elements...))
	}
	return modal(CallbackRecord, in.Dataset.One, "", "Close", Meta{}, blocks)
}

// RecordHistory shows the changes of a record, the newest first: who, when, what
// was there before and what after, and the way back.
func RecordHistory(in RecordInput) slack.ModalViewRequest {
	p, r := in.paper(), in.Record
	blocks := []slack.Block{header(in.name())}
	for _, past := range slices.Backward(r.Past) {
		before, _ := r.At(past.Version - 1)
		after, known := r.At(past.Version)
		if !known || len(blocks) > maxViewBlocks-4 {
			blocks = append(blocks, small("Earlier changes are in the audit log."))
			break
		}
		text := fmt.Sprintf("*%s* by %s", p.moment(past.At), Escape(named(in.Dir, past.By, in.Reader), 80))
		for _, c := range in.changes(p, before, after) {
			text += "\n• " + Escape(c.label, 80) + ": " + Escape(c.value, 300)
		}
		if !in.Change {
			blocks = append(blocks, section(text))
			continue
		}
		blocks = append(blocks, row(text, button(ActionRecordChange, RecordRef(r.ID, past.Version-1), "Go back before this…")))
	}
	blocks = append(blocks, small(fmt.Sprintf("Added by %s on %s.", Escape(named(in.Dir, r.Created.By, in.Reader), 80), p.moment(r.Created.At))))
	return modal(CallbackRecord, "History", "", "Close", Meta{}, blocks)
}

// changes are the fields that read otherwise; of masked ones only that they do.
func (in RecordInput) changes(p paper, before, after form.Values) []fact {
	was, hiddenBefore := in.hidden(before)
	is, hiddenAfter := in.hidden(after)
	changes := p.differences(was, is)
	for _, label := range append(hiddenBefore, hiddenAfter...) {
		told := slices.ContainsFunc(changes, func(f fact) bool { return f.label == label })
		if !told && in.differs(label, before, after) {
			changes = append(changes, fact{label: label, value: dots + " → " + dots})
		}
	}
	return changes
}

func (in RecordInput) differs(label string, before, after form.Values) bool {
	for _, key := range in.Dataset.Masked {
		if field, ok := in.Dataset.Form.Field(key); ok && field.Label == label {
			return !before[key].Same(after[key])
		}
	}
	return false
}
