package view

import (
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/people"
)

// The actions on the link of somebody's calendar; they begin like those on the
// year.
const (
	ActionFeed       = "year_link"
	ActionFeedMine   = "year_link_mine" // a new one, to their own duties
	ActionFeedAll    = "year_link_all"  // to all that they may see
	ActionFeedRemove = "year_link_remove"
)

// CallbackFeed is the window of the link.
const CallbackFeed = "feed"

// FeedInput is what it is drawn from.
type FeedInput struct {
	Feed   automations.Feed
	Link   string // that was just made; it is shown this once
	None   bool   // there is no address for links
	Reader people.Person
	Now    time.Time
}

// FeedWindow shows what somebody's calendar link is, and makes another.
func FeedWindow(in FeedInput) slack.ModalViewRequest {
	c := clockOf(in.Reader, in.Now)
	blocks := []slack.Block{section("With this link your own calendar program shows on which days something is due, and keeps it up to date by itself. *The link is a secret*: who has it can read these days.")}
	has := in.Feed.Hash != ""
	whose := "what you have"
	if in.Feed.All {
		whose = "all that you may see"
	}
	switch {
	case in.None:
		blocks = append(blocks, section("There is no address here at which calendars could be fetched. Take the calendar file instead, or ask your Factotum administrator to set `compliance.feed`."))
	case in.Link != "":
		blocks = append(blocks, section(fmt.Sprintf("*Your new link*, to %s. It is shown this once; copy it now:", whose)), rich(verbatim(in.Link)),
			small("Google Calendar: Other calendars, From URL.  ·  Outlook: Add calendar, Subscribe from web.  ·  Apple: File, New Calendar Subscription. Programs look for news every few hours."))
	case has:
		blocks = append(blocks, section(fmt.Sprintf("You have a link to %s, made on %s. It was shown when it was made and is kept nowhere; if it is lost, make a new one.", whose, c.moment(in.Feed.Made))))
	default:
		blocks = append(blocks, section("You have no link yet."))
	}
	if in.None && !has {
		return modal(CallbackFeed, "Calendar link", "", "Close", Meta{}, blocks)
	}
	var elements []slack.BlockElement
	if !in.None {
		elements = append(elements, fresh(ActionFeedMine, "New link: my duties", has), fresh(ActionFeedAll, "New link: all I may see", has))
	}
	if has {
		elements = append(elements, button(ActionFeedRemove, "link", "Remove").WithStyle(slack.StyleDanger).WithConfirm(confirm("Remove your link?", "Programs that use it get nothing any more.", "Remove it", "Keep it")))
	}
	return modal(CallbackFeed, "Calendar link", "", "Close", Meta{}, append(blocks, slack.NewActionBlock("", elements...)))
}

// fresh is a button that makes a link, and asks where that ends another.
func fresh(action, text string, has bool) *slack.ButtonBlockElement {
	b := button(action, "link", text)
	if has {
		b = b.WithConfirm(confirm("Make a new link?", "The link that you have now ends: programs that use it get nothing any more.", "Make it", "Keep the old one"))
	}
	return b
}

// verbatim is text of ours that is copied as it stands.
func verbatim(text string) *slack.RichTextPreformatted {
	return &slack.RichTextPreformatted{Type: slack.RTEPreformatted, Elements: []slack.RichTextSectionElement{words(text)}}
}
