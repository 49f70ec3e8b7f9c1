package automations

import (
	"cmp"
	"context"

	"factotum/automations/fault"
	"factotum/automations/people"
	"factotum/automations/report"
)

// stillReads asks again whether whose run it is, and everybody who would see it,
// may read the answer.
func (d *Desk) stillReads(ctx context.Context, r report.Report, run Run, to string) error {
	dir, err := d.Directory(ctx)
	if err != nil {
		return err
	}
	by, ok := dir.Person(run.By)
	if !ok || !report.Reads(r, by, run.Viewer) {
		return fault.New(fault.Denied, "%s may not read the report “%s” any more, so it was not sent.", name(dir, run.By, people.Person{}), r.Name)
	}
	return d.mayReceive(ctx, r, run.Viewer, to)
}

// placeName is how people know a place; known is how a channel was called when it
// was chosen, for when it cannot be seen any more.
func (d *Desk) placeName(ctx context.Context, to, known string, dir people.Directory) string {
	if !isRoom(to) {
		return name(dir, to, people.Person{})
	}
	return cmp.Or(d.chosen(ctx, to), known, "a channel that I can no longer see")
}

// chosen is how a channel is called now; empty for a person, and for one that
// cannot be seen.
func (d *Desk) chosen(ctx context.Context, to string) string {
	if !isRoom(to) || d.Reporting.Rooms == nil {
		return ""
	}
	room, err := d.Reporting.Rooms.Room(ctx, to)
	if err != nil {
		return ""
	}
	return "#" + room.Name
}
