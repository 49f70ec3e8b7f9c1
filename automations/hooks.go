package automations

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"factotum/automations/dataset"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Hook is an outside system that is told of every change, each once and in
// order.
type Hook struct {
	Key      string
	Kinds    []string // of requests; nil with nil Datasets: all of both
	Datasets []string
	Takes    []string // kinds of tickets that it may open, write to and solve
	Deaf     bool     // it is told nothing
}

// wants tells whether the hook is told of something on a list of its own.
func (h Hook) wants(own []string, key string) bool {
	return !h.Deaf && (h.Kinds == nil && h.Datasets == nil || slices.Contains(own, key))
}

// hooked tells outside systems of a move. What is private, or only for those who
// work on it, stays here.
func (d *Desk) hooked(after request.Request, version int64, m request.Move) []outbox.Notice {
	if after.Work != nil && after.Work.Private || m.Internal {
		return nil
	}
	var told []outbox.Notice
	for _, h := range d.Hooks {
		if h.wants(h.Kinds, after.Kind) {
			told = append(told, hookNotice(h, after.ID, version, outbox.Says{Name: string(m.Action), By: m.By, Text: m.Text}, m.At))
		}
	}
	return told
}

// hookedRecords tells outside systems of the records that a change writes.
func (d *Desk) hookedRecords(c state.Change) []outbox.Notice {
	var told []outbox.Notice
	if len(d.Hooks) == 0 {
		return nil
	}
	for _, entry := range c.Audit {
		of := dataset.Of(entry.Subject)
		if of == "" || entry.Version == 0 || !c.Moves(entry.Subject) {
			continue
		}
		for _, h := range d.Hooks {
			if h.wants(h.Datasets, of) {
				told = append(told, hookNotice(h, entry.Subject, entry.Version, outbox.Says{Name: entry.Move, By: entry.Actor}, entry.Time))
			}
		}
	}
	return told
}

// hookNotice goes the way of its hook: a system that is down holds up nothing
// else, and is asked by one worker at a time whether it is back.
func hookNotice(h Hook, of string, version int64, says outbox.Says, at time.Time) outbox.Notice {
	return outbox.Notice{
		Key: fmt.Sprintf("hook/%s/%s/%d", h.Key, of, version), Lane: "hook/" + h.Key, Shape: outbox.Hook,
		Request: of, To: people.SystemID(h.Key), Says: says, At: at,
	}
}

// receiver is who did not get a notice, for the list of failed ones.
func receiver(to string) (hook string, ok bool) { return strings.CutPrefix(to, people.SystemID("")) }
