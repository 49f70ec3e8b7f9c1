package automations

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"factotum/automations/invoice/match"
	"factotum/automations/request"
)

// others finds requests that may be the same invoice. One that is the very same
// is refused by its claims; what only looks like it is held, and names the other.
func (m *matching) others(ctx context.Context) error {
	prints := match.Fingerprint(m.facts, m.reading.Vendor)
	m.reading.Alike = prints.Alike
	keep := func(key string) bool { return strings.HasPrefix(key, match.Bytes("")) }
	m.reading.Keys = slices.Concat(slices.DeleteFunc(slices.Clone(m.reading.Keys), func(key string) bool { return !keep(key) }), prints.Same)
	ids := make([]string, len(prints.Alike))
	for i, print := range prints.Alike {
		ids[i] = alikeLedger(print)
	}
	all, err := m.ledgers(ctx, ids)
	if err != nil {
		return err
	}
	rows := map[string]row{}
	for _, l := range all {
		m.guards = append(m.guards, l.guard)
		maps.Copy(rows, l.Rows)
	}
	delete(rows, m.ID)
	if len(rows) == 0 {
		return nil
	}
	docs, err := m.Store.Load(ctx, slices.Sorted(maps.Keys(rows))...)
	if err != nil {
		return err
	}
	for _, doc := range docs {
		other, err := decode(doc)
		if err != nil {
			return err
		}
		m.resembles(other)
	}
	return nil
}

// resembles holds the request against another one. Found to be the very same
// later, when nobody is there to be told that it is refused, it is held too.
func (m *matching) resembles(other File) {
	key := other.Request.ID + "/" + m.facts.Gross.String() + " " + m.facts.Currency
	held := slices.ContainsFunc(m.Before.Holds, func(h request.Hold) bool { return h.Kind == request.DuplicateHold && h.Key == key })
	ended := slices.ContainsFunc(m.Before.Released, func(e request.Ended) bool { return e.Kind == request.DuplicateHold && e.Key == key })
	same := common(m.reading.Keys, other.Request.Keys())
	if len(same) > 0 && !m.Unasked && !held && !ended {
		return
	}
	m.reading.Keys = missing(same, m.reading.Keys)
	theirs := m.rule.Facts(other.Request.Values, other.Request.Sum)
	say := fmt.Sprintf("it looks like %s, which has the number %s", other.Name(), theirs.Number)
	if other.Request.Sum != nil {
		say += fmt.Sprintf(" and is over %s", other.Request.Sum.Total)
	}
	m.hold(request.DuplicateHold, key, say).Other = other.Request.ID
}
