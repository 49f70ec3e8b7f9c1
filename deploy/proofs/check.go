package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"factotum/automations/audit"
	"factotum/automations/outbox"
	"factotum/automations/request"
	"factotum/automations/state"
)

// findings are what a check counted, and every promise that was broken.
type findings struct {
	acts                        *acts
	entries, requests, messages int
	absences, records           int
	cards, lines, refused       int
	letters                     int
	places                      int // in indexes
	again                       int // told to try again
	attempts, twice             int // to post; messages that stand there once more

	seen   map[string]int         // messages by key
	first  map[string]string      // ts of the first of them
	stood  map[string][]time.Time // by channel
	broken []string
}

// String is the line of figures.
func (f *findings) String() string {
	return fmt.Sprintf("%d acts of which %d unheard, %d requests and %d decisions acknowledged, %d refused in words and %d told to try again (%d rejected, %d double clicks), "+
		"%d log entries, %d requests, %d absences and %d records replayed, %d places in indexes, %d cards, %d lines and %d letters in %d messages, %d of them repeated",
		f.acts.attempts, f.acts.unheard, len(f.acts.sent), len(f.acts.decided)-f.refused-f.again, f.refused, f.again, f.acts.rejecting, f.acts.doubles,
		f.entries, f.requests, f.absences, f.records, f.places, f.cards, f.lines, f.letters, f.messages, f.twice)
}

func (f *findings) breaks(say string, args ...any) {
	f.broken = append(f.broken, fmt.Sprintf(say, args...))
}

// story is what the log says of one request.
type story struct {
	id      string
	moves   []request.Move
	version int64
	refused map[string]bool // people to whom something was refused
	number  string
	now     request.Request // as it is stored
}

// check reads what the program left behind.
func check(ctx context.Context, o *office, p plan, a *acts) (f *findings, err error) {
	store, err := o.vault(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	f = &findings{acts: a, seen: map[string]int{}, first: map[string]string{}, stood: map[string][]time.Time{}}
	log, err := f.log(ctx, store)
	if err != nil {
		return nil, err
	}
	if err := f.replayed(ctx, store, log); err != nil {
		return nil, err
	}
	stories := log.stories
	f.requests, f.absences, f.records = len(stories), len(log.absences.began), len(log.records)
	if err := f.indexed(ctx, o, log); err != nil {
		return nil, err
	}
	f.once(stories)
	f.acknowledged(ctx, o, stories)
	if err := f.delivered(ctx, o, store, stories); err != nil {
		return nil, err
	}
	f.away(log)
	f.ordered(stories)
	if p.unruly {
		f.repeated(p.kills)
		f.paced(o)
		return f, nil
	}
	for key, n := range f.seen {
		if n > 1 {
			f.breaks("DOUBLED: %s stands in the workspace %d times", key, n)
		}
	}
	return f, nil
}

// log reads the log from its beginning: no gap, and payloads as recorded.
func (f *findings) log(ctx context.Context, store vault) (*ledger, error) {
	var v audit.Verifier
	said := newLedger()
	for {
		records, err := store.Log(ctx, v.Head().Position, 1000)
		if err != nil {
			return nil, err
		}
		if len(records) == 0 {
			f.entries = int(v.Head().Position)
			return said, nil
		}
		for _, r := range records {
			if err := v.Check(r, nil); err != nil {
				f.breaks("the log: %s", err)
				return said, nil
			}
			if err := said.take(r); err != nil {
				f.breaks("the log: %s", err)
			}
		}
	}
}

// replay compares what the moves lead to with what is stored.
func (f *findings) replay(ctx context.Context, store vault, s *story) error {
	docs, err := store.Load(ctx, s.id)
	if err != nil {
		return err
	}
	s.number = docs[0].Number
	if s.version == 0 {
		f.breaks("LOST: something was refused about %s, which is not there", s.id)
		return nil
	}
	if docs[0].Version == s.version {
		if err := json.Unmarshal(docs[0].Body, &s.now); err != nil {
			return err
		}
	}
	after, err := request.Replay(s.id, s.moves)
	if err != nil {
		f.breaks("%s: %s", s.number, err)
		return nil
	}
	return f.stored(docs[0], s.version, after)
}

// once looks for what happened twice: numbers, submissions, decisions.
func (f *findings) once(stories map[string]*story) {
	numbers := map[string]string{}
	for _, s := range stories {
		if other := numbers[s.number]; other != "" || s.number == "" {
			f.breaks("the number %q is that of %s and of %s", s.number, s.id, other)
		}
		numbers[s.number] = s.id
		if n := s.count(request.Submit); n != 1 {
			f.breaks("%s was submitted %d times", s.number, n)
		}
		if n := s.count(request.Approve, request.Reject); n > 1 || n != len(s.now.Decisions) {
			f.breaks("%s was decided %d times, and holds %d decisions", s.number, n, len(s.now.Decisions))
		}
	}
}

func (s *story) count(actions ...request.Action) int {
	n := 0
	for _, m := range s.moves {
		if slices.Contains(actions, m.Action) {
			n++
		}
	}
	return n
}

// acknowledged looks for everything that people were told is done. An
// acknowledged click has no words of its own: who was told otherwise before it
// was acknowledged was not told that it is done. A form that closed was taken.
func (f *findings) acknowledged(ctx context.Context, o *office, stories map[string]*story) {
	for id := range f.acts.sent {
		if stories[id] == nil {
			f.breaks("LOST: the request %s was acknowledged and is not there", id)
		}
	}
	said := map[string][]sentence{}
	for id, done := range f.acts.decided {
		s, by := stories[id], done.by.email
		if s != nil && slices.ContainsFunc(s.now.Decisions, func(d request.Decision) bool { return d.By == by }) {
			continue
		}
		if _, asked := said[by]; !asked {
			said[by] = control{base: o.url}.sentences(ctx, done.by)
		}
		at := slices.IndexFunc(said[by], func(one sentence) bool { return !one.at.Before(done.begun) && !one.at.After(done.end) })
		if at < 0 || done.form {
			f.breaks("LOST: the decision of %s about %s was acknowledged and is not there", by, id)
			continue
		}
		again := strings.Contains(said[by][at].text, "try again")
		said[by] = slices.Delete(said[by], at, at+1) // one sentence is about one click
		switch {
		case s != nil && s.refused[by]:
			f.refused++
		case again:
			f.again++
		default:
			f.breaks("LOST: the decision of %s about %s is not there, and nobody was told to try again", by, id)
		}
	}
}

// owed are the notices that the moves of a request call for: a card for
// everybody who was given one, and a line to the requester for each decision.
func (s *story) owed() (cards []outbox.Notice, lines []string) {
	for _, person := range s.now.Shown {
		cards = append(cards, outbox.Notice{
			Key: outbox.CardKey(s.id, person), Lane: "check/" + s.id + "/" + person, Shape: outbox.Card, Request: s.id, To: person, At: time.Now(),
		})
	}
	for _, m := range s.moves {
		if m.Action == request.Approve || m.Action == request.Reject {
			lines = append(lines, outbox.LineKey(s.id, s.now.Requester, fmt.Sprintf("%s-%d", m.Action, m.At.UnixNano())))
		}
	}
	return cards, lines
}

// undelivered looks for notices that wait or were given up.
func (f *findings) undelivered(ctx context.Context, store vault) error {
	left, err := store.Lease(ctx, time.Now().AddDate(100, 0, 0), time.Now().AddDate(100, 0, 1), 1000)
	if err != nil {
		return err
	}
	failed, _, err := store.Failed(ctx, "", 1000)
	for _, l := range append(left, failed...) {
		f.breaks("late: %s waits or was given up (%s)", l.Key, l.Reason)
	}
	return err
}

// posted loads what was delivered under the keys; Version 0 where nothing was.
func posted(ctx context.Context, store vault, keys []string) ([]state.Document, error) {
	ids := make([]string, len(keys))
	for i, key := range keys {
		ids[i] = outbox.DeliveryID(key)
	}
	return store.Load(ctx, ids...)
}
