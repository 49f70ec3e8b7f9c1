package automations

import (
	"context"
	"slices"

	"factotum/automations/dataset"
	"factotum/automations/invoice/match"
	"factotum/automations/request"
	"factotum/automations/state"
)

// mostOrders is how many orders of one vendor are looked through for the one
// that an invoice does not name: the newest.
const mostOrders = 200

// order finds the order that an invoice belongs to, and holds it where it asks
// for more than is left.
func (m *matching) order(ctx context.Context) error {
	named, err := m.named(ctx)
	if err != nil {
		return err
	}
	files := named
	if len(files) == 0 {
		if files, err = m.ofVendor(ctx); err != nil {
			return err
		}
	}
	orders, billed, err := m.orders(ctx, files)
	if err != nil {
		return err
	}
	fit, ok := match.Fits(m.facts, orders, m.rule.Tolerance)
	if !ok {
		return nil
	}
	of := files[slices.IndexFunc(files, func(f File) bool { return f.Request.ID == fit.Order.ID })]
	m.guards = append(m.guards, state.Guard{ID: of.Request.ID, Version: of.Version}, billed[of.Request.ID])
	m.reading.Order = fit.Order.ID
	m.matched("Order: %s.", fit.Why())
	if fit.Part {
		m.matched("%s %s of %s are left after it.", fit.Left.StringFixed(2), fit.Order.Currency, fit.Order.Number)
	}
	if over := fit.Over.IsPositive(); over || fit.Order.Currency != m.facts.Currency {
		last := len(fit.Odd) - 1
		key := fit.Order.ID + "/" + m.facts.Gross.String() + " " + m.facts.Currency + "/" + fit.Over.String()
		m.hold(request.OrderHold, key, fit.Odd[last]).Other = fit.Order.ID
		fit.Odd = fit.Odd[:last]
	}
	m.warn(fit.Odd...)
	return nil
}

// named are the orders that the invoice names. One that is not approved is none.
func (m *matching) named(ctx context.Context) ([]File, error) {
	var files []File
	numbers := match.Numbers(m.facts.Order)
	for _, number := range numbers[:min(len(numbers), 5)] {
		id, err := m.Store.Lookup(ctx, number)
		if err != nil {
			return nil, err
		}
		if id == "" {
			continue
		}
		docs, err := m.Store.Load(ctx, id)
		if err != nil {
			return nil, err
		}
		f, err := decode(docs[0])
		switch {
		case err != nil:
			return nil, err
		case ordered(f.Request):
			files = append(files, f)
		case f.Request.Orders != "":
			m.warn("It names " + number + ", which is not approved.")
		}
	}
	return files, nil
}

// ofVendor are the newest orders from a vendor with such a name.
func (m *matching) ofVendor(ctx context.Context) ([]File, error) {
	var files []File
	indexes := ordersIndexes(m.facts.Seller)
	if len(indexes) == 0 {
		return nil, nil
	}
	page, err := m.Store.Page(ctx, indexes, "", mostOrders)
	if err != nil {
		return nil, err
	}
	for _, doc := range page.Documents {
		f, err := decode(doc)
		if err != nil {
			return nil, err
		}
		known := func(o File) bool { return o.Request.ID == f.Request.ID }
		if ordered(f.Request) && !slices.ContainsFunc(files, known) {
			files = append(files, f)
		}
	}
	return files, nil
}

// orders are these files with what was billed of each by others, and the guards
// of that.
func (m *matching) orders(ctx context.Context, files []File) ([]match.Order, map[string]state.Guard, error) {
	ids := make([]string, len(files))
	for i, f := range files {
		ids[i] = orderLedger(f.Request.ID)
	}
	all, err := m.ledgers(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	orders, billed := make([]match.Order, len(files)), map[string]state.Guard{}
	for i, f := range files {
		total := rowOf(f.Request)
		orders[i] = match.Order{ID: f.Request.ID, Number: f.Number, Vendor: f.Request.Orders, Total: total.Value, Currency: total.Currency}
		for id, r := range all[i].Rows {
			if id != m.ID && r.Currency == total.Currency {
				orders[i].Billed = orders[i].Billed.Add(r.Value)
			}
		}
		billed[f.Request.ID] = all[i].guard
	}
	return orders, billed, nil
}

// ordered tells whether a request is an approved order.
func ordered(r request.Request) bool {
	return r.Orders != "" && (r.State == request.Open || r.State == request.Waiting || r.State == request.Done)
}

// ordersEntries are the places of an order in the indexes by which the invoices
// for it find it: the newest first, by each word of the vendor's name.
func ordersEntries(r request.Request) []state.Entry {
	var all []state.Entry
	if !ordered(r) {
		return nil
	}
	for _, index := range ordersIndexes(r.Orders) {
		all = append(all, state.Entry{Index: index, Sort: descending(r.Created.UTC().Format(sortable)), ID: r.ID})
	}
	return all
}

func ordersIndexes(vendor string) []string {
	var indexes []string
	for _, word := range missing(nil, dataset.Words(vendor)) {
		indexes = append(indexes, "orders/"+word)
	}
	return indexes
}
