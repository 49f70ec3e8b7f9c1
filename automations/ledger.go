package automations

import (
	"context"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"factotum/automations/request"
	"factotum/automations/state"
)

// ledger is a document in which requests stand that must not be judged without
// each other: those that may be one and the same invoice, or those that are paid
// out of one order. Whoever enters one has seen all others: the document is
// guarded by whoever judged, and moves with each entry.
type ledger struct {
	Rows map[string]row `json:"rows,omitempty"` // by id of the request

	guard state.Guard
}

// row is one request in a ledger: the amount that it is about.
type row struct {
	Value    decimal.Decimal `json:"value"`
	Currency string          `json:"currency"`
}

// orderLedger holds what was billed of an order.
func orderLedger(order string) string { return "ledger/order/" + order }

// alikeLedger holds the invoices that have one print of match.Prints.Alike.
func alikeLedger(print string) string { return "ledger/" + print }

// ledgersOf are the ledgers in which a request stands.
func ledgersOf(r request.Request) []string {
	var ids []string
	if order := r.Billed(); order != "" {
		ids = append(ids, orderLedger(order))
	}
	for _, print := range r.Resembles() {
		ids = append(ids, alikeLedger(print))
	}
	return ids
}

// ledgers reads several.
func (d *Desk) ledgers(ctx context.Context, ids []string) ([]ledger, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	docs, err := d.Store.Load(ctx, ids...)
	if err != nil {
		return nil, err
	}
	all := make([]ledger, len(docs))
	for i, doc := range docs {
		all[i].guard = state.Guard{ID: doc.ID, Version: doc.Version}
		if err := decodeInto(doc, &all[i]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// entered is what a move of a request changes in ledgers.
func (d *Desk) entered(ctx context.Context, before, after request.Request) (state.Change, error) {
	was, is := ledgersOf(before), ledgersOf(after)
	ids := missing(is, was)
	for _, id := range is {
		if !slices.Contains(was, id) || !rowOf(before).same(rowOf(after)) {
			ids = append(ids, id)
		}
	}
	all, err := d.ledgers(ctx, ids)
	if err != nil {
		return state.Change{}, err
	}
	var c state.Change
	for _, l := range all {
		if l.Rows = maps.Clone(l.Rows); l.Rows == nil {
			l.Rows = map[string]row{}
		}
		delete(l.Rows, after.ID)
		if slices.Contains(is, l.guard.ID) {
			l.Rows[after.ID] = rowOf(after)
		}
		body, err := encode(l)
		if err != nil {
			return c, err
		}
		c.Documents = append(c.Documents, state.Document{ID: l.guard.ID, Version: l.guard.Version, Body: body})
	}
	return c, nil
}

// rowOf is a request as it stands in ledgers.
func rowOf(r request.Request) row {
	if r.Sum == nil {
		return row{}
	}
	return row{Value: r.Sum.Total.Value, Currency: string(r.Sum.Total.Currency)}
}

func (w row) same(o row) bool { return w.Currency == o.Currency && w.Value.Equal(o.Value) }
