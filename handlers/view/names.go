package view

import (
	"encoding/json"
	"net/url"
	"strings"
)

// The action_ids of buttons. ActionStart is followed by a colon and the key of
// the kind. The options of an overflow menu have the value "action|value".
const (
	ActionApprove        = "approve"
	ActionApproveComment = "approve_comment"
	ActionReturn         = "return"
	ActionReject         = "reject"
	ActionAsk            = "ask"
	ActionWithdraw       = "withdraw"
	ActionAnswer         = "answer"
	ActionEdit           = "edit" // opens the form of a draft or of a returned request
	ActionDiscard        = "discard"
	ActionSend           = "send"
	ActionRecast         = "recast"     // makes a draft one of another kind
	ActionEnterFrom      = "enter_from" // asks which record the files of a draft are about
	ActionEnterInto      = "enter_into" // followed by a colon and the key of the dataset
	ActionDetails        = "details"
	ActionDisown         = "disown" // what was opened from a message is no ticket
	ActionResolve        = "resolve"
	ActionPrice          = "price"
	ActionCorrect        = "correct"
	ActionConfirm        = "confirm" // value: HoldRef
	ActionRelease        = "release" // value: HoldRef
	ActionOnboard        = "onboard"
	ActionRevisit        = "revisit" // back to approval
	ActionBatch          = "batch"
	ActionClaim          = "claim"
	ActionReply          = "reply"
	ActionCanned         = "canned" // chooses a reply that is written already
	ActionChange         = "change"
	ActionMerge          = "merge"
	ActionTasks          = "tasks"
	ActionRefer          = "refer"
	ActionCancel         = "cancel"
	ActionConceal        = "conceal"
	ActionReopen         = "reopen"
	ActionProve          = "prove"  // brings the evidence of a duty
	ActionSnooze         = "snooze" // followed by a colon and the working days
	ActionNotMine        = "not_mine"
	ActionPass           = "pass"
	ActionWaive          = "waive"
	ActionPack           = "pack"
	ActionRate           = "rate" // followed by a colon and the score
	ActionRateWhy        = "rate_why"
	ActionStart          = "start"
	ActionAddLine        = "add_line"
	ActionEditLine       = "edit_line"   // value: the line's index
	ActionRemoveLine     = "remove_line" // value: the line's index
	ActionBack           = "back"        // from the check to the form
	ActionHomeMore       = "home_more"   // value: Pages
	ActionRedeliver      = "redeliver"   // value: the key of the delivery
	ActionRefresh        = "refresh"     // value: Pages
	ActionQueue          = "queue"       // value: Pages
	ActionOverflow       = "overflow"
)

// ShortcutFrom begins the callback_id of a shortcut that makes a ticket of a
// message; the key of the kind follows.
const ShortcutFrom = "ticket_from:"

// The callback_ids of modals.
const (
	CallbackForm    = "form"
	CallbackCheck   = "check"
	CallbackReading = "reading"
	CallbackReason  = "reason"
	CallbackAnswer  = "answer"
	CallbackResolve = "resolve"
	CallbackPrice   = "price"
	CallbackCorrect = "correct"
	CallbackRevisit = "revisit"
	CallbackConfirm = "confirm"
	CallbackRelease = "release"
	CallbackBatch   = "batch"
	CallbackWork    = "work" // Meta.Action says what it is about
	CallbackDetails = "details"
	CallbackProve   = "prove"
	CallbackDuty    = "duty" // Meta.Action says what it is about
	CallbackPack    = "pack"
	CallbackSaid    = "said"
)

// The block_ids of inputs in the small forms. Rates and their sources are
// followed by a point and the index of the missing rate. In the form of a kind
// the block_id is the path of the field.
const (
	BlockText   = "text"
	BlockRate   = "rate"
	BlockSource = "source"
	BlockDay    = "day"
	BlockChosen = "chosen"
	BlockChoice = "choice"
	BlockWay    = "way"
	BlockPerson = "person"
	BlockTeam   = "team"
	BlockRank   = "rank"
	BlockFollow = "follow"
	BlockNumber = "number"
)

// FromHome is the type of the Home view, and what Meta.From begins with in a view
// that was opened there.
const FromHome = "home"

// Meta travels in the private_metadata of a modal, which Slack bounds at 3,000
// characters. It is a key, never to be trusted as a fact.
type Meta struct {
	Kind   string `json:"k,omitempty"`
	Draft  string `json:"d,omitempty"` // id of the draft or returned request
	Line   int    `json:"l,omitempty"` // the expanded line; the number of lines means a new one
	Gen    int    `json:"g,omitempty"` // part of the action_id of inputs: changed when other lines stand where Slack keeps typed text
	Action string `json:"a,omitempty"`
	Ref    string `json:"r,omitempty"`
	From   string `json:"f,omitempty"`
	Read   int    `json:"n,omitempty"` // how many files had been read when the form was drawn
	Told   bool   `json:"t,omitempty"` // the form was drawn with what is wrong
}

// Encode gives the private_metadata.
func (m Meta) Encode() string {
	text, _ := json.Marshal(m) // Strings and numbers always encode.
	return string(text)
}

// DecodeMeta reads what Encode gave; the zero Meta for anything else.
func DecodeMeta(text string) Meta {
	var m Meta
	if json.Unmarshal([]byte(text), &m) != nil {
		return Meta{}
	}
	return m
}

// Ref is the value of a button that belongs to a request: its id and the stage
// of the approval that the reader saw.
func Ref(id, stage string) string { return id + "@" + stage }

// ParseRef reads what Ref gave; stage "" where there is none.
func ParseRef(text string) (id, stage string) { return cutLast(text, '@') }

// HoldRef is a Ref with the hold that the button is about.
func HoldRef(ref, hold string) string { return ref + "/" + hold }

// ParseHoldRef reads what HoldRef gave.
func ParseHoldRef(text string) (ref, hold string) { return cutLast(text, '/') }

// cutLast cuts a text at the last such sign; all stands before it where there is none.
func cutLast(text string, sign byte) (before, after string) {
	at := strings.LastIndexByte(text, sign)
	if at < 0 {
		return text, ""
	}
	return text[:at], text[at+1:]
}

// Pages is which pages of Home are shown, and travels in its buttons: turning one
// list leaves the others where they are.
type Pages struct {
	Waiting, Mine, Queue string // cursors; empty: the first page
	Duties               string // likewise
	Filter               string // of the queue: one of the filters, or a priority
	Team                 string // in a message: of that team alone
}

// Encode gives the value of a button.
func (p Pages) Encode() string {
	values := url.Values{"waiting": {p.Waiting}, "mine": {p.Mine}}
	if p.Queue+p.Filter != "" {
		values.Set("queue", p.Queue)
		values.Set("filter", p.Filter)
	}
	if p.Team != "" {
		values.Set("team", p.Team)
	}
	if p.Duties != "" {
		values.Set("duties", p.Duties)
	}
	return values.Encode()
}

// FilteredHome is what Meta.From says of a view that was opened on Home, with what
// the private_metadata of Home holds: the filter of its queue.
func FilteredHome(filter string) string { return FromHome + "?" + filter }

// ParseFrom reads what FilteredHome gave; false for what was not opened on Home.
func ParseFrom(text string) (Pages, bool) {
	filter, ok := strings.CutPrefix(text, FromHome+"?")
	return Pages{Filter: filter}, ok
}

// ParsePages reads what Encode gave; the first pages for anything else.
func ParsePages(text string) Pages {
	values, err := url.ParseQuery(text)
	if err != nil {
		return Pages{}
	}
	return Pages{Waiting: values.Get("waiting"), Mine: values.Get("mine"), Queue: values.Get("queue"), Filter: values.Get("filter"), Team: values.Get("team"), Duties: values.Get("duties")}
}
