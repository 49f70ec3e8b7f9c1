package automations

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"factotum/automations/catalogue"
	"factotum/automations/dataset"
	"factotum/automations/form"
	"factotum/automations/invoice"
	"factotum/automations/invoice/match"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Match is the Examiner for kinds that say how they are matched: it finds the
// vendor, what else may be the same invoice, and the order that it belongs to.
// Who sent it counts for nothing here: only what it says does, and nothing before
// a person has looked where something speaks against the sender.
func (d *Desk) Match(ctx context.Context, in Examined) (Finding, error) {
	if in.Kind.Match == nil || in.Sent.Reading == nil {
		return Finding{Sent: in.Sent}, nil
	}
	m := matching{Desk: d, Examined: in, rule: *in.Kind.Match, reading: *in.Sent.Reading}
	m.reading.Vendor, m.reading.VendorVersion, m.reading.Makers, m.reading.Order, m.reading.Matched = "", 0, nil, "", nil
	m.facts = m.rule.Facts(in.Sent.Values, in.Sent.Sum)
	for _, step := range []func(context.Context) error{m.vendor, m.others, m.order} {
		if err := step(ctx); err != nil {
			return Finding{}, err
		}
	}
	m.Sent.Reading = &m.reading
	m.Sent.Holds, m.Sent.Warnings = append(slices.Clip(m.Sent.Holds), m.holds...), append(slices.Clip(m.Sent.Warnings), m.warnings...)
	return Finding{Sent: m.Sent, Guards: m.guards}, nil
}

// matching is an invoice while it is matched.
type matching struct {
	*Desk
	Examined
	rule     catalogue.Match
	facts    match.Facts
	reading  request.Reading
	holds    []request.Hold
	warnings []request.Warning
	guards   []state.Guard
}

func (m *matching) warn(say ...string) {
	for _, s := range say {
		m.warnings = append(m.warnings, request.Warning{Say: s})
	}
}

func (m *matching) matched(say string, args ...any) {
	m.reading.Matched = append(m.reading.Matched, fmt.Sprintf(say, args...))
}

func (m *matching) hold(kind request.HoldKind, key, say string) *request.Hold {
	m.holds = append(m.holds, m.Kind.Hold(kind, key, strings.TrimSuffix(say, "."), m.Examined.Now))
	return &m.holds[len(m.holds)-1]
}

// candidates are the vendors that may be meant, the likeliest first.
func (d *Desk) candidates(ctx context.Context, ds dataset.Dataset, f match.Facts) ([]match.Match, map[string]dataset.Record, error) {
	alike, err := d.Alike(ctx, ds, f.About())
	if err != nil {
		return nil, nil, err
	}
	records, vendors := map[string]dataset.Record{}, make([]match.Vendor, len(alike))
	for i, r := range alike {
		records[r.ID], vendors[i] = r, match.VendorOf(r)
	}
	return match.Vendors(f, vendors), records, nil
}

// vendor finds whose invoice it is.
func (m *matching) vendor(ctx context.Context) error {
	found, records, err := m.candidates(ctx, m.rule.Vendors, m.facts)
	if err != nil {
		return err
	}
	if paths := m.unseen(); len(paths) > 0 {
		m.doubted(found, paths)
		return nil
	}
	if len(found) == 0 || !found[0].Sure {
		m.unknown(found)
		return nil
	}
	v := found[0]
	record := records[v.Vendor.ID]
	m.guards = append(m.guards, RecordGuard(record))
	m.reading.Vendor, m.reading.VendorVersion, m.reading.Makers = record.ID, record.Version, record.Makers
	m.matched("Vendor: %s.", v.Why())
	m.warn(v.Odd...)
	if v.By == match.ByVAT || v.By == match.ByAccount { // the name and the VAT id are known better than they were read
		m.sure(m.rule.Names()...)
	}
	if owner, ok := m.Dir.Person(record.Values["owner"].Text); ok && !owner.Inactive {
		m.matched("%s knows what is bought there.", owner.Name)
		m.Sent.Stewards = append(slices.Clip(m.Sent.Stewards), request.Rule{Kind: request.ByPerson, Of: owner.ID})
	}
	m.account(v)
	return m.complete(record)
}

// unseen are the fields about the vendor at which nobody has looked, of what
// came from a sender against whom something speaks.
func (m *matching) unseen() []string {
	if !m.reading.Refuted {
		return nil
	}
	return slices.DeleteFunc(m.rule.Names(), func(path string) bool {
		return path == "" || m.reading.Sources[path] == string(invoice.Person)
	})
}

// doubted has a person look at whose invoice it is before anything follows from
// that.
func (m *matching) doubted(found []match.Match, paths []string) {
	m.warn("No vendor was matched, since something speaks against the sender. Ask the vendor on a number that you know, and save the fields if the invoice is theirs.")
	for _, v := range found[:min(len(found), 3)] {
		m.matched("It may be from %s.", v.Why())
	}
	m.reading.Unsure = slices.Concat(m.reading.Unsure, slices.DeleteFunc(paths, func(path string) bool { return slices.Contains(m.reading.Unsure, path) }))
}

// unknown holds an invoice of which the vendor is not known for sure.
func (m *matching) unknown(found []match.Match) {
	say := "no vendor is known for it"
	if m.facts.Seller != "" {
		say = fmt.Sprintf("no vendor is known as “%s”", m.facts.Seller)
	}
	for i, v := range found[:min(len(found), 3)] {
		m.matched("It may be from %s.", v.Why())
		if m.warn(v.Odd...); i == 0 {
			say = fmt.Sprintf("it is not sure that it is from %s", v.Vendor.Name)
		}
	}
	m.hold(request.VendorHold, "", say)
}

// sure takes fields off the list of those to be looked at.
func (m *matching) sure(paths ...string) {
	m.reading.Unsure = slices.DeleteFunc(slices.Clone(m.reading.Unsure), func(p string) bool { return slices.Contains(paths, p) })
}

// account holds an invoice that is to be paid to an account which is not on
// file. It stays held when somebody puts that account on file meanwhile: a call
// is what tells whose it is, and not a list.
func (m *matching) account(v match.Match) {
	if v.Account.Said == "" {
		return
	}
	key := bankKey(v.Vendor.ID, v.Account.Said)
	pending := slices.ContainsFunc(m.Before.Holds, func(h request.Hold) bool { return h.Kind == request.BankHold && h.Key == key })
	if !v.Account.Differs && !pending {
		return
	}
	say := "the account on the invoice is not the one on file"
	if len(v.Account.OnFile) == 0 {
		say = "no account is on file to compare with the one on the invoice"
	}
	if v.Vendor.Phone == "" {
		say += ", and neither is a number to call: take one from a contract, never from the invoice or a mail"
	}
	h := m.hold(request.BankHold, key, say)
	h.Call = v.Vendor.Phone
	onFile := ""
	if len(v.Account.OnFile) > 0 {
		onFile = v.Account.OnFile[0]
	}
	h.Accounts = []request.Account{request.Mask("on file", onFile), request.Mask("on the invoice", v.Account.Said)}
}

// complete fills what is empty with what is known of the vendor, and lets
// follow what follows from that: steps, warnings, work.
func (m *matching) complete(record dataset.Record) error {
	filled := m.rule.Defaults(m.Sent.Values, record.Values)
	requester, ok := m.Dir.Person(m.Sent.Requester)
	if len(filled) == 0 || !ok {
		return nil
	}
	values := maps.Clone(m.Sent.Values)
	maps.Copy(values, filled)
	at := m.moment(requester, m.Dir)
	if m.Sent.Sum != nil {
		at.Rates = m.Sent.Sum.Rates
	}
	sent, problems, err := m.Kind.Prepare(values, at)
	if err != nil {
		return err
	}
	refused := func(key string) bool {
		return slices.ContainsFunc(problems, func(p form.Problem) bool { return p.Path == key })
	}
	m.sure(slices.DeleteFunc(slices.Collect(maps.Keys(filled)), refused)...)
	sent.Created, sent.Holds, sent.Stewards = m.Sent.Created, m.Sent.Holds, m.Sent.Stewards
	m.Sent = sent
	return nil
}
