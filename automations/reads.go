package automations

import (
	"context"
	"fmt"
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
	room, accounts, err := d.Reporting.Rooms.Members(ctx, to)
	if err != nil {
		return err
	}
	if barred := barredFrom(r, viewer, accounts, dir); len(barred) > 0 {
		return fault.New(fault.Denied, "Not everybody in #%s may read the report “%s”: %s. Nothing was sent there. Take them out of the channel, or choose another.", room, r.Name, listed(barred, 5))
	}
	return nil
}

// barredFrom names the members who may not read an answer; of an account that
// belongs to nobody here nothing is known, so it may not.
func barredFrom(r report.Report, viewer string, accounts []string, dir people.Directory) []string {
	var barred []string
	for _, account := range accounts {
		p, known := dir.ByAccount(account)
		switch {
		case !known:
			barred = append(barred, fmt.Sprintf("%s, which is not in the directory", account))
		case !report.Reads(r, p, viewer):
			barred = append(barred, p.Name)
		}
	}
	return barred
}

// listed names the first and counts the rest.
func listed(names []string, most int) string {
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}
