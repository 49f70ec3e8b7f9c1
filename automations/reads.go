package automations

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"factotum/automations/fault"
	"factotum/automations/people"
	"factotum/automations/report"
)

// mayReceive tells whether everybody may read an answer who would: a person, or
// all members of a channel. Returns denied, naming who stands in the way.
func (d *Desk) mayReceive(ctx context.Context, r report.Report, viewer, to string) error {
	dir, err := d.Directory(ctx)
	if err != nil {
		return err
	}
	if !isRoom(to) {
		p, ok := dir.Person(to)
		if !ok || !report.Reads(r, p, viewer) {
			return fault.New(fault.Denied, "%s may not read the report “%s”, so it is not sent there.", name(dir, to, people.Person{}), r.Name)
		}
		return nil
	}
	if d.Reporting.Rooms == nil {
		return fault.New(fault.Invalid, "Reports cannot be sent to channels here.")
	}
	room, err := d.Reporting.Rooms.Room(ctx, to)
	if err != nil {
		return err
	}
	barred := barredFrom(r, viewer, room, dir)
	switch {
	case len(barred) == 0:
		return nil
	case room.Public:
		return fault.New(fault.Denied, "Everybody here can read the public channel #%s, but these may not read the report “%s”: %s. Nothing was sent there. Choose a private channel.", room.Name, r.Name, some(barred, 5))
	}
	return fault.New(fault.Denied, "Not everybody in #%s may read the report “%s”: %s. Nothing was sent there. Take them out of the channel, or choose another.", room.Name, r.Name, some(barred, 5))
}

// barredFrom names those who would read an answer in a channel and may not; of an
// account that belongs to nobody here nothing is known, so it may not.
func barredFrom(r report.Report, viewer string, room Room, dir people.Directory) []string {
	var barred []string
	add := func(name string) {
		if !slices.Contains(barred, name) {
			barred = append(barred, name)
		}
	}
	for _, account := range room.Accounts {
		p, known := dir.ByAccount(account)
		switch {
		case !known:
			add(account + ", which is not in the directory")
		case !report.Reads(r, p, viewer):
			add(p.Name)
		}
	}
	if !room.Public {
		return barred
	}
	for _, p := range dir.Everybody() {
		if p.MayDecide() && len(p.Accounts) > 0 && !report.Reads(r, p, viewer) {
			add(p.Name)
		}
	}
	return barred
}

// some names the first and counts the rest.
func some(names []string, most int) string {
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}
