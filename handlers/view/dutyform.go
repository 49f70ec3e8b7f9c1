package view

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/request"
)

// Prove draws the form of the evidence that a duty wants, with what was brought
// before.
func Prove(s automations.Sight, in FormInput) slack.ModalViewRequest {
	l := lookAt(s)
	d := drawing{FormInput: in, paper: l.paper, action: "v", problems: map[string]form.Problem{}}
	d.point()
	d.prepare()
	blocks := []slack.Block{section("*" + Escape(l.title(200), 200) + "*" + l.numbered() + "\n" + Escape(l.kind.Duty.What, 500))}
	blocks = append(blocks, d.general()...)
	filed := in.Kind.Filed(l.r.Values)
	for _, key := range filed {
		field, _ := in.Kind.Form.Field(key)
		blocks = append(blocks, section("📎 *"+Escape(field.Label, 150)+"*\n"+Escape(d.show(field, l.r.Values[key]), 500)+" (filed by itself)"))
	}
	for _, field := range in.Kind.Form.Fields() {
		if slices.Contains(filed, field.Key) {
			continue
		}
		blocks = append(blocks, d.input(field, field.Key, in.Values[field.Key], false)...)
	}
	blocks = append(blocks, small("It goes to "+Escape(l.signers(), 160)+", who signs it off or sends it back."))
	return modal(CallbackProve, "Evidence "+s.File.Number, "Send", "Cancel", in.Meta, blocks)
}

// DutyForm is one of the smaller forms about a duty: action says which.
func DutyForm(action string, s automations.Sight, meta Meta) slack.ModalViewRequest {
	l := lookAt(s)
	title, submit, blocks := "Duty", "Save", []slack.Block{section(l.dutyAsk())}
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeUser, plain("Choose somebody", maxPlaceholder), BlockPerson)
	switch action {
	case ActionNotMine:
		title, submit = "Not mine", "Send"
		blocks = append(blocks, slack.NewInputBlock(BlockPerson, plain("Who should have it?", 150), nil, e).WithOptional(true),
			typing("Why?", fmt.Sprintf("It goes to %s, who says whose it is.", l.whom(l.kind.Duty.Head)), false))
	case ActionPass:
		title, submit = "Hand over", "Hand over"
		if p, ok := l.dir.Person(l.r.Work.Duty.Proposed); ok && len(p.Accounts) > 0 {
			e.InitialUser = p.Accounts[0]
		}
		blocks = append(blocks, slack.NewInputBlock(BlockPerson, plain("Who gets it?", 150), nil, e), typing("A word to them", "They read it.", true))
	case ActionWaive:
		title, submit = "Waive", "Waive"
		blocks = append(blocks, typing("Why need it not be done?", "It stands in the audit log, and everybody on the duty can read it.", false))
	}
	return modal(CallbackDuty, title, submit, "Cancel", meta, blocks)
}

// Duties lists duties that are not done, by the day on which they are due.
func Duties(rows automations.Rows, reader people.Person, now time.Time, all bool) (text string, blocks []slack.Block) {
	title := "Your duties"
	if all {
		title = "All duties that you may see"
	}
	blocks = []slack.Block{header(title + tally(rows, ""))}
	if len(rows.Rows) == 0 {
		blocks = append(blocks, section("Nothing is left to do. What comes next appears here as soon as it opens."))
	}
	blocks = append(blocks, rowsOf(rows.Rows, reader, now, look.dutyBrief)...)
	if !all {
		blocks = append(blocks, small("`/duty all` lists all that you may see, `/duty year` shows the year."))
	}
	return title, blocks
}

// dutyBrief is where a duty stands, in a row of a list.
func (l look) dutyBrief() string {
	mark := "🗓️ due *" + l.day(l.dueDay()) + "*"
	if l.overdue() {
		mark = "🔴 late, due *" + l.day(l.dueDay()) + "*"
	}
	if l.r.State == request.Pending {
		mark += " · 🔍 waits to be signed off"
	}
	if with := l.dutyWith(); with != "you" {
		mark += " · " + strings.TrimPrefix(with, "you ") // who stands in reads for whom
	}
	mark += " · " + Escape(l.kind.Duty.Subject, 60)
	if len(l.Unmet) > 0 {
		mark += "\n⛓️ waits for " + Escape(automations.List(l.Unmet), 200)
	}
	return mark
}

// duties stand on the Home of who has some.
func (h homing) duties() []slack.Block {
	if len(h.Duties.Rows) == 0 {
		return nil
	}
	return append([]slack.Block{divider()}, h.page("Your duties", h.Duties, func(p *Pages) *string { return &p.Duties }, "", look.dutyBrief)...)
}

// lateDuties stand on the Home of who manages those who have them, or hears of
// what is late.
func (h homing) lateDuties() []slack.Block {
	if len(h.Late.Rows) == 0 {
		return nil
	}
	blocks := append([]slack.Block{divider(), header(fmt.Sprintf("Late duties of others (%d)", h.Late.Total))}, rowsOf(h.Late.Rows, h.Reader, h.Now, look.dutyBrief)...)
	if left := h.Late.Total - len(h.Late.Rows); left > 0 {
		blocks = append(blocks, small(fmt.Sprintf("and %d more: all stand in the year of duties", left)))
	}
	return blocks
}
