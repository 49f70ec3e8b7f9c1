package automations

import (
	"context"
	"errors"
	"strings"

	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Message is something that somebody wrote, of which a ticket is to be made.
type Message struct {
	Channel string
	TS      string
	Link    string // its address; empty: not known
	Text    string
	Files   []form.File
}

// ofMessage begins the ids of tickets that were opened from a message.
const ofMessage = "message-"

// FromMessage tells whether it was opened from a message, which its author wrote
// where others may read it.
func FromMessage(r request.Request) bool { return strings.HasPrefix(r.ID, ofMessage) }

// OpenFrom makes a ticket of a message, once whoever asks for it and however
// often; its author is the requester. The words and files go into the form, and
// what is written in the message's thread is about the ticket from then on.
// Again says that it was one already.
func (d *Desk) OpenFrom(ctx context.Context, author people.Person, kind string, m Message) (File, error) {
	k, err := d.Catalogue.Kind(kind)
	if err != nil {
		return File{}, err
	}
	id := ofMessage + Spot(m.Channel, m.TS)
	f, err := d.open(ctx, id)
	switch {
	case err == nil && f.Request.State != request.Draft:
		f.Again = true
		return f, nil
	case err != nil && fault.CodeOf(err) != fault.NotFound:
		return f, err
	case author.Service || author.External:
		return f, fault.New(fault.Denied, "The message was written by somebody who does not work here, so no ticket was opened. Open one yourself with %s.", k.Command)
	}
	if err := d.originate(ctx, id, author, m); err != nil {
		return f, err
	}
	dir, err := d.Directory(ctx)
	if err != nil {
		return f, err
	}
	return d.Submit(ctx, author, "open/"+id, Draft{ID: id, Kind: kind, Values: d.Told(k, author, dir, m.Text, m.Files)})
}

// Told fills in a ticket as somebody tells of it, with the files beside it.
func (d *Desk) Told(kind catalogue.Kind, by people.Person, dir people.Directory, words string, files []form.File) form.Values {
	return kind.Tell(words, files, kind.Context(d.moment(by, dir)))
}

// originate keeps where a ticket was opened from. It comes before the ticket, so
// that its cards can lead there from the start.
func (d *Desk) originate(ctx context.Context, id string, author people.Person, m Message) error {
	at := outbox.Delivery{Key: outbox.OriginKey(id), Request: id, To: author.ID, Channel: m.Channel, TS: m.TS, Link: m.Link, At: d.Now().UTC()}
	body, err := encode(at)
	if err != nil {
		return err
	}
	doc := outbox.DeliveryID(at.Key)
	_, err = d.write(ctx, state.Change{
		Once: state.Once{Key: "origin/" + id}, Documents: []state.Document{{ID: doc, Body: body}},
		Add: []state.Entry{{Index: messageIndex(m.Channel, m.TS), Sort: "0", ID: doc}},
	})
	var stale state.StaleError
	if errors.As(err, &stale) {
		err = nil // somebody else was faster
	}
	return err
}
