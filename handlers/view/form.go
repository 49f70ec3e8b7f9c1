package view

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/form"
	"factotum/automations/people"
)

// FormInput is what the form of a kind is drawn from.
type FormInput struct {
	Kind     catalogue.Kind
	Values   form.Values
	Dir      people.Directory
	By       people.Person // who fills it in
	Now      time.Time
	Meta     Meta
	Problems []form.Problem
	Returned string // what the approver wants changed
	Number   string // of a request that is sent again
	Notes    []catalogue.Note
}

// Form draws the form of a kind: its fields in their order, with one line of
// each repeating group open and the others as rows.
func Form(in FormInput) slack.ModalViewRequest {
	d := drawing{
		FormInput: in, paper: paper{kind: in.Kind, dir: in.Dir, clock: clockOf(in.By, in.Now)},
		action: "v" + strconv.Itoa(in.Meta.Gen), problems: map[string]form.Problem{}, fresh: true,
	}
	d.point()
	d.prepare()
	in.Meta.Told = len(in.Problems) > 0
	blocks := append(d.banner(), d.general()...)
	for _, field := range in.Kind.Form.Fields() {
		if field.Type == form.Lines && !d.hidden[field.Key] {
			blocks = append(blocks, d.list(field, d.room(len(blocks), field))...)
		} else {
			blocks = append(blocks, d.input(field, field.Key, in.Values[field.Key], false)...)
		}
	}
	title := in.Kind.Title
	if in.Number != "" {
		title = "Change " + in.Number
	}
	return modal(CallbackForm, title, "Continue", "Cancel", in.Meta, blocks)
}

// drawing is a form while it is drawn.
type drawing struct {
	FormInput
	paper
	action   string                  // action_id of all inputs
	fresh    bool                    // it is not sent yet: its files are read
	problems map[string]form.Problem // the first at each path
	raw      form.Raw
	hidden   map[string]bool
	demanded map[string]bool
}

// point finds what is wrong with which field.
func (d *drawing) point() {
	for _, p := range d.Problems {
		if _, has := d.problems[p.Path]; !has {
			d.problems[p.Path] = p
		}
	}
}

// prepare finds what new lines begin with, and which fields are hidden or needed.
func (d *drawing) prepare() {
	ctx := d.Kind.Context(catalogue.Moment{By: d.By, Dir: d.Dir, Now: d.Now, Today: calendar.DateOf(d.Now, d.zone)})
	values := maps.Clone(d.Values)
	if values == nil {
		values = form.Values{}
	}
	for _, list := range d.linesFields() {
		lines := values[list.Key].Lines
		values[list.Key] = form.Value{Lines: append(slices.Clip(lines), d.Kind.Form.NewLine(list.Key, ctx))}
	}
	d.raw = d.Kind.Form.Raw(values)
	for _, list := range d.linesFields() {
		first := list.Key + "." + strconv.Itoa(len(d.Values[list.Key].Lines)) + "." + list.Fields[0].Key
		if _, begun := d.raw[first]; !begun {
			d.raw[first] = form.Input{} // so that Hidden looks at a new line without defaults too
		}
	}
	d.hidden, d.demanded = d.Kind.Form.Hidden(d.raw, ctx), d.Kind.Form.Demanded(d.raw, ctx)
	for _, key := range d.Kind.Unasked {
		d.hidden[key] = d.Values[key].IsZero()
	}
}

// banner repeats what the approver wants changed.
func (d *drawing) banner() []slack.Block {
	if d.Returned == "" {
		return nil
	}
	return []slack.Block{rich(sentence(bold("↩️ What should be changed:")), quote(d.Returned, 1500)), divider()}
}

// general are the problems that belong to no field on the screen.
func (d *drawing) general() []slack.Block {
	var blocks []slack.Block
	for _, p := range d.Problems {
		field, ok := d.Kind.Form.Field(p.Path)
		if ok && field.Type != form.Lines {
			continue
		}
		if len(blocks) < 5 {
			blocks = append(blocks, small("⚠️ "+Escape(p.Say, 400)))
		}
	}
	return blocks
}

// problem is what is wrong with the field at a path, under its input.
func (d *drawing) problem(path string) []slack.Block {
	p, wrong := d.problems[path]
	switch {
	case !wrong:
		return nil
	case p.Met != "":
		return []slack.Block{row("⚠️ "+Escape(p.Say, 400), button(ActionRecord, RecordRef(p.Met, 0), "Open it"))}
	}
	return []slack.Block{small("⚠️ " + Escape(p.Say, 400))}
}

// modal puts a view together, within Slack's bounds.
func modal(callback, title, submit, cancel string, meta Meta, blocks []slack.Block) slack.ModalViewRequest {
	if len(blocks) > maxViewBlocks {
		blocks = append(blocks[:maxViewBlocks-1:maxViewBlocks-1], small("There is more than fits on this screen."))
	}
	v := slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: callback, PrivateMetadata: meta.Encode(),
		Title: plain(OneLine(title, maxTitle), maxTitle), Close: plain(cancel, maxTitle), Blocks: slack.Blocks{BlockSet: blocks},
	}
	if submit != "" {
		v.Submit = plain(OneLine(submit, maxTitle), maxTitle)
	}
	return v
}
