package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/sync/errgroup"

	"factotum/automations"
	"factotum/automations/audit"
	"factotum/automations/request"
	"factotum/automations/state"
)

// page is how many entries of the log are read at once.
const page = 1000

// Verified is what a check of the log counted.
type Verified struct {
	Entries  int64 // read in order, with their payloads
	Sealed   int64 // of them, as far as the log is sealed
	Heads    int   // published ones that the log came to
	Erased   int64 // entries whose payload was erased on record
	Refusals int64 // entries that changed nothing
	Replayed int   // requests whose moves give the stored document
	Skipped  int   // requests that cannot be replayed, since payloads were erased
}

// VerifyAudit reads the log of a store beside whoever writes to it: every
// entry follows the one before it and is as it was sealed, payloads match their
// hashes, the log comes to every head in the published file and in heads, and
// the moves of every request, made again, give the document that is stored. The
// error names the first entry or request that is wrong.
func VerifyAudit(ctx context.Context, from Place, heads ...audit.Head) (v Verified, err error) {
	store, err := from.read(ctx)
	if err != nil {
		return v, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	published, err := from.heads().Since()
	if err != nil {
		return v, err
	}
	heads = append(heads, published...)
	head, seal, err := automations.Sealed(ctx, store)
	if err != nil {
		return v, err
	}
	v.Sealed, v.Heads = head.Position, len(heads)
	p := replayer{store: store, seal: seal, found: map[string]*replayed{}, verified: &v}
	p.check.Expect(append(heads, head)...)
	if err := p.read(ctx); err != nil {
		return v, err
	}
	if err := p.check.End(); err != nil {
		return v, err
	}
	for _, id := range p.order {
		if err := p.compare(ctx, id); err != nil {
			return v, err
		}
	}
	return v, nil
}

// replayer makes the moves of all requests again.
type replayer struct {
	store    records
	seal     func(position int64) (*audit.Seal, error)
	check    audit.Verifier
	order    []string
	found    map[string]*replayed
	verified *Verified
}

// replayed is a request as its moves lead to it.
type replayed struct {
	request request.Request
	version int64
	erased  bool
}

// read takes what the log holds beyond what was read before.
func (p *replayer) read(ctx context.Context) error {
	err := eachEntry(ctx, p.store, p.check.Head().Position, func(r audit.Record) error {
		kept, err := p.seal(r.Position)
		if err != nil {
			return err
		}
		if err := p.check.Check(r, kept); err != nil {
			return err
		}
		return p.take(r)
	})
	p.verified.Entries, p.verified.Erased = p.check.Head().Position, p.check.Erased()
	return err
}

// take makes one move.
func (p *replayer) take(r audit.Record) error {
	if r.Version == 0 {
		p.verified.Refusals++
		return nil
	}
	at := p.found[r.Subject]
	if at == nil {
		at = &replayed{request: request.Request{ID: r.Subject, State: request.Draft}}
		p.found[r.Subject] = at
		p.order = append(p.order, r.Subject)
	}
	at.version, at.erased = r.Version, at.erased || r.Payload == nil || r.Move == audit.Erase
	if at.erased {
		return nil
	}
	var move request.Move
	if err := json.Unmarshal(r.Payload, &move); err != nil {
		return fmt.Errorf("entry %d (%s of %s): the payload is no move: %w", r.Position, r.Move, r.Subject, err)
	}
	after, err := at.request.Apply(move)
	if err != nil {
		return fmt.Errorf("entry %d (%s of %s): the move does not follow from those before it: %w", r.Position, r.Move, r.Subject, err)
	}
	at.request = after
	return nil
}

// compare looks whether a request is stored as its moves lead to it. What the
// log gained since it was read is read first.
func (p *replayer) compare(ctx context.Context, id string) error {
	at := p.found[id]
	var doc state.Document
	for range 10 {
		docs, err := p.store.Load(ctx, id)
		if err != nil {
			return err
		}
		if doc = docs[0]; doc.Version <= at.version {
			break
		}
		if err := p.read(ctx); err != nil {
			return err
		}
	}
	if at.erased {
		p.verified.Skipped++
		return nil
	}
	body, err := json.Marshal(at.request)
	if err != nil {
		return fmt.Errorf("app: encode %s: %w", id, err)
	}
	if doc.Version != at.version || !bytes.Equal(body, doc.Body) {
		return fmt.Errorf("request %s (%s): what is stored is not what its moves in the log lead to", doc.Number, id)
	}
	p.verified.Replayed++
	return nil
}

// ahead is how many pages are read while one is checked.
const ahead = 4

// eachEntry reads the log from the entry after a position, in pages, some of
// them ahead.
func eachEntry(ctx context.Context, store records, after int64, do func(audit.Record) error) error {
	group, ctx := errgroup.WithContext(ctx)
	pages := make(chan []audit.Record, ahead)
	group.Go(func() error {
		defer close(pages)
		for {
			records, err := store.Log(ctx, after, page)
			if err != nil || len(records) == 0 {
				return err
			}
			select {
			case pages <- records:
			case <-ctx.Done():
				return ctx.Err()
			}
			after = records[len(records)-1].Position
		}
	})
	group.Go(func() error {
		for records := range pages {
			for _, r := range records {
				if err := do(r); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return group.Wait()
}

// String is the result in a line.
func (v Verified) String() string {
	var more strings.Builder
	if fresh := v.Entries - v.Sealed; fresh > 0 {
		fmt.Fprintf(&more, " The newest %d are not sealed yet.", fresh)
	}
	if v.Erased > 0 {
		fmt.Fprintf(&more, " %d payloads were erased, so %d requests cannot be replayed.", v.Erased, v.Skipped)
	}
	return fmt.Sprintf("%d entries in order, each as it was sealed and published (%d heads), every payload as recorded; %d of them are refusals. %d requests replayed, each as stored.%s",
		v.Entries, v.Heads, v.Refusals, v.Replayed, &more)
}
