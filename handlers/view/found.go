package view

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/catalogue"
	"factotum/automations/find"
	"factotum/automations/people"
	"factotum/automations/request"
)

// What belongs to looking for something.
const (
	ActionFind     = "find" // opens the search; value: what is looked for already, or FindNew
	FindNew        = "find"
	ActionFindMore = "find_more" // value: FindPage
	CallbackFind   = "find"
	BlockFind      = "find"
)

// FindPage is the value of the button to a following page: what is looked for
// and after which place.
func FindPage(line string, after int64) string { return fmt.Sprintf("%d %s", after, line) }

// ParseFindPage reads what FindPage gave; the first page of nothing for anything
// else.
func ParseFindPage(text string) (line string, after int64) {
	place, line, _ := strings.Cut(text, " ")
	after, err := strconv.ParseInt(place, 10, 64)
	if err != nil {
		return "", 0
	}
	return line, after
}

// FoundInput is what the answer to a search is drawn from.
type FoundInput struct {
	Line   string // as it was typed
	After  int64  // where the page begins; 0: the first
	Hits   automations.Hits
	Dir    people.Directory
	Reader people.Person
	Now    time.Time
}

// Found is the answer to a search, in a message.
func Found(in FoundInput) (text string, blocks []slack.Block) {
	text = "What was found: " + Escape(in.Line, 200)
	if len(in.Hits.All) == 0 {
		text = "Nothing was found: " + Escape(in.Line, 200)
	}
	return text, append([]slack.Block{section("*🔎 " + Escape(in.Line, 200) + "*")}, in.found()...)
}

// Find is the form of a search, with what was found once something was looked
// for.
func Find(in FoundInput, wrong string) slack.ModalViewRequest {
	input := slack.NewPlainTextInputBlockElement(plain("taxi lisbon kind:expense since:30d", maxPlaceholder), BlockFind)
	input.InitialValue = Cut(in.Line, maxFind)
	input.MaxLength = maxFind
	block := slack.NewInputBlock(BlockFind, plain("What are you looking for?", 100),
		plain("Words, and what narrows them down: kind:expense state:active from:ana team:it with:nobody priority:high since:2026-10-01 until:yesterday over:500 under:20.50", 300), input)
	block.Optional = true
	blocks := []slack.Block{block}
	switch {
	case wrong != "":
		blocks = append(blocks, section("⚠️ "+Escape(wrong, 500)))
	case in.Line != "":
		blocks = append(append(blocks, divider()), in.found()...)
	}
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: CallbackFind, Title: plain("Find", maxTitle), Submit: plain("Find", maxTitle), Close: plain("Close", maxTitle),
		Blocks: slack.Blocks{BlockSet: stable(blocks)},
	}
}

// maxFind is how long a line of search may be, so that it fits a button with its
// place.
const maxFind = 500

func (in FoundInput) found() []slack.Block {
	var blocks []slack.Block
	for _, hit := range in.Hits.All {
		if hit.Record.Version > 0 {
			blocks = append(blocks, in.record(hit))
			continue
		}
		l := lookAt(automations.Sight{File: hit.Row.File, Kind: hit.Row.Kind, Reader: in.Reader, Now: in.Now})
		blocks = append(blocks, l.row(l.outline()))
	}
	switch {
	case len(in.Hits.All) == 0 && in.After > 0:
		blocks = append(blocks, section("That is all."))
	case len(in.Hits.All) == 0:
		blocks = append(blocks, section("Nothing that you may see has all of this. Try fewer words, their beginnings, or another filter."))
	}
	if !in.Hits.Whole {
		blocks = append(blocks, small("⏳ The index is being made anew just now, so that something may be missing. Look again in a few minutes."))
	}
	if in.Hits.Next > 0 && len(FindPage(in.Line, in.Hits.Next)) <= maxButtonValue {
		blocks = append(blocks, slack.NewActionBlock("", button(ActionFindMore, FindPage(in.Line, in.Hits.Next), "Show more")))
	}
	return blocks
}

// record is one that was found.
func (in FoundInput) record(hit automations.Hit) slack.Block {
	r := hit.Record
	text := fmt.Sprintf("*%s*\n%s · changed by %s on %s", Escape(r.Title, 150), Escape(hit.Dataset.Title, 80),
		Escape(named(in.Dir, r.Changed.By, in.Reader), 80), clockOf(in.Reader, in.Now).dayOf(r.Changed.At))
	return row(text, button(ActionRecord, RecordRef(r.ID, 0), "Open"))
}

// outline says to anybody what it is, whose, and where it stands.
func (l look) outline() string {
	if l.part() == requester {
		return Escape(l.kind.Title, 60) + " · " + l.brief()
	}
	var stands string
	switch l.r.State {
	case request.Pending:
		stands = "⏳ with " + Escape(nobodyOr(either(l.askedNames())), 200) + " " + l.since(l.r.Since)
	case request.Open, request.Waiting:
		stands = fmt.Sprintf("🔧 %s, %s %s", l.r.State, Escape(l.team(), 80), l.since(l.r.Since))
	default:
		stands = fmt.Sprintf("%s on %s", l.r.State, l.dayOf(l.r.Since))
	}
	return fmt.Sprintf("%s of %s · %s", Escape(l.kind.Title, 60), Escape(l.who(), 80), stands)
}

// search opens the form of a search that has what the reader's teams are working
// on, to be narrowed down freely.
func (h homing) search() slack.BlockElement {
	whose := "kind:ticket"
	if len(h.Reader.Teams) > 0 {
		whose = "team:" + strings.Join(h.Reader.Teams, ",")
	}
	return button(ActionFind, h.narrowed()+" "+whose, "Search…")
}

// narrowed is what the filter of the queue means in a search.
func (h homing) narrowed() string {
	const open = "state:open,waiting"
	switch filter := h.At.Filter; filter {
	case QueueMine:
		return open + " with:me"
	case QueueFree:
		return open + " with:" + find.Nobody
	case QueueLate:
		return "state:" + find.Late
	case QueueWaiting:
		return "state:waiting"
	default:
		if n, err := strconv.Atoi(filter); err == nil {
			return open + " priority:" + catalogue.PriorityName(n)
		}
		for _, c := range h.Categories {
			if filter == queueCategory+c.Value { // its words are found as they are shown
				return open + ` "` + strings.ReplaceAll(orLabel(c.Label, c.Value), `"`, "") + `"`
			}
		}
	}
	return open
}
