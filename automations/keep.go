package automations

import (
	"context"
	"errors"
	"fmt"
	"time"

	"factotum/automations/audit"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/outbox"
	"factotum/automations/request"
	"factotum/automations/state"
)

// alarm is how long a file may fail to be copied before people are told.
const alarm = 10 * time.Minute

// UncopiedLine is the name of the line that tells that files cannot be copied.
const UncopiedLine = "uncopied"

// keep copies the files of a request to our own folder, since Slack may forget
// them, and notes their hashes. It is tried again with growing pauses until
// every file is there.
func (d *Desk) keep(ctx context.Context, t state.Timer) error {
	f, err := d.open(ctx, t.Subject)
	if err != nil {
		return err
	}
	copies, failed := d.copies(ctx, f.Request.Uncopied())
	if failed != nil {
		return errors.Join(failed, d.keepLater(ctx, t, f))
	}
	_, err = d.update(ctx, t.Subject, slot(t), func(File) (act, error) {
		move := request.Move{Action: request.Keep, By: audit.System, At: d.Now().UTC(), Copies: copies}
		return act{move: move, fired: []state.Timer{t}, timers: []string{copyTimer}}, nil
	})
	return err
}

func (d *Desk) copies(ctx context.Context, files []form.File) (map[string]string, error) {
	copies := map[string]string{}
	for _, file := range files {
		hash, err := d.Keeper.Keep(ctx, file)
		if err != nil {
			return nil, fault.Wrap(err, fault.Unavailable, "The file “%s” cannot be copied now; it is tried again.", file.Name)
		}
		copies[file.Source] = hash
	}
	return copies, nil
}

// keepLater sets the timer again, and after a while tells the requester and the
// admins, once a round, that the files cannot be had.
func (d *Desk) keepLater(ctx context.Context, t state.Timer, f File) error {
	now, r := d.Now().UTC(), f.Request
	waited := now.Sub(r.Since)
	again := state.Timer{Key: t.Key, Name: t.Name, Subject: t.Subject, At: now.Add(min(max(waited/2, 15*time.Second), alarm))}
	c := state.Change{Once: slot(t), Fired: []state.Timer{t}, Timers: []state.Timer{again}}
	if _, err := d.write(ctx, c); err != nil || waited < alarm {
		return err
	}
	once := fmt.Sprintf("%s/%s/%d", UncopiedLine, r.ID, r.Round)
	var told []outbox.Notice
	for _, person := range missing(nil, append(owners(f, ""), ids(f.Dir.InRole(adminRole))...)) {
		told = append(told, lineOf(r, person, UncopiedLine, outbox.Says{Name: UncopiedLine, By: r.Requester}, now))
	}
	_, err := d.write(ctx, state.Change{Once: state.Once{Key: once}, Notices: told})
	return err
}

// slot is the key under which a timer fires once.
func slot(t state.Timer) state.Once {
	return state.Once{Key: "timer/" + t.Key + "/" + t.At.UTC().Format(sortable)}
}
