package automations

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// lease is how long a worker holds a notice. It is longer than the messenger's
// time-out, so that a stalled worker cannot overwrite a newer card.
const lease = 30 * time.Second

// trying is how long a worker may try: it stops while its lease still holds.
const trying = 25 * time.Second

// skew is how far our clock may be ahead of the messenger's.
const skew = time.Minute

// Sight is a notice with everything that is needed to render it for its reader.
type Sight struct {
	Notice  outbox.Notice
	File    File
	Kind    catalogue.Kind
	Reader  people.Person
	Now     time.Time
	Notes   []catalogue.Note // of a draft: what was read from its files
	Offer   catalogue.Kind   // what a draft may become instead; the zero one for nothing
	Whole   bool             // a draft lacks nothing that has to be filled in
	Enter   bool             // a record may be entered from the files of the draft instead
	Import  *Import          // of the request of a table, how far it has come
	Entry   catalogue.Kind   // of an import: the kind by which its records are entered
	Rewrite *Rewrite         // what the request changes; nil: it adds something
	Clocks  Clocks
	Back    time.Time       // when the team of a ticket is back that was not at work as it came; zero: it is, or was
	Morning Morning         // of a morning message
	Week    Week            // of a letter of the week
	Sheet   Sheet           // of a letter that brings a year of duties
	Origin  outbox.Delivery // the message that it was opened from; the zero one: none
	Had     bool            // the reader has it already: what is due brings it up to date
	Unmet   []string        // what a duty waits for
}

// Hears tells whether the reader is to have the sentence that the notice is about.
func (s Sight) Hears() bool {
	m, ok := s.File.Request.Said(s.Notice.Says.Text)
	return ok && !m.Removed && policy.HearsOf(s.File.Request, s.Reader, m, s.File.Dir)
}

// ShutOut tells whether the reader may not see the request any more, because it
// is private now.
func (s Sight) ShutOut() bool { return policy.ShutOut(s.File.Request, s.Reader, s.File.Dir) }

// deliver posts one notice and gives what is to be recorded of it, also when ctx
// ended meanwhile: what was posted is known then.
func (c *Courier) deliver(ctx context.Context, l outbox.Leased) (state.Change, error) {
	try, cancel := context.WithTimeout(ctx, trying)
	defer cancel()
	switch l.Shape {
	case outbox.Report:
		return c.answer(try, l)
	case outbox.Bell:
		return c.ring(try, l), nil
	case outbox.Hook:
		if err := c.hook(try, l); err != nil {
			return ended(failure(l, err, c.Desk.Now())), nil
		}
		return ended(outbox.Receipt{Key: l.Key, Token: l.Token}), nil
	case outbox.Letter:
		return c.posted(try, l, c.letter)
	default:
		return c.posted(try, l, c.post)
	}
}

// posted posts one notice and gives what is to be recorded of it.
func (c *Courier) posted(try context.Context, l outbox.Leased, post func(context.Context, outbox.Leased) (delivered, bool, error)) (state.Change, error) {
	delivery, posted, err := post(try, l)
	if err != nil {
		return ended(failure(l, err, c.Desk.Now())), nil
	}
	change, err := landed(l, delivery, posted)
	if err != nil || !posted {
		return change, err
	}
	change.Add = append(change.Add, state.Entry{Index: messageIndex(delivery.Channel, delivery.TS), Sort: "0", ID: outbox.DeliveryID(l.Key)})
	if l.Shape != outbox.Card && delivery.swept { // what may be taken away again
		change.Add = append(change.Add, state.Entry{Index: besideIndex(l.Request, l.To), Sort: "0", ID: outbox.DeliveryID(l.Key)})
	}
	if (delivery.out || delivery.bare) && l.Shape == outbox.Card {
		change.Notices, err = c.sweep(try, l, c.Desk.Now())
	}
	return change, err
}

// landed is what is recorded of a notice that is dealt with, and of what was posted
// of it.
func landed(l outbox.Leased, d delivered, posted bool) (state.Change, error) {
	c := ended(outbox.Receipt{Key: l.Key, Token: l.Token})
	if !posted {
		return c, nil
	}
	body, err := json.Marshal(d.Delivery)
	if err != nil {
		return c, fmt.Errorf("automations: encode delivery %s: %w", l.Key, err)
	}
	c.Documents = []state.Document{{ID: outbox.DeliveryID(l.Key), Version: d.version, Body: body}}
	if l.Shape != outbox.Card && d.fresh {
		c.Add = []state.Entry{sent(d.Delivery)}
	}
	return c, nil
}

// failure turns an error into a receipt: wait as told, try again later, or give
// up so that an admin sees it.
func failure(l outbox.Leased, err error, now time.Time) outbox.Receipt {
	r := outbox.Receipt{Key: l.Key, Token: l.Token, Reason: why(err)}
	var delay outbox.DelayError
	switch {
	case errors.As(err, &delay):
		r.Retry, r.Delayed = now.Add(delay.For), true
	case passing(err) && l.Attempts+1 < outbox.MaxAttempts:
		r.Retry = now.Add(outbox.Backoff(l.Attempts + 1))
	default:
		r.Failed = true
	}
	return r
}

// why is the reason for an admin: all that is known, which of a fault without a
// cause is its sentence.
func why(err error) string {
	var f *fault.Error
	if errors.As(err, &f) && f.Err == nil && f.Error() == err.Error() {
		return f.Say
	}
	return err.Error()
}

// passing tells whether trying again may help.
func passing(err error) bool {
	return fault.CodeOf(err) == fault.Unavailable || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
}

// delivered is a delivery with the version of its document.
type delivered struct {
	outbox.Delivery
	version int64
	swept   bool // it is about what may be made private, or goes for its age
	bare    bool // that went for its age
	out     bool // the reader is shut out: what stands there says so
	fresh   bool // nothing stood there before
	lost    bool // it may stand there without our knowing: it is brought up to date if so, and not posted
}

// post renders the notice from the state as it is now and brings Slack in line
// with it. posted is false when nothing was to be done.
func (c *Courier) post(ctx context.Context, l outbox.Leased) (d delivered, posted bool, err error) {
	sight, d, card, err := c.look(ctx, l)
	if err == nil && !needed(sight) && l.Again && !sight.Had && !sight.Reader.Contact() {
		sight.Had, d.lost = true, true
	}
	if err != nil || !needed(sight) {
		return d, false, err
	}
	if sight.Reader.Contact() {
		return c.mailed(ctx, l, sight, d)
	}
	if err := c.Desk.untimely(sight); err != nil {
		return d, false, err
	}
	message, err := c.Render(sight)
	if err != nil {
		return d, false, err
	}
	if len(sight.Reader.Accounts) == 0 {
		return d, false, fault.New(fault.Invalid, "%s has no account in Slack, so nothing can be delivered.", sight.Reader.Name)
	}
	message.Key, message.To = l.Key, sight.Reader.Accounts[0]
	switch {
	case l.Says.Threaded:
		message.Thread = cmp.Or(card.Thread, card.TS)
	case l.Shape == outbox.Card:
		message.Thread = d.Thread
	}
	if l.Shape == outbox.Copy && card.TS == "" {
		return d, false, fault.New(fault.Unavailable, "The card in whose thread it belongs is not posted yet.")
	}
	hash := contentHash(message)
	if d.Stands() && (l.Shape == outbox.Line || d.Hash == hash && !message.Gone) {
		return d, false, nil
	}
	d.Key, d.Request, d.To, d.Hash, d.out = l.Key, l.Request, l.To, hash, sight.ShutOut()
	d.Version, d.At = sight.File.Version, sight.Now
	d.swept, d.bare = sight.sweeps(), sight.File.Request.Months > 0
	err = c.bring(ctx, l, &d, message, sight.File.Request.Created)
	return d, err == nil && d.Stands(), err
}

// needed tells whether the reader is to get the notice at all: nobody is
// reminded of what does not wait for them any more.
func needed(s Sight) bool {
	r := s.File.Request
	switch {
	case s.Reader.Inactive:
		return false
	case s.ShutOut():
		return s.Had && s.Notice.Shape != outbox.Line
	case s.Notice.Says.Name == string(request.Rate): // they may have thought better of it
		return s.Had || r.Work.Rating != nil && r.Work.Rating.Score == Unhappy
	case s.Notice.Shape == outbox.Copy:
		return s.Had || s.Hears()
	case s.Notice.Says.Name == string(request.Remind):
		return slices.Contains(deciders(r, s.File.Dir), s.Reader.ID)
	case s.Notice.Says.Name == AlertLine:
		return r.State == request.Open
	case s.Notice.Says.Name == FreedLine:
		return r.State == request.Open && len(s.Unmet) == 0
	case s.Notice.Says.Name == NudgeLine:
		return r.State == request.Waiting
	case s.Notice.Says.Name == ChaseLine:
		return r.State == request.Draft
	case s.Notice.Says.Name == TurnLine, s.Notice.Says.Name == DueLine:
		return slices.Contains(awaited(r, s.File.Dir), s.Reader.ID)
	}
	return true
}

// look loads what a notice is about: the request, what was posted for it
// before, and the card in whose thread a line goes.
func (c *Courier) look(ctx context.Context, l outbox.Leased) (s Sight, d delivered, card outbox.Delivery, err error) {
	ids := []string{l.Request}
	for _, key := range []string{l.Key, outbox.CardKey(l.Request, l.To), outbox.OriginKey(l.Request)} {
		ids = append(ids, outbox.DeliveryID(key))
	}
	docs, err := c.Store.Load(ctx, append(ids, scansID(l.Request), importID(l.Request), absencesID)...)
	if err != nil {
		return s, d, card, err
	}
	if err = c.Desk.roster.learn(docs[6], c.Desk.Now()); err != nil {
		return s, d, card, err
	}
	s.Notice, s.Now = l.Notice, c.Desk.Now()
	if s.File, err = decode(docs[0]); err != nil {
		return s, d, card, err
	}
	if s.File.Dir, err = c.Desk.Directory(ctx); err != nil {
		return s, d, card, err
	}
	for i, into := range []*outbox.Delivery{&d.Delivery, &card, &s.Origin} {
		if *into, err = decodeDelivery(docs[1+i]); err != nil {
			return s, d, card, err
		}
	}
	d.version, s.Had = docs[1].Version, d.Stands()
	if s.Kind, err = c.Desk.Catalogue.Kind(s.File.Request.Kind); err != nil {
		return s, d, card, err
	}
	known := false
	if s.Reader, known = s.File.Dir.Person(l.To); !known {
		return s, d, card, fault.New(fault.Invalid, "%s is no longer in the directory, so nothing can be delivered.", l.To)
	}
	s, err = c.Desk.regard(ctx, s, docs[4], docs[5])
	return s, d, card, err
}

// regard adds what the request comes to for its reader: what was read of its files,
// an import, how its clocks stand, and what it waits for.
func (d *Desk) regard(ctx context.Context, s Sight, scanned, imported state.Document) (_ Sight, err error) {
	s.Now = s.Now.In(d.zones.of(s.Reader))
	p := Paper{File: s.File}
	if p.Scans, err = decodeScans(scanned); err != nil {
		return s, err
	}
	s.Notes = d.Notes(p, s.Kind, s.Reader, s.File.Request.Values)
	s.Offer, _ = d.offer(p, s.Reader)
	s.Enter, s.Whole = d.offersEntry(p, s.Reader), d.whole(p, s.Kind, s.Reader)
	if s.Import, err = decodeImport(imported); err != nil {
		return s, err
	}
	s.Entry = d.entryOf(s.Import)
	if s.Rewrite, err = d.rewrites(ctx, s.Kind, s.File.Request, s.File.Dir); err != nil {
		return s, err
	}
	s.Clocks, s.Back = d.Clocks(s.File.Request, s.Kind), d.Opens(s.File)
	s.Unmet, err = d.unmet(ctx, s.Kind, s.File.Request)
	return s, err
}

// decodeDelivery reads what was delivered; the zero one where nothing was.
func decodeDelivery(doc state.Document) (d outbox.Delivery, err error) {
	if doc.Version == 0 {
		return d, nil
	}
	return d, decodeOften(doc, &d)
}

// bring updates the message that stands, or posts it, and notes where. After an
// attempt whose outcome is unknown it is looked for before it is posted again.
func (c *Courier) bring(ctx context.Context, l outbox.Leased, d *delivered, m outbox.Message, created time.Time) (err error) {
	d.fresh = !d.Stands()
	if !d.fresh {
		if err := c.Messenger.Update(ctx, d.Channel, d.TS, m); !errors.Is(err, outbox.ErrGone) {
			return err
		}
	}
	switch {
	case m.File != nil:
		return c.bringFile(ctx, l, d, m)
	case d.fresh && l.Again:
		since := l.At
		if l.Shape != outbox.Line {
			since = created // the notice may be newer than the message that was lost
		}
		channel, ts, found, err := c.Messenger.Find(ctx, m, since.Add(-skew))
		if err != nil {
			return err
		}
		if found {
			if d.Channel, d.TS = channel, ts; l.Shape != outbox.Line {
				err = c.Messenger.Update(ctx, channel, ts, m)
			}
			return err
		}
	}
	if d.lost {
		return nil
	}
	d.Channel, d.TS, err = c.Messenger.Post(ctx, m)
	return err
}

func contentHash(m outbox.Message) string {
	sum := sha256.Sum256(append([]byte(m.Text+"\x00"+m.Thread+"\x00"), m.Blocks...))
	return hex.EncodeToString(sum[:])
}
