package storetest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"factotum/automations/audit"
	"factotum/automations/outbox"
	"factotum/automations/state"
)

// model is the store as one would write it without disk, network or speed in
// mind.
type model struct {
	documents map[string]state.Document
	counters  map[string]int
	claims    map[string]string
	entries   map[state.Entry]bool
	timers    map[string]state.Timer
	results   map[string]state.Result
	log       []audit.Record
	notices   []waiting // in the order of their lanes
	failed    []outbox.Leased
}

type waiting struct {
	outbox.Leased
	due   time.Time
	newer bool // replaced under its lease
}

// commit returns every reason for which the change may be refused.
func (m *model) commit(c state.Change) (state.Result, []error) {
	if r, seen := m.results[c.Once.Key]; seen {
		r.Repeated = true
		return r, nil
	}
	if refused := m.refusals(c); len(refused) > 0 {
		return state.Result{}, refused
	}
	r := state.Result{Outcome: c.Outcome, Numbers: map[string]string{}}
	for _, d := range c.Documents {
		d.Version++
		d.Number = m.documents[d.ID].Number
		if d.Number == "" && d.Prefix != "" {
			m.counters[d.Prefix]++
			d.Number = fmt.Sprintf("%s-%d", d.Prefix, m.counters[d.Prefix])
		}
		if d.Prefix = ""; d.Number != "" {
			r.Numbers[d.ID] = d.Number
		}
		m.documents[d.ID] = d
	}
	m.place(c)
	for _, e := range c.Audit {
		e.Position = int64(len(m.log) + 1)
		m.log = append(m.log, e)
	}
	for _, position := range c.Erase {
		if position > 0 && position <= int64(len(m.log)) {
			m.log[position-1].Payload = nil
		}
	}
	for _, receipt := range c.Receipts {
		m.finish(receipt)
	}
	for _, n := range c.Notices {
		m.notify(n, n.At)
	}
	m.results[c.Once.Key] = r
	return r, nil
}

func (m *model) place(c state.Change) {
	for _, l := range c.Release {
		if m.claims[l.Key] == l.Holder {
			delete(m.claims, l.Key)
		}
	}
	for _, l := range c.Claims {
		m.claims[l.Key] = l.Holder
	}
	for _, e := range c.Remove {
		delete(m.entries, e)
	}
	for _, e := range c.Add {
		m.entries[e] = true
	}
	for _, f := range c.Fired {
		delete(m.timers, f.Key)
	}
	for _, key := range c.Cancel {
		delete(m.timers, key)
	}
	for _, t := range c.Timers {
		m.timers[t.Key] = t
	}
}

func (m *model) refusals(c state.Change) (refused []error) {
	for _, d := range c.Documents {
		if m.documents[d.ID].Version != d.Version {
			refused = append(refused, state.StaleError{ID: d.ID})
		}
	}
	for _, g := range c.Guards {
		if m.documents[g.ID].Version != g.Version {
			refused = append(refused, state.StaleError{ID: g.ID})
		}
	}
	for _, f := range c.Fired {
		if m.timers[f.Key] != f {
			refused = append(refused, state.StaleError{ID: f.Key})
		}
	}
	for _, r := range c.Receipts {
		if i := m.waits(r.Key); i < 0 || r.Token == 0 || m.notices[i].Token != r.Token {
			refused = append(refused, state.StaleError{ID: r.Key})
		}
	}
	for _, l := range c.Claims {
		h, held := m.claims[l.Key]
		if held && h != l.Holder && !slices.Contains(c.Release, state.Claim{Key: l.Key, Holder: h}) {
			refused = append(refused, state.TakenError{Key: l.Key, Holder: h})
		}
	}
	return refused
}

func (m *model) waits(key string) int {
	return slices.IndexFunc(m.notices, func(w waiting) bool { return w.Key == key })
}

func (m *model) notify(n outbox.Notice, due time.Time) {
	before := len(m.failed)
	m.failed = slices.DeleteFunc(m.failed, func(l outbox.Leased) bool { return l.Key == n.Key })
	i := m.waits(n.Key)
	switch {
	case i < 0:
		m.notices = append(m.notices, waiting{Leased: outbox.Leased{Notice: n, Again: len(m.failed) < before}, due: due})
	case m.notices[i].Token == 0:
		m.notices[i] = waiting{Leased: outbox.Leased{Notice: n, Again: m.notices[i].Again}, due: due}
	default:
		m.notices[i].Notice, m.notices[i].newer = n, true
		m.notices[i].due = latest(m.notices[i].due, due)
	}
}

func (m *model) finish(r outbox.Receipt) {
	i := m.waits(r.Key)
	w := m.notices[i]
	switch {
	case !r.Failed && !r.Retry.IsZero():
		waits := outbox.Leased{Notice: w.Notice, Attempts: w.Attempts, Again: w.Again, Reason: r.Reason}
		if !r.Delayed {
			waits.Attempts, waits.Again = w.Attempts+1, true
		}
		m.notices[i] = waiting{Leased: waits, due: latest(r.Retry, w.At)}
		return
	case w.newer:
		m.notices[i] = waiting{Leased: outbox.Leased{Notice: w.Notice, Again: r.Failed}, due: w.At}
		return
	case r.Failed:
		m.failed = append(m.failed, outbox.Leased{Notice: w.Notice, Attempts: w.Attempts + 1, Again: true, Reason: r.Reason})
	}
	m.notices = slices.Delete(m.notices, i, i+1)
}

// heads are the notices that may be leased now.
func (m *model) heads(now time.Time) (heads []*waiting) {
	lanes := map[string]bool{}
	for i := range m.notices {
		w := &m.notices[i]
		if !lanes[w.Lane] && !w.due.After(now) {
			heads = append(heads, w)
		}
		lanes[w.Lane] = true
	}
	return heads
}

// page is all of the merged indexes.
func (m *model) page(indexes []string) []string {
	first := map[string]string{}
	for e := range m.entries {
		if sort, seen := first[e.ID]; slices.Contains(indexes, e.Index) && (!seen || e.Sort < sort) {
			first[e.ID] = e.Sort
		}
	}
	order := []string{}
	for id := range first {
		order = append(order, id)
	}
	slices.SortFunc(order, func(a, b string) int { return strings.Compare(first[a]+"\x00"+a, first[b]+"\x00"+b) })
	return order
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
