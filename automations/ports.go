// Package automations owns what Factotum does, one verb a file: draft, submit,
// decide, ask, withdraw, resolve, remind, deliver. Each verb loads, asks the
// pure packages below, and commits once. It states the small interfaces it
// needs and must not know who satisfies them, nor how anything looks in Slack.
//
// What comes as a document takes this way. Whoever read it calls Arrive with the
// values of the kind (those of kinds/invoice.yaml), a request.Reading that says
// how sure they are, and the holds that are about the document itself: a
// MismatchHold for each field (gross, number) with two values, with Path and
// Choices, and a BankHold with Stays where XML and page name two accounts, all
// made by Kind.Hold and given a Key that names what they are about. Arrive
// prepares steps, warnings and work, adds the hold for unsure fields, and asks
// Desk.Examine, which matches vendor and order, fills Reading.Vendor, Order,
// Matched and Keys, and adds the BankHold (Accounts by request.Mask, the one on
// file first, and Call), VendorHold, DuplicateHold and OrderHold. A key that
// another request holds comes back as state.TakenError: that one gets a Note
// ("arrived again") instead. Correct, Price, Release and Reexamine ask the
// examiner again; holds with the same Key keep their clock and voices, and those
// that somebody has ended do not come again.
package automations

import (
	"context"
	"iter"
	"time"

	"factotum/automations/audit"
	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/find"
	"factotum/automations/form"
	"factotum/automations/invoice"
	"factotum/automations/level"
	"factotum/automations/mail"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/state"
)

// Store keeps everything. A commit is all or nothing; whoever is told that it
// took place can rely on it. See DESIGN section 4.
type Store interface {
	// Load gives one document per id, in that order; Version 0 where there is none.
	Load(ctx context.Context, ids ...string) ([]state.Document, error)
	// Commit fails with state.StaleError or state.TakenError when the world moved.
	Commit(ctx context.Context, c state.Change) (state.Result, error)
	// Lookup gives the id behind a number such as EXP-12, or "".
	Lookup(ctx context.Context, number string) (string, error)
	// Page merges the indexes in the order of their entries.
	Page(ctx context.Context, indexes []string, after string, limit int) (state.Page, error)
	// Due gives the timers that are due, oldest first.
	Due(ctx context.Context, now time.Time, limit int) ([]state.Timer, error)
	// Log gives audit records in order, from the one after a position.
	Log(ctx context.Context, after int64, limit int) ([]audit.Record, error)
	// Lease takes notices that are due, at most one a lane, until the lease ends.
	Lease(ctx context.Context, now, until time.Time, limit int) ([]outbox.Leased, error)
	// Failed lists notices that were given up.
	Failed(ctx context.Context, after string, limit int) ([]outbox.Leased, string, error)
	// RetryFailed puts a given-up notice back.
	RetryFailed(ctx context.Context, key string, at time.Time) error
}

// Messenger posts to people.
type Messenger interface {
	// Post gives where the message stands. An error of outbox.DelayError asks
	// to wait; fault.Unavailable may pass; anything else will not. A file must
	// have its ID; it is shown once, however often, and outbox.ErrGone says that
	// its bytes are there no more.
	Post(ctx context.Context, m outbox.Message) (channel, ts string, err error)
	// Upload brings the bytes of m.File, which nobody sees yet, and gives its ID.
	Upload(ctx context.Context, m outbox.Message) (id string, err error)
	// Update fails with outbox.ErrGone when the message is no more.
	Update(ctx context.Context, channel, ts string, m outbox.Message) error
	// Find looks for a message that was posted under m.Key since a moment, or for a
	// file by its ID.
	Find(ctx context.Context, m outbox.Message, since time.Time) (channel, ts string, found bool, err error)
	// Wait tells for how long no posts, and no updates, are taken from anybody.
	Wait() (posts, updates time.Duration)
}

// Keeper makes our own copy of a file and gives its hash.
type Keeper interface {
	Keep(ctx context.Context, f form.File) (hash string, err error)
	// Kept gives the copy back.
	Kept(ctx context.Context, hash string) ([]byte, error)
	// Drop takes one away that was kept longer ago than that, and tells whether it is
	// gone.
	Drop(ctx context.Context, hash string, rested time.Duration) (gone bool, err error)
}

// Mailbox is one account of mail, read by position.
type Mailbox interface {
	// Next gives the mails of a folder beyond a position, in order, at most limit.
	// An error is the last thing that is given.
	Next(ctx context.Context, after mail.Position, limit int) iter.Seq2[mail.Message, error]
	// Waiting counts the mails beyond a position.
	Waiting(ctx context.Context, after mail.Position) (int, error)
	// Settle shows in the mailbox what became of the mail at a position.
	Settle(ctx context.Context, at mail.Position, outcome mail.Outcome) error
	// Unsettled are the mails up to a position that show nothing, at most limit.
	Unsettled(ctx context.Context, upTo mail.Position, limit int) ([]mail.Position, error)
}

// Reader takes apart what strangers send, where it can harm nobody, and makes
// our own copies of the parts.
type Reader interface {
	// Read says what is wrong with a document in what it gives; an error means
	// that it could not be read now.
	Read(ctx context.Context, name string, raw []byte) (Contents, error)
	// Keep makes our own copy of something as a whole.
	Keep(ctx context.Context, name string, raw []byte) (form.File, error)
}

// Books know where words stand. What they name may be more than the reader may
// see, and older than it is now.
type Books interface {
	// Find gives what fits, the newest first.
	Find(ctx context.Context, q find.Query) ([]find.Hit, error)
	// Whole tells whether they have taken in everything since they were made.
	Whole() bool
}

// Contents are what a document or mail holds.
type Contents struct {
	Subject string // of a mail
	Found   []Found
	Refused []Refused
}

// Found is one invoice in it.
type Found struct {
	Invoice invoice.Invoice
	Hashes  []string    // SHA-256 of the parts that it stood in
	Files   []form.File // our own copies of them, as far as they were not too large
	Picture string      // hash of our own copy of its first page as a picture; empty: none
}

// Refused is a part that gave no invoice, with the reason for a person. The code
// is notfound for what could be read.
type Refused struct {
	Name string
	Code fault.Code
	Say  string
	File *form.File // our own copy; nil: none
}

// Desk serves people: every verb that somebody starts is its method. Its
// fields are set once, before it is used, but for the catalogue.
type Desk struct {
	Store     Store
	Catalogue *catalogue.Catalogue
	Now       func() time.Time
	NewID     func() string
	Calendar  func(people.Person) *calendar.Calendar          // working time of a person
	Law       func(country, region string) *calendar.Calendar // working days of the laws of a country; the company's without one
	Shift     level.Hours                                     // working time of a team; nil: that of nobody in particular
	Keeper    Keeper
	Archive   Archive                                     // nil: no evidence packs are made
	Publish   func(context.Context) error                 // seals the log and publishes its head at once
	Reader    Reader                                      // nil: nothing is read from the files of drafts
	Tables    Tables                                      // nil: tables come and go as text only
	Filled    func(context.Context, people.Person, Scans) // nil, or called when all files were read for which a view waits
	Books     Books                                       // nil: nothing is found by words
	Morning   int                                         // hour at which people get their morning message who do not say; 0: none
	Ills      func() []string                             // what does not work now, for admins; nil: nobody knows
	Examine   Examiner                                    // nil: what comes as a document is not matched with anything
	Reporting Reporting                                   // what reports are answered with
	Almanac   Almanac                                     // nil: there are no pictures and files of the year
	Feeds     Feeds                                       // where calendars are fetched
	Hooks     []Hook                                      // outside systems that are told of changes
	Due       func()                                      // called when notices are due: somebody should deliver
	Ring      func()                                      // called when a timer is due at once; nil: it waits for the next wake
	roster    roster
	atHand    atHand
	wished    wished
	zones     zones
}
