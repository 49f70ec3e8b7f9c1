package view

import (
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/catalogue"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/policy"
)

// HomeInput is what Home is drawn from.
type HomeInput struct {
	Reader      people.Person
	Waiting     automations.Rows
	Mine        automations.Rows
	ToDo        automations.Rows // what is done in batches
	Duties      automations.Rows // that are not done
	Late        automations.Rows // duties of others that they look after
	Kinds       []catalogue.Kind
	Now         time.Time
	Admin       bool
	Health      string // one line, for admins
	Undelivered automations.Failures
	Queue       automations.Rows // open tickets of the reader's teams
	Queues      bool             // the reader works on tickets
	Categories  []form.Option    // of tickets
	At          Pages            // which are shown
	Dir         people.Directory
	Own         people.Absences // the reader's, those to come too
	Covered     people.Absences // of those for whom the reader stands in

	Troubles []automations.Run // reports that did not arrive
	Calendar bool              // there are duties
	Boards   []automations.Board
}

// Home draws somebody's Home: what waits for them, their own requests, what
// they can start, and for admins how Factotum itself is.
func Home(in HomeInput) slack.HomeTabViewRequest {
	h := homing{in}
	blocks := []slack.Block{}
	if in.Admin {
		blocks = append(blocks, h.admin()...)
	}
	blocks = append(blocks, h.away()...)
	blocks = append(blocks, h.troubles()...)
	blocks = append(blocks, h.waiting()...)
	blocks = append(blocks, h.duties()...)
	blocks = append(blocks, h.lateDuties()...)
	blocks = append(blocks, h.boards()...)
	blocks = append(blocks, h.toDo()...)
	blocks = append(blocks, h.queue()...)
	blocks = append(blocks, h.mine()...)
	blocks = append(blocks, divider(), header("Start something"))
	blocks = append(blocks, starters(in.Kinds, maxViewBlocks-len(blocks)-1)...)
	foot := []slack.BlockElement{button(ActionFind, FindNew, "Find…"), button(ActionAway, "new", "I’m away…"), button(ActionMorning, "set", "Morning message…"), button(ActionRefresh, in.At.Encode(), "Refresh"), button(ActionReportList, "all", "Reports…")}
	if in.Calendar {
		foot = append(foot, button(ActionYear, automations.YearAsk{}.Encode(), "Year of duties…"))
	}
	blocks = append(blocks, slack.NewActionBlock("", foot...))
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, PrivateMetadata: in.At.Filter, Blocks: slack.Blocks{BlockSet: stable(blocks)}}
}

type homing struct{ HomeInput }

func (h homing) waiting() []slack.Block {
	return h.page("Waiting for you", h.Waiting, func(p *Pages) *string { return &p.Waiting },
		"Nothing waits for you. When somebody needs your decision, it appears here and in your messages.", look.waits)
}

// page is one of the lists of Home with the buttons to its other pages; none is said
// where nothing is on it. Which of the pages of Home it is tells at.
func (h homing) page(title string, rows automations.Rows, at func(*Pages) *string, none string, tell func(look) string) []slack.Block {
	to := func(cursor string) string { return h.At.turned(func(p *Pages) { *at(p) = cursor }) }
	shown := *at(&h.At)
	blocks := append([]slack.Block{header(title + tally(rows, shown))}, back(shown, to(""))...)
	if len(rows.Rows) == 0 && none != "" {
		blocks = append(blocks, section(none))
	}
	blocks = append(blocks, rowsOf(rows.Rows, h.Reader, h.Now, tell)...)
	return append(blocks, more(rows, to(rows.Next))...)
}

// waits says from whom it comes and how long it waits, and in whose place the
// reader is asked.
func (l look) waits() string {
	text := fmt.Sprintf("from %s, waiting %s", Escape(l.who(), 80), l.since(l.r.Since))
	switch l.part() { //nolint:exhaustive // for the others that is all
	case agent:
		if l.desk() {
			text = fmt.Sprintf("from %s, with you · %s", Escape(l.who(), 80), priorityMark(l.r.Work.Priority))
		}
	case worker:
		text += " · " + Escape(lower(l.r.Work.Do), 80)
	}
	if reason, refused := policy.May(l.r, l.Reader, l.dir); refused == "" && reason.For != "" {
		text += " · 🤝 *" + Escape(reason.StandIn.String(), 120) + "*"
	}
	return text
}

func (h homing) mine() []slack.Block {
	return append([]slack.Block{divider()}, h.page("Your requests", h.Mine, func(p *Pages) *string { return &p.Mine },
		"You have not asked for anything yet. Start with a button below, or write to me: _42.50 EUR taxi to the airport yesterday_.", look.brief)...)
}

// tally is the number of rows behind a heading, as far as it is known.
func tally(rows automations.Rows, after string) string {
	switch {
	case after != "" || rows.Next != "":
		return fmt.Sprintf(" (%d)", max(rows.Total, len(rows.Rows)))
	case len(rows.Rows) == 0:
		return ""
	}
	return fmt.Sprintf(" (%d)", len(rows.Rows))
}

// more is the button to the following page.
func more(rows automations.Rows, pages string) []slack.Block {
	if rows.Next == "" || len(pages) > maxButtonValue {
		return nil
	}
	return []slack.Block{slack.NewActionBlock("", button(ActionHomeMore, pages, "Show more"))}
}

// back is the way from a later page to the first.
func back(after, pages string) []slack.Block {
	if after == "" || len(pages) > maxButtonValue {
		return nil
	}
	return []slack.Block{row("This is a later page.", button(ActionHomeMore, pages, "First page"))}
}
