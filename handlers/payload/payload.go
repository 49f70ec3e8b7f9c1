// Package payload owns what people do in Slack as plain structs: a click, a
// command, a submitted form, an event, and the reply to each. connectors/slack
// fills them, handlers reads them. It must not know Slack's libraries.
package payload

import (
	"context"
	"encoding/json"
	"time"
)

// Click is a pressed button or a changed element.
type Click struct {
	Once        string // trigger_id: one per interaction, the same when Slack repeats it
	Trigger     string // opens a view within 3 s, once
	By          string // account (Slack user id)
	Action      string // action_id
	Block       string // block_id
	Value       string // of the button or the chosen option
	Message     Place  // where the button stands; zero in a view
	View        View   // zero in a message
	Inputs      Inputs // what is typed so far
	ResponseURL string // answers only the person who clicked
}

// Place is a message.
type Place struct {
	Channel string
	TS      string
	Thread  string // ts of the thread's root, if it is in one
}

// View is a modal or Home.
type View struct {
	ID       string
	Hash     string
	Type     string // modal or home
	Callback string // callback_id
	Metadata string // private_metadata: a key, never to be trusted as a fact
}

// Inputs is what stands in the input elements, by block_id. A block of ours
// has one element, so the action_id is not needed.
type Inputs map[string]Input

// Input is the content of one element: Text for everything single, List for
// everything multiple, Files for a file input.
type Input struct {
	Text  string
	List  []string
	Files []File
}

// File is a file as Slack tells of it. An incomplete one (Slack Connect) has
// an ID only.
type File struct {
	ID   string
	Name string
	Type string // MIME type
	Size int64
	URL  string // url_private_download
}

// Command is a slash command.
type Command struct {
	Once        string
	Trigger     string
	By          string
	Channel     string
	Name        string // with its slash; of a shortcut its callback_id
	Text        string
	On          Written // the message that a shortcut was used on
	ResponseURL string
}

// Written is a message that somebody wrote.
type Written struct {
	Place
	By    string
	Text  string
	Files []File
}

// Submission is a submitted modal.
type Submission struct {
	Trigger string
	By      string
	View    View
	Inputs  Inputs
}

// Foreign is what Slack signed and sent although it is meant for another
// workspace or app, or for the installation of a whole organisation. Nothing
// else of it is looked at.
type Foreign struct {
	Team string
	App  string
	Org  bool
}

// Event is what happened without a request for an answer.
type Event struct {
	ID      string // event_id, the same when Slack repeats it
	Kind    EventKind
	By      string
	Channel string
	Direct  bool   // in the direct messages with the bot
	TS      string // of the message that it is about
	Thread  string
	Text    string
	Files   []File
	Stamp   string    // Edited: when, as Slack counts: a later one is larger
	Emoji   string    // Reacted, Unreacted: its name
	Author  string    // Reacted, Unreacted: whose message it is
	View    View      // HomeOpened: what Home shows; zero before it showed anything
	Attempt int       // 0 for the first time that Slack sends it
	At      time.Time // of its arrival
}

// EventKind is the kind of an event that Factotum uses.
type EventKind string

// The kinds of event.
const (
	Message       EventKind = "message"        // somebody wrote (files included)
	Edited        EventKind = "edited"         // somebody changed what they wrote
	Removed       EventKind = "removed"        // what somebody wrote was deleted
	Reacted       EventKind = "reacted"        // somebody put an emoji on a message
	Unreacted     EventKind = "unreacted"      // somebody took it back
	HomeOpened    EventKind = "home_opened"    // somebody looks at Home
	PeopleChanged EventKind = "people_changed" // somebody joined, left or was changed
)

// Reply answers a click, a command or a submission within Slack's 3 seconds.
// The zero reply closes a submitted view and says nothing else.
type Reply struct {
	Text   string            // to this person only
	Blocks json.RawMessage   // with Text as their fallback
	Errors map[string]string // submission: sentence by block_id of an input
	Update json.RawMessage   // submission: this view instead
	Push   json.RawMessage   // submission: this view on top
	Clear  bool              // submission: close all views

	Then func(context.Context) // submission: done once the answer is on its way; nil: nothing
}
