package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"runtime"
	"slices"

	"factotum/automations/audit"
	"factotum/automations/dataset"
	"factotum/automations/request"
	"factotum/automations/state"
)

// replayer makes the moves of its share of all requests again, and compares
// what they lead to with what is stored.
type replayer struct {
	mine              func(subject string) bool
	found             map[string]*replayed
	left              []string // not compared yet, in the order of the log
	wrong             error    // the first thing that is no good
	position          int64    // of the log, where that begins
	replayed, skipped int
}

// replayed is a request, or a record, as its moves lead to it.
type replayed struct {
	request request.Request
	record  dataset.Record
	first   int64 // position of its first entry
	version int64
	erased  bool
}

// newReplays shares the requests out among the processors.
func newReplays() []*replayer {
	all := make([]*replayer, runtime.GOMAXPROCS(0))
	seed := maphash.MakeSeed()
	for i := range all {
		all[i] = &replayer{found: map[string]*replayed{}, mine: func(subject string) bool {
			return maphash.String(seed, subject)%uint64(len(all)) == uint64(i)
		}}
	}
	return all
}

// first is what is wrong nearest to the beginning of the log, if anything is.
func first(replays []*replayer) error {
	var found error
	at := int64(0)
	for _, r := range replays {
		if r.wrong != nil && (found == nil || r.position < at) {
			found, at = r.wrong, r.position
		}
	}
	return found
}

// take makes the moves of its own requests; false when something is wrong.
func (p *replayer) take(records []audit.Record) bool {
	for _, r := range records {
		if p.wrong == nil && r.Version != 0 && p.mine(r.Subject) {
			p.move(r)
		}
	}
	return p.wrong == nil
}

func (p *replayer) move(r audit.Record) {
	at := p.found[r.Subject]
	if at == nil {
		at = &replayed{request: request.Request{ID: r.Subject, State: request.Draft}, record: dataset.Record{ID: r.Subject}, first: r.Position}
		p.found[r.Subject] = at
		p.left = append(p.left, r.Subject)
	}
	at.version, at.erased = r.Version, at.erased || r.Payload == nil || r.Move == audit.Erase
	if at.erased {
		return
	}
	bad := func(why string, err error) {
		p.wrong, p.position = fmt.Errorf("entry %d (%s of %s): the %s: %w", r.Position, r.Move, r.Subject, why, err), r.Position
	}
	var err error
	if dataset.Is(r.Subject) {
		at.record, err = again(at.record, r.Payload)
	} else {
		at.request, err = again(at.request, r.Payload)
	}
	var unread *json.SyntaxError
	var mistyped *json.UnmarshalTypeError
	switch {
	case errors.As(err, &unread), errors.As(err, &mistyped):
		bad("payload is no move", err)
	case err != nil:
		bad("move does not follow from those before it", err)
	}
}

// again makes a move on what it moves.
func again[Move any, Noun interface{ Apply(m Move) (Noun, error) }](noun Noun, payload []byte) (Noun, error) {
	var move Move
	if err := json.Unmarshal(payload, &move); err != nil {
		return noun, err
	}
	return noun.Apply(move)
}

// compare looks whether what is left is stored as its moves lead to it. What is
// stored newer than that stays left, but for the last time.
func (p *replayer) compare(ctx context.Context, store records, last bool) {
	var newer []string
	for ids := range slices.Chunk(p.left, 100) {
		docs, err := store.Load(ctx, ids...)
		if err != nil {
			p.wrong, p.position = err, p.found[ids[0]].first
			return
		}
		for _, doc := range docs {
			at := p.found[doc.ID]
			switch {
			case doc.Version > at.version && !last:
				newer = append(newer, doc.ID)
			case at.erased:
				p.skipped++
			case !at.leadsTo(doc):
				p.wrong = fmt.Errorf("%s: what is stored is not what its moves in the log lead to", called(doc))
				p.position = at.first
				return
			default:
				p.replayed++
			}
		}
	}
	p.left = newer
}

// called is how a request or record is named to whoever checks the log.
func called(doc state.Document) string {
	if dataset.Is(doc.ID) {
		return doc.ID
	}
	return fmt.Sprintf("request %s (%s)", doc.Number, doc.ID)
}

func (at *replayed) leadsTo(doc state.Document) bool {
	var noun any = at.request
	if dataset.Is(doc.ID) {
		noun = at.record
	}
	body, err := json.Marshal(noun)
	return err == nil && doc.Version == at.version && bytes.Equal(body, doc.Body)
}
