package view

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/catalogue"
	"factotum/automations/policy"
	"factotum/automations/request"
)

// The ways of a reply, as the value of its choice.
const (
	ReplySay  = "say"  // the requester reads it
	ReplyAsk  = "ask"  // and the ticket waits for their answer
	ReplyNote = "note" // only those who work on it read it
)

// Nobody is the option for a ticket that nobody is to have.
const Nobody = "-"

// Reply is the form of a sentence about a ticket. Who works on it may take one
// that is written already: chosen is its place in the list of the kind.
func Reply(s automations.Sight, meta Meta, number, chosen int) slack.ModalViewRequest {
	l := lookAt(s)
	meta.Gen = number
	blocks := []slack.Block{section(l.ask())}
	for _, m := range l.r.Thread[max(0, len(l.r.Thread)-2):] {
		blocks = append(blocks, l.remarked(m, 500))
	}
	text, hint := "", "Everybody who takes part reads it."
	if l.inside() {
		hint = fmt.Sprintf("%s reads it, unless it is a note.", OneLine(l.teller(), 60))
		var canned []slack.Block
		canned, text = l.canned(chosen)
		blocks = append(blocks, canned...)
	}
	e := slack.NewPlainTextInputBlockElement(nil, BlockText+strconv.Itoa(number)).WithMultiline(true).WithMaxLength(maxInput).WithInitialValue(Cut(text, maxInput))
	e.FocusOnLoad = true
	blocks = append(blocks, slack.NewInputBlock(BlockText, plain("Text", 150), plain(hint, 300), e))
	if l.inside() && l.r.State != request.Done {
		ways := []*slack.OptionBlockObject{option(ReplySay, "Answer", ""), option(ReplyNote, "Internal note", "")}
		if l.r.State == request.Open {
			ways = slices.Insert(ways, 1, option(ReplyAsk, "Ask, and wait for the answer", ""))
		}
		radio := slack.NewRadioButtonsBlockElement(BlockWay, ways...)
		radio.InitialOption = ways[0]
		blocks = append(blocks, slack.NewInputBlock(BlockWay, plain("As", 150), nil, radio))
	}
	return modal(CallbackWork, "Reply "+s.File.Number, "Send", "Cancel", meta, blocks)
}

// canned is the menu of what is written already, and the text of the chosen one.
func (l look) canned(chosen int) (blocks []slack.Block, text string) {
	replies := l.kind.Replies()
	if len(replies) == 0 {
		return nil, ""
	}
	var options []*slack.OptionBlockObject
	for i, r := range replies[:min(len(replies), maxOptions)] {
		options = append(options, option(strconv.Itoa(i), r.Title, ""))
	}
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain("Ready-made reply", maxPlaceholder), ActionCanned, options...)
	if chosen >= 0 && chosen < len(options) {
		e.InitialOption = options[chosen]
		text = l.kind.Say(replies[chosen], l.r, l.File.Number, cmp.Or(l.r.Called, personName(l.dir, l.r.Requester)), personNameOf(l.Reader), l.dir)
	}
	return []slack.Block{slack.NewActionBlock("", e)}, text
}

// Change is the form for who has a ticket, how urgent it is and who follows it.
func Change(s automations.Sight, meta Meta) slack.ModalViewRequest {
	l := lookAt(s)
	d := &drawing{FormInput: FormInput{Dir: l.dir}}
	meta.Draft = l.r.Work.Assignee // who had it when the reader looked
	people := []*slack.OptionBlockObject{option(Nobody, "Nobody", "")}
	for _, p := range policy.Staff(l.r, l.dir) {
		if len(people) < maxOptions && len([]rune(p.ID)) <= maxOptionValue {
			people = append(people, option(p.ID, personNameOf(p), ""))
		}
	}
	var teams, ranks []*slack.OptionBlockObject
	for _, t := range l.dir.Teams() {
		teams = append(teams, option(t.Key, orLabel(t.Name, t.Key), ""))
	}
	for i, name := range catalogue.Priorities() {
		ranks = append(ranks, option(strconv.Itoa(i+1), priorityMark(i+1), name))
	}
	for _, o := range ranks {
		o.Description = nil
	}
	follow := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeUser, plain("Choose people", maxPlaceholder), BlockFollow)
	for _, id := range l.r.Work.Followers {
		if account := d.account(id); account != "" {
			follow.InitialUsers = append(follow.InitialUsers, account)
		}
	}
	blocks := []slack.Block{
		section(l.ask()),
		chooser(BlockPerson, "Who has it", people, l.r.Work.Assignee, Nobody),
		chooser(BlockTeam, "Team", teams[:min(len(teams), maxOptions)], l.r.Work.Team, ""),
		chooser(BlockRank, "Priority", ranks, strconv.Itoa(l.r.Work.Priority), ""),
		slack.NewInputBlock(BlockFollow, plain("Who follows it", 150), plain("They see it and are kept informed.", 300), follow).WithOptional(true),
		typing("A word to who gets it", "They read it; the requester does not.", true),
	}
	return modal(CallbackWork, "Change "+s.File.Number, "Save", "Cancel", meta, blocks)
}

// chooser is a menu with one option chosen.
func chooser(block, label string, options []*slack.OptionBlockObject, chosen, otherwise string) slack.Block {
	e := dropdown(block, "Choose", options, otherwise, chosen)
	return slack.NewInputBlock(block, plain(label, 150), nil, e).WithOptional(e.InitialOption == nil)
}

// The ways to tie two tickets, as the value of the choice.
const (
	TieMerge   = "merge"
	TieRelated = "related"
	TieApart   = "apart"
)

// Work is one of the smaller forms about a ticket: action says which.
func Work(action string, s automations.Sight, meta Meta) slack.ModalViewRequest {
	l := lookAt(s)
	title, submit, blocks := "Ticket", "Save", []slack.Block{section(l.ask())}
	switch action {
	case ActionMerge:
		title = "Merge or link"
		blocks = append(blocks, otherTicket()...)
	case ActionTasks:
		title = "Add tasks"
		blocks = append(blocks, typing("One task a line", "Each becomes a ticket of the same team. Yours shows how many are done.", false))
	case ActionRefer:
		title, submit = "Ask for approval", "Ask"
		e := slack.NewOptionsSelectBlockElement(slack.OptTypeUser, plain("Choose somebody", maxPlaceholder), BlockPerson)
		blocks = append(blocks, slack.NewInputBlock(BlockPerson, plain("Who has to approve?", 150), nil, e),
			typing("What do they need to know?", "Who asked for it, if they are in Slack, reads it too. The clocks stand still until it is decided; what is rejected ends.", false))
	case ActionCancel:
		title, submit = "Cancel", "Cancel it"
		blocks = append(blocks, typing("Why?", "Everybody who takes part reads it. It ends here; what was solved is resolved instead.", false))
	case ActionConceal:
		title, submit = "Make private", "Make private"
		if automations.FromMessage(l.r) {
			blocks = append(blocks, section("⚠️ *The message that it was opened from stays where it is*, and so does what people wrote below it: whoever reads that channel still reads them. Who wrote them can delete them there, before or after."))
		}
		blocks = append(blocks, section("It leaves the channel of the team, with everything that Factotum posted there, and nobody follows it any more. Only who asked, and who takes care of what is private there, see it from then on. This cannot be undone."))
	case ActionReopen:
		title, submit = "Open again", "Open again"
		blocks = append(blocks, typing("What is still wrong?", "Everybody who takes part reads it.", false))
	case ActionRateWhy:
		title, submit = "Say why", "Send"
		blocks = append(blocks, l.whyRated())
	}
	return modal(CallbackWork, title, submit, "Close", meta, blocks)
}

// otherTicket asks for another ticket, and what the two are to each other.
func otherTicket() []slack.Block {
	number := slack.NewPlainTextInputBlockElement(plain("TKT-12", maxPlaceholder), BlockNumber).WithMaxLength(20)
	ways := []*slack.OptionBlockObject{
		option(TieMerge, "The same: this one ends, that one goes on", ""), option(TieRelated, "They have to do with each other", ""),
		option(TieApart, "They have nothing to do with each other", ""),
	}
	radio := slack.NewRadioButtonsBlockElement(BlockWay, ways...)
	radio.InitialOption = ways[0]
	return []slack.Block{
		slack.NewInputBlock(BlockNumber, plain("Number of the other ticket", 150), nil, number),
		slack.NewInputBlock(BlockWay, plain("What are they to each other?", 150), nil, radio),
	}
}

// whyRated asks why somebody rated a ticket as they did.
func (l look) whyRated() slack.Block {
	said := ""
	if l.r.Work.Rating != nil {
		said = l.r.Work.Rating.Text
	}
	return retyping("What was good, or could be better?", fmt.Sprintf("The team %s reads it.", OneLine(l.team(), 60)), said, false)
}
