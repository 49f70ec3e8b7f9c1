package automations

import (
	"context"
	"slices"

	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/people"
)

// adminRole is the role of those who look after Factotum itself.
const adminRole = "admin"

// IsAdmin tells whether the person looks after Factotum.
func IsAdmin(p people.Person) bool { return p.MayDecide() && slices.Contains(p.Roles, adminRole) }

// Undelivered is a notice that was given up.
type Undelivered struct {
	Key    string
	Number string // of the request, as it is called in a list
	To     string // name
	Reason string
}

// Undelivered lists what could not be delivered, for admins.
func (d *Desk) Undelivered(ctx context.Context, by people.Person, after string, limit int) ([]Undelivered, string, error) {
	if !IsAdmin(by) {
		return nil, "", fault.New(fault.Denied, "Only Factotum administrators see failed deliveries.")
	}
	failed, next, err := d.Store.Failed(ctx, after, limit)
	if err != nil {
		return nil, "", err
	}
	dir, err := d.Directory(ctx)
	if err != nil {
		return nil, "", err
	}
	about := make([]string, len(failed))
	for i, l := range failed {
		about[i] = l.Request
	}
	docs, err := d.Store.Load(ctx, about...)
	if err != nil {
		return nil, "", err
	}
	var list []Undelivered
	for i, l := range failed {
		number := docs[i].Number
		if number == "" {
			number = "a request"
		}
		if l.Shape == outbox.Letter {
			number = "a message"
		}
		list = append(list, Undelivered{Key: l.Key, Number: number, To: addressee(l, dir, by), Reason: l.Reason})
	}
	return list, next, nil
}

// addressee is how an admin knows who was to get a notice.
func addressee(l outbox.Leased, dir people.Directory, by people.Person) string {
	if l.Shape == outbox.Bell {
		return "whom it waits for"
	}
	hook, ok := receiver(l.To)
	if !ok {
		return name(dir, l.To, by)
	}
	if system, known := dir.Person(people.SystemID(hook)); known {
		return "the webhook of " + system.Name
	}
	return "the webhook " + hook
}

// Redeliver puts a failed delivery back into the outbox.
func (d *Desk) Redeliver(ctx context.Context, by people.Person, key string) error {
	if !IsAdmin(by) {
		return fault.New(fault.Denied, "Only Factotum administrators can repeat a delivery.")
	}
	return d.Store.RetryFailed(ctx, key, d.Now())
}
