package view_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/form"
	"factotum/automations/money"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
)

// office is a made-up company with its kinds.
type office struct {
	t     *testing.T
	dir   people.Directory
	kinds *catalogue.Catalogue
	now   time.Time
}

func setup(t *testing.T, own ...catalogue.File) *office {
	t.Helper()
	rates, err := money.ParseRates(strings.NewReader(
		"date,from,to,rate,source\n2026-11-18,EUR,USD,1.0790,ECB reference rate\n2026-11-18,GBP,USD,1.2601,ECB reference rate\n2026-11-19,EUR,USD,1.0845,ECB reference rate\n2026-11-19,GBP,USD,1.2650,ECB reference rate\n"))
	require.NoError(t, err)
	builtin, err := catalogue.Builtin()
	require.NoError(t, err)
	kinds, problems := catalogue.Load(catalogue.Company{
		Name: "Sample Ltd", Currency: "USD", Rates: rates, RatesBy: "finance", Fallback: "director", Remind: 8 * time.Hour,
		Options: map[string][]form.Option{"cost_centres": {{Value: "4100", Label: "4100 Sales"}, {Value: "4200", Label: "4200 Engineering"}}},
		Teams:   []string{"payables", "procurement", "it"},
	}, builtin, own)
	require.Empty(t, problems)
	return &office{t: t, dir: staff("Ines Moreau"), kinds: kinds, now: time.Date(2026, 11, 20, 13, 5, 0, 0, time.UTC)}
}

// staff are the people, the requester under the given name.
func staff(ines string) people.Directory {
	account := func(id, name, email string) people.Account {
		return people.Account{ID: id, Name: name, RealName: name, Email: email + "@example.com", Zone: "Europe/Berlin"}
	}
	entry := func(email, manager string, roles, teams []string) people.Entry {
		e := people.Entry{Email: email + "@example.com", Roles: roles, Teams: teams, CostCentre: "4100", Country: "DE"}
		if manager != "" {
			e.Manager = manager + "@example.com"
		}
		return e
	}
	dir, _ := people.Join([]people.Account{
		account("U1", ines, "ines"), account("U2", "Ben Okafor", "ben"), account("U3", "Fay Lindqvist", "fay"),
		account("U4", "Finn Castellan", "finn"), account("U5", "Paula Reyes", "paula"), account("U6", "Dora Weiss", "dora"),
		account("U7", "Omar Haddad", "omar"), account("U8", "Adam Brandt", "adam"),
	}, []people.Entry{
		entry("ines", "ben", nil, nil), entry("ben", "dora", nil, nil),
		entry("fay", "dora", []string{"finance"}, nil), entry("finn", "dora", []string{"finance"}, nil),
		entry("paula", "dora", nil, []string{"payables", "procurement", "it"}),
		entry("dora", "", []string{"director", "security"}, nil), entry("omar", "dora", nil, nil),
		entry("adam", "dora", []string{"admin", "people"}, nil),
	}, people.Company{
		Mailboxes:   []people.Mailbox{{Key: "invoices", Name: "Invoices mailbox", Zone: "Europe/Berlin"}},
		CostCentres: []people.CostCentre{{Code: "4100", Name: "Sales", Owner: "omar@example.com"}},
		Teams:       []people.Team{{Key: "payables", Name: "Payables"}, {Key: "procurement", Name: "Procurement"}, {Key: "it", Name: "IT"}},
	})
	return dir
}

func (o *office) kind(key string) catalogue.Kind {
	o.t.Helper()
	k, err := o.kinds.Kind(key)
	require.NoError(o.t, err)
	return k
}

func (o *office) who(name string) people.Person {
	o.t.Helper()
	p, ok := o.dir.Person(name + "@example.com")
	require.True(o.t, ok, name)
	return p
}

func (o *office) moment() catalogue.Moment {
	return catalogue.Moment{By: o.who("ines"), Dir: o.dir, Now: o.now, Today: calendar.NewDate(2026, 11, 20)}
}

// values reads what was typed; what is wrong with it fails the test.
func (o *office) values(key string, raw form.Raw) form.Values {
	o.t.Helper()
	k := o.kind(key)
	values, problems := k.Form.Parse(raw, k.Context(o.moment()))
	require.Empty(o.t, problems)
	return values
}

// paper is a request on its way, with the clock moving two hours a step.
type paper struct {
	*office
	file automations.File
	key  string
}

// draft is a request that was not sent yet.
func (o *office) draft(key string, values form.Values) *paper {
	r := request.Request{
		ID: "r1", Kind: key, State: request.Draft, Requester: "ines@example.com", Title: o.kind(key).Title,
		Values: values, Created: o.now, Since: o.now, Shown: []string{"ines@example.com"},
	}
	return &paper{office: o, key: key, file: automations.File{Request: r, Version: 1, Dir: o.dir}}
}

func (o *office) sent(key string, values form.Values) *paper {
	o.t.Helper()
	p := o.draft(key, values)
	return p.send(request.Submit, values)
}

func (p *paper) send(action request.Action, values form.Values) *paper {
	p.t.Helper()
	sent, problems, err := p.kind(p.key).Prepare(values, p.moment())
	require.NoError(p.t, err)
	require.Empty(p.t, problems)
	p.file.Number = p.kind(p.key).Prefix + "-12"
	return p.apply(request.Move{Action: action, By: "ines@example.com", Sent: &sent})
}

func (p *paper) apply(m request.Move) *paper {
	p.t.Helper()
	m.At = p.now
	for _, c := range policy.Asked(p.file.Request, p.dir) {
		m.Asked = append(m.Asked, c.Person.ID)
	}
	after, err := p.file.Request.Apply(m)
	require.NoError(p.t, err)
	p.file.Request, p.file.Version = after, p.file.Version+1
	p.now = p.now.Add(2 * time.Hour)
	return p
}

// does is a move of somebody with words.
func (p *paper) does(name string, action request.Action, text string) *paper {
	p.t.Helper()
	return p.apply(request.Move{Action: action, By: name + "@example.com", Text: text})
}

// before gives the request as somebody sees it.
func (p *paper) before(name string) automations.Sight {
	p.t.Helper()
	return automations.Sight{
		Notice: outbox.Notice{Shape: outbox.Card, Request: "r1", To: name + "@example.com"},
		File:   p.file, Kind: p.kind(p.key), Reader: p.who(name), Now: p.now,
	}
}

// told gives a line to somebody.
func (p *paper) told(to, name, by, text string) automations.Sight {
	p.t.Helper()
	s := p.before(to)
	s.Notice.Shape, s.Notice.Says = outbox.Line, outbox.Says{Name: name, By: by + "@example.com", Text: text}
	return s
}

// taxi is an expense claim of one line.
func taxi(amount string) form.Raw {
	return form.Raw{
		"purpose": {Text: "Taxi to the airport"}, "paid_with": {Text: "own"},
		"lines.0.date": {Text: "2026-11-19"}, "lines.0.merchant": {Text: "City Taxi"}, "lines.0.category": {Text: "travel"},
		"lines.0.amount": {Text: amount}, "lines.0.tax": {Text: "6.79"}, "lines.0.cost_centre": {Text: "4100"},
		"lines.0.receipt": {Files: []form.File{{Name: "taxi.pdf", Type: "pdf", Size: 1200, Source: "F1", Hash: "aa"}}},
	}
}

// dinner adds a line in which guests were entertained.
func dinner(raw form.Raw) form.Raw {
	for key, text := range map[string]string{
		"date": "2026-11-18", "merchant": "Osteria Nord", "category": "entertainment", "amount": "118 EUR",
		"cost_centre": "4100", "attendees": "Ana Lopez (Acme), Ines Moreau",
	} {
		raw["lines.1."+key] = form.Input{Text: text}
	}
	return raw
}

// leave, access, vendor and purchase are filled forms of the other kinds.
func others() map[string]form.Raw {
	return map[string]form.Raw{
		"leave": {
			"type": {Text: "unpaid"}, "from": {Text: "2026-12-01"}, "to": {Text: "2026-12-04"}, "half_days": {Text: "true"},
			"handover": {Text: "omar@example.com"}, "note": {Text: "My sister moves house.\nI can be reached in the evening."},
		},
		"access": {
			"person": {Text: "omar@example.com"}, "system": {Text: "ledger"}, "level": {Text: "admin"}, "until": {Text: "2027-01-31"},
			"reason": {Text: "Closing of the year"},
		},
		"vendor": {
			"name": {Text: "Nordwind GmbH"}, "country": {Text: "DE"}, "vat_id": {Text: "DE136695976"}, "iban": {Text: "DE89370400440532013000"},
			"contact": {Text: "office@example.net"}, "phone": {Text: "+49 30 901820"}, "website": {Text: "https://www.example.net"},
			"cost_centre": {Text: "4100"}, "yearly": {Text: "12000 EUR"}, "personal_data": {Text: "true"}, "reason": {Text: "They clean our windows."},
		},
		"purchase": {
			"item": {Text: "Two 27-inch monitors"}, "vendor": {Text: "Bildschirm AG"}, "amount": {Text: "11,400 EUR"}, "cost_centre": {Text: "4100"},
			"needed_by": {Text: "2026-12-15"}, "link": {Text: "https://shop.example.net/monitor?x=1&y=2"}, "reason": {Text: strings.Repeat("The old ones flicker. ", 10)},
		},
	}
}

func typed(text string) form.Input { return form.Input{Text: text} }
