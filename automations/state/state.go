// Package state owns what the store moves: documents with versions, changes
// that are all or nothing, pages of ordered indexes, timers. It must not know
// any store; a store must not know what the documents mean.
package state

import (
	"fmt"
	"slices"
	"time"

	"factotum/automations/audit"
	"factotum/automations/outbox"
)

// Document is one versioned body. In a Change, Version is the version it was
// read at (0: it must not exist yet) and is one higher after the commit.
// Prefix asks for a number (EXP-12) if the document has none yet; the number
// is given inside the commit and found on the document when it is read.
type Document struct {
	ID      string
	Version int64
	Prefix  string
	Number  string
	Body    []byte // JSON
}

// Guard is a document that was read but is not written: the change is refused
// as stale if it has another version by now.
type Guard struct {
	ID      string
	Version int64
}

// Claim is a unique key and who holds it.
type Claim struct {
	Key    string
	Holder string
}

// Entry places a document in an ordered index. Entries of one index are
// ordered by Sort, then ID, both compared as bytes. Sort must not contain NUL.
type Entry struct {
	Index string
	Sort  string
	ID    string
}

// Timer is a moment at which something about Subject is due. Setting a timer
// with a key that exists replaces it.
type Timer struct {
	Key     string
	At      time.Time // whole milliseconds count
	Subject string
	Name    string
}

// Once makes a change take place once: a commit with a key that was seen
// before changes nothing and returns the first outcome. Keep is how long the
// key is remembered at least; zero is for ever.
type Once struct {
	Key  string
	Keep time.Duration
}

// Change is what one commit does, all or nothing. Once.Key is required.
type Change struct {
	Once      Once
	Outcome   []byte // returned to whoever repeats the commit
	Documents []Document
	Guards    []Guard
	Claims    []Claim // a claim already held by the same holder passes
	Release   []Claim // ignored unless held by that holder
	Add       []Entry
	Remove    []Entry
	Timers    []Timer
	Cancel    []string // keys of timers; missing ones are ignored
	Fired     []Timer  // must stand exactly so, else the change is stale; removed
	Audit     []audit.Record
	Erase     []int64         // positions of the log whose payloads go; missing ones are ignored
	Notices   []outbox.Notice // an equal key replaces the notice that waits
	Receipts  []outbox.Receipt
}

// Moves tells whether the change writes a document.
func (c Change) Moves(id string) bool {
	return slices.ContainsFunc(c.Documents, func(d Document) bool { return d.ID == id })
}

// Result is what a commit gave.
type Result struct {
	Repeated bool              // the Once key had been seen; nothing was changed
	Outcome  []byte            // of the first commit with this key
	Numbers  map[string]string // document id to number, for documents that have one
}

// Page is a stretch of one or several merged indexes with their documents.
type Page struct {
	Documents []Document // an entry without a document is left out
	Next      string     // cursor for the following page; "" when this was the last
	Total     int        // entries in all the indexes asked for
}

// StaleError refuses a change because a document, guard, timer or lease is no
// longer as it was read: load again and decide again.
type StaleError struct{ ID string }

// Error names what moved.
func (e StaleError) Error() string { return fmt.Sprintf("%s changed meanwhile", e.ID) }

// TakenError refuses a change because a claim is held by somebody else.
type TakenError struct {
	Key    string
	Holder string
}

// Error names the claim and its holder.
func (e TakenError) Error() string { return fmt.Sprintf("%s is held by %s", e.Key, e.Holder) }

// Diff tells which entries to add and which to remove so that before becomes
// after.
func Diff(before, after []Entry) (add, remove []Entry) {
	old := make(map[Entry]bool, len(before))
	for _, e := range before {
		old[e] = true
	}
	for _, e := range after {
		if old[e] {
			delete(old, e)
			continue
		}
		add = append(add, e)
	}
	for _, e := range before {
		if old[e] {
			remove = append(remove, e)
		}
	}
	return add, remove
}
