// Package outbox owns what must reach people after a commit: notices (what is
// due), deliveries (what was posted) and how a failed attempt is retried. It
// must not know how a message looks or which service carries it.
package outbox

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"factotum/automations/people"
)

// Shape tells the two kinds of notice apart.
type Shape string

const (
	// Card is level-triggered: bring this person's card of the request up to
	// date. However many are due under one key, the newest state is posted once.
	Card Shape = "card"
	// Line is appended once, by key, in order: a question, a reminder.
	Line Shape = "line"
	// Copy is what somebody said elsewhere, brought up to date like a card, in its
	// place in the order: it changes where the sentence is changed.
	Copy Shape = "copy"
	// Hook tells an outside system of one change, once and in order.
	Hook Shape = "hook"
	// Report is the answer of a report, what is told of its run, or a file of it;
	// Request is the id of the run.
	Report Shape = "report"
	// Bell is rung once it comes to its turn: whom it calls about the request is
	// decided then. Says.Name is what it is for.
	Bell Shape = "bell"
	// Letter is told once, by key, and is about no single request.
	Letter Shape = "letter"
)

// Notice is one message that is due. It holds no rendered text: what a person
// reads is made from the state at the moment of posting.
type Notice struct {
	Key     string    `json:"key"`     // card: CardKey(request, person); copy: CopyKey; line: unique for ever
	Lane    string    `json:"lane"`    // notices of one lane are posted in the order of their commits
	Shape   Shape     `json:"shape"`   //
	Request string    `json:"request"` // id of the request it belongs to
	To      string    `json:"to"`      // person who gets it as a direct message; hook: its name
	Says    Says      `json:"says"`    // lines only
	At      time.Time `json:"at"`      // not before
	Rank    Rank      `json:"rank,omitempty"`
}

// Says is what a line tells, as facts; the view makes the sentence.
type Says struct {
	Name     string `json:"name,omitempty"`     // the action it tells: ask, approve, remind …; or a line of its own, such as turn
	By       string `json:"by,omitempty"`       // person whose act it tells
	Text     string `json:"text,omitempty"`     // what they typed
	Threaded bool   `json:"threaded,omitempty"` // in the thread of this person's card

	Absence *people.Absence `json:"absence,omitempty"` // letters about one
}

// CardKey names the card of a request in a person's direct messages.
func CardKey(request, person string) string { return "card/" + request + "/" + person }

// CopyKey names the copy of a sentence for a reader.
func CopyKey(request, person, sentence string) string {
	return "copy/" + request + "/" + person + "/" + sentence
}

// LineKey names a line; once tells the move that caused it.
func LineKey(request, person, once string) string {
	return "line/" + request + "/" + person + "/" + once
}

// BellKey names the bell of a timer: it hangs once, however often it came due.
func BellKey(timer string) string { return "bell/" + timer }

// ReminderLane is the lane of what reminds a person of a request: it waits where
// many are reminded, while cards of the request do not.
func ReminderLane(request, person string) string { return "remind/" + request + "/" + person }

// LetterKey names a letter to a person; once tells what caused it.
func LetterKey(person, once string) string { return "letter/" + person + "/" + once }

// LetterLane is the lane of what a person is told about no single request.
func LetterLane(person string) string { return "letter/" + person }

// Leased is a notice that one worker holds until the lease ends. Token is the
// fence: a receipt with an older token is refused.
type Leased struct {
	Notice
	Token    int64  `json:"token"`
	Attempts int    `json:"attempts"` // failed ones so far
	Again    bool   `json:"again"`    // a lease ended without a receipt, or an attempt failed: it may have been posted
	Reason   string `json:"reason,omitempty"`
}

// Receipt ends a lease: posted (Retry zero, Failed false), to be tried again
// at Retry, or given up (Failed), which puts the notice on the list of failed
// deliveries.
type Receipt struct {
	Key     string
	Token   int64
	Retry   time.Time
	Delayed bool // Retry was asked for before anything was posted: no failed attempt
	Failed  bool
	Reason  string // why it was not posted, for the admin
}

// Delivery is what stands in Slack for a key.
type Delivery struct {
	Key     string    `json:"key"`
	Request string    `json:"request"`
	To      string    `json:"to"`
	Channel string    `json:"channel"`
	TS      string    `json:"ts"`
	Hash    string    `json:"hash"`    // of the content last posted
	Version int64     `json:"version"` // of the request it was rendered from
	At      time.Time `json:"at"`
	Link    string    `json:"link,omitempty"`   // address of an origin
	Thread  string    `json:"thread,omitempty"` // ts of the message in whose thread a card stands
	About   []string  `json:"about,omitempty"`  // letters: what they list, so that they can be brought up to date
	File    string    `json:"file,omitempty"`   // id of a file whose bytes are there; without a TS nobody may have seen it yet
}

// Stands tells whether it was posted.
func (d Delivery) Stands() bool { return d.TS != "" }

// OriginKey names the message that a ticket was opened from, as if it had been
// delivered: what happens in its thread is about the ticket.
func OriginKey(request string) string { return "origin/" + request }

// Origin tells whether a ticket was opened from what stands there: we did not
// post it.
func (d Delivery) Origin() bool { return d.Key == OriginKey(d.Request) }

// Card tells whether what stands there is somebody's card of the request.
func (d Delivery) Card() bool { return d.Key == CardKey(d.Request, d.To) }

// Sentence is the id of the sentence that a copy brings; empty where it is none.
func (d Delivery) Sentence() string {
	id, is := strings.CutPrefix(d.Key, CopyKey(d.Request, d.To, ""))
	if !is || d.Request == "" {
		return ""
	}
	return id
}

// SentIndex lists the deliveries of all that was posted beside cards, by when
// that was first.
const SentIndex = "sent"

// DeliveryID is the id of the document that holds the delivery of a key.
func DeliveryID(key string) string { return "delivery/" + key }

// Message is a rendered notice, ready to be posted.
type Message struct {
	Key    string // travels as message metadata, so that a lost post is found again
	To     string // account of the person in the messaging service
	Thread string // ts of the message in whose thread it goes; empty: on its own
	Text   string // the fallback: what a phone shows
	Blocks []byte // JSON array
	File   *Attachment
	Gone   bool // what stands there is taken away, and nothing comes in its place
	Whole  bool // with what we wrote in its thread, which goes first
}

// Attachment is a file that is posted instead of words.
type Attachment struct {
	Name string
	Hash string // of our own copy
	Data []byte // filled in by whoever keeps the copies
	ID   string // in the messaging service, once its bytes are there
}

// ErrGone is returned by a messenger when the message to update, or the file to
// show, no longer exists; it is posted anew.
var ErrGone = errors.New("the message no longer exists")

// DelayError is returned by a messenger that was told to come back later.
type DelayError struct{ For time.Duration }

// Error says how long.
func (e DelayError) Error() string { return fmt.Sprintf("asked to wait %s", e.For) }

// MaxAttempts is how many failures put a notice on the failed list; with the
// pauses of Backoff that is after about an hour.
const MaxAttempts = 11

// Backoff is the pause after so many failures: 5 s doubling up to 30 min.
func Backoff(failures int) time.Duration {
	pause := 5 * time.Second << min(max(failures-1, 0), 10)
	return min(pause, 30*time.Minute)
}
