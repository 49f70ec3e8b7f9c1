package automations

import (
	"context"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/state"
)

// So many cards are at hand, each with a request of at most so many bytes, as
// nearly all are: 35 MiB at most, 15 as a rule, and nothing before the first is
// posted.
const (
	reach = 8192
	light = 4 << 10
)

// atHand are requests as they were when a card of theirs was posted that waits
// for its reader's decision: who clicks on it soon need not wait for the store to
// read it. What is at hand may be out of date. Nothing can be committed on it
// then, and nothing is refused before it is read again.
type atHand struct {
	mu     sync.Mutex
	cards  *simplelru.LRU[string, onCard] // by key of the card
	freeze state.Document                 // as it was read last; without an ID it never was
}

// onCard is where a card stands, and its request as the card shows it.
type onCard struct {
	channel, ts string
	request     state.Document
}

// keep takes a card that stands now, in the place of what it was. What waits for
// no decision, or is too long, is not at hand.
func (h *atHand) keep(card delivered, f File) {
	_, pending := f.Request.Current()
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.cards == nil {
		h.cards, _ = simplelru.NewLRU[string, onCard](reach, nil) // fails only for a size below 1
	}
	if !pending || card.To == f.Request.Requester || len(card.request.Body) > light {
		h.cards.Remove(card.Key)
		return
	}
	h.cards.Add(card.Key, onCard{card.Channel, card.TS, card.request})
}

// thaw takes what decisions are frozen by, as it was just read.
func (h *atHand) thaw(freeze state.Document) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.freeze = freeze
}

// find gives the request of a person's card, if that stands there and is at hand.
func (h *atHand) find(by people.Person, id, channel, ts string) (doc, freeze state.Document, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.cards == nil || h.freeze.ID == "" {
		return doc, freeze, false
	}
	card, ok := h.cards.Get(outbox.CardKey(id, by.ID))
	return card.request, h.freeze, ok && card.channel == channel && card.ts == ts
}

// fromHand opens the request of a person's card from what is at hand.
func (d *Desk) fromHand(ctx context.Context, by people.Person, id, channel, ts string) (f File, ok bool, err error) {
	doc, freeze, ok := d.atHand.find(by, id, channel, ts)
	if !ok {
		return f, false, nil
	}
	dir, guard, err := d.roster.read(ctx, d.Store, d.Now())
	if err != nil {
		return f, false, err
	}
	f, err = decode(doc)
	f.Dir, f.guard, f.freeze, f.recalled = dir, guard, freeze, true
	return f, err == nil, err
}
