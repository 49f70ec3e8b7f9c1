package automations_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"sync"
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
	"factotum/connectors/files"
	"factotum/connectors/store/sqlite"
)

// office is a made-up company at work: a desk over a real store, a clock that
// the test moves, and a postbox that keeps what was posted.
type office struct {
	*automations.Desk
	t       testing.TB
	ctx     context.Context
	store   *sqlite.Store
	courier *automations.Courier
	box     *postbox
	keeper  *keeper
	mu      sync.Mutex
	now     time.Time
	ids     int
	path    string // of the store
}

// start is a Friday morning.
func start() time.Time { return time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC) }

func staff() ([]people.Account, []people.Entry, people.Company) {
	names := []string{"ines", "mara", "omar", "fay", "finn", "paul", "dora", "dan", "adam", "gus"}
	var accounts []people.Account
	for i, n := range names {
		accounts = append(accounts, people.Account{
			ID: fmt.Sprintf("U%02d", i), Name: n, RealName: strings.ToUpper(n[:1]) + n[1:] + " Sample", Email: n + "@example.com", Zone: "Europe/Berlin",
			Guest: n == "gus",
		})
	}
	entry := func(name, manager string, roles, teams []string) people.Entry {
		e := people.Entry{Email: name + "@example.com", Roles: roles, Teams: teams, CostCentre: "sales", Country: "DE"}
		if manager != "" {
			e.Manager = manager + "@example.com"
		}
		return e
	}
	entries := []people.Entry{
		entry("ines", "mara", nil, nil),
		entry("mara", "dora", nil, nil),
		entry("omar", "dora", nil, nil),
		entry("fay", "dora", []string{"finance"}, nil),
		entry("finn", "dora", []string{"finance"}, nil),
		entry("paul", "dora", nil, []string{"payables", "procurement", "it"}),
		entry("dora", "", []string{"director"}, nil),
		entry("dan", "", []string{"director", "security", "people"}, nil),
		entry("adam", "dora", []string{"admin"}, nil),
		entry("gus", "mara", []string{"finance"}, nil),
	}
	return accounts, entries, people.Company{
		Mailboxes:   []people.Mailbox{{Key: "invoices", Name: "Invoices mailbox", Zone: "Europe/Berlin"}},
		CostCentres: []people.CostCentre{{Code: "sales", Name: "Sales", Owner: "omar@example.com"}},
		Teams:       []people.Team{{Key: "payables", Name: "Payables"}, {Key: "procurement", Name: "Procurement"}, {Key: "it", Name: "IT"}},
	}
}

func setup(t testing.TB) *office {
	t.Helper()
	dir := t.TempDir()
	store, err := sqlite.Open(filepath.Join(dir, "factotum.db"))
	require.NoError(t, err)
	folder, err := files.Open(filepath.Join(dir, "files"), start())
	require.NoError(t, err)
	o := &office{t: t, ctx: t.Context(), store: store, now: start(), box: &postbox{}, keeper: &keeper{folder: folder}}
	o.path = filepath.Join(dir, "factotum.db")
	t.Cleanup(func() { require.NoError(t, o.store.Close()) })
	o.Desk = &automations.Desk{
		Store: store, Catalogue: kinds(t), Now: o.clock, NewID: o.id, Calendar: working(t), Law: func(string, string) *calendar.Calendar { return working(t)(people.Person{}) }, Keeper: o.keeper, Due: func() {},
	}
	o.box.now = o.clock
	o.courier = &automations.Courier{Store: store, Desk: o.Desk, Messenger: o.box, Render: plain, Workers: 8}
	o.employ(staff())
	return o
}

func kinds(t testing.TB) *catalogue.Catalogue {
	t.Helper()
	return ladders(t, nil)
}

// ladders are the built-in kinds where approvals go up a ladder, and others.
func ladders(t testing.TB, escalate []policy.Rung, own ...catalogue.File) *catalogue.Catalogue {
	t.Helper()
	builtin, err := catalogue.Builtin()
	require.NoError(t, err)
	rates, err := money.ParseRates(strings.NewReader("date,from,to,rate,source\n2026-11-19,USD,EUR,0.9,Sample Bank\n"))
	require.NoError(t, err)
	c, problems := catalogue.Load(catalogue.Company{
		Name: "Sample Ltd", Currency: "EUR", Rates: rates, RatesBy: "finance", Fallback: "director", Remind: 8 * time.Hour, Escalate: escalate,
		Options: map[string][]form.Option{"cost_centres": {{Value: "sales", Label: "Sales"}}},
		Teams:   []string{"payables", "procurement", "it"},
	}, builtin, own)
	require.Empty(t, problems)
	return c
}

func working(t testing.TB) func(people.Person) *calendar.Calendar {
	t.Helper()
	hours, err := calendar.ParseHours(map[string]string{"mon-fri": "09:00-17:00"})
	require.NoError(t, err)
	berlin, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	c, err := calendar.New(berlin, hours, "DE", "", nil)
	require.NoError(t, err)
	return func(people.Person) *calendar.Calendar { return c }
}

func (o *office) clock() time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.now
}

func (o *office) id() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.ids++
	return fmt.Sprintf("id%04d", o.ids)
}

// wait lets time pass.
func (o *office) wait(d time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.now = o.now.Add(d)
}

// until lets time pass to a moment.
func (o *office) until(t time.Time) { o.wait(t.Sub(o.clock())) }

// wake fires what is due and delivers what follows.
func (o *office) wake() {
	o.t.Helper()
	require.NoError(o.t, o.Wake(o.ctx))
	o.deliver()
}

// due are the names of the timers that will have come due within a month.
func (o *office) due() []string {
	o.t.Helper()
	timers, err := o.store.Due(o.ctx, o.clock().AddDate(0, 1, 0), 1000)
	require.NoError(o.t, err)
	names := []string{}
	for _, timer := range timers {
		name, _, _ := strings.Cut(timer.Name, "/") // behind it stands how urgent it is
		names = append(names, name)
	}
	return names
}

// rewrite changes entries of staff and takes the directory over, as the program
// does when it has changed.
func (o *office) rewrite(change func(name string, e *people.Entry)) {
	o.t.Helper()
	accounts, entries, company := staff()
	for i := range entries {
		change(strings.TrimSuffix(entries[i].Email, "@example.com"), &entries[i])
	}
	o.employ(accounts, entries, company)
	require.NoError(o.t, o.Reroute(o.ctx))
	o.deliver()
}

// employ takes over a directory and gives everybody a card who needs one.
func (o *office) employ(accounts []people.Account, entries []people.Entry, company people.Company) {
	o.t.Helper()
	dir, _ := people.Join(accounts, entries, company)
	_, err := o.Staff(o.ctx, dir)
	require.NoError(o.t, err)
}

// who is the person with a name of staff.
func (o *office) who(name string) people.Person {
	o.t.Helper()
	dir, err := o.Directory(o.ctx)
	require.NoError(o.t, err)
	p, ok := dir.Person(name + "@example.com")
	require.True(o.t, ok, name)
	return p
}

// claim is a filled expense form.
func (o *office) claim(name, words string, attached ...form.File) automations.Draft {
	o.t.Helper()
	kind, err := o.Catalogue.Kind("expense")
	require.NoError(o.t, err)
	dir, err := o.Directory(o.ctx)
	require.NoError(o.t, err)
	values, _ := o.Fill(kind, o.who(name), dir, words, attached)
	return automations.Draft{ID: o.id(), Kind: "expense", Values: values}
}

// purchase is what ines has sent to buy something for so much.
func (o *office) purchase(amount string) automations.File {
	o.t.Helper()
	kind, err := o.Catalogue.Kind("purchase")
	require.NoError(o.t, err)
	dir, err := o.Directory(o.ctx)
	require.NoError(o.t, err)
	values, problems := o.Read(kind, o.who("ines"), dir, form.Raw{
		"item": {Text: "Server"}, "vendor": {Text: "Sample Metal"}, "amount": {Text: amount}, "cost_centre": {Text: "sales"}, "reason": {Text: "It is full"},
	})
	require.Empty(o.t, problems)
	f, err := o.Submit(o.ctx, o.who("ines"), o.id(), automations.Draft{ID: o.id(), Kind: "purchase", Values: values})
	require.NoError(o.t, err)
	return f
}

// approve says yes as each of them in turn.
func (o *office) approve(id string, names ...string) automations.File {
	o.t.Helper()
	var f automations.File
	for _, name := range names {
		var err error
		f, err = o.Decide(o.ctx, o.who(name), o.id(), automations.Decision{ID: id, Say: request.Approve})
		require.NoError(o.t, err, name)
	}
	return f
}

// submit sends a taxi claim of ines.
func (o *office) submit(words string, attached ...form.File) automations.File {
	o.t.Helper()
	f, err := o.Submit(o.ctx, o.who("ines"), o.id(), o.claim("ines", words, attached...))
	require.NoError(o.t, err)
	return f
}

// deliver works the outbox until it is empty.
func (o *office) deliver() {
	o.t.Helper()
	for {
		n, err := o.courier.Deliver(o.ctx)
		require.NoError(o.t, err)
		if n == 0 {
			return
		}
	}
}

// plain renders a notice as one line of facts.
func plain(s automations.Sight) (outbox.Message, error) {
	r := s.File.Request
	text := fmt.Sprintf("%s %s %s", s.File.Name(), r.State, r.Title)
	if s.Notice.Shape == outbox.Line {
		text = strings.TrimSpace(fmt.Sprintf("%s: %s %s", s.File.Name(), s.Notice.Says.Name, s.Notice.Says.Text))
	}
	blocks, err := json.Marshal([]string{text})
	return outbox.Message{Text: text, Blocks: blocks}, err
}

// keeper copies made-up bytes into a real folder.
type keeper struct {
	folder *files.Store
	fail   error
	fresh  bool // files were kept a moment ago
}

func (k *keeper) Keep(ctx context.Context, f form.File) (string, error) {
	if k.fail != nil {
		return "", k.fail
	}
	hash, _, err := k.folder.Put(ctx, strings.NewReader("receipt "+f.Source), 1<<20)
	return hash, err
}

func (k *keeper) Kept(ctx context.Context, hash string) ([]byte, error) {
	content, err := k.folder.Get(ctx, hash)
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(content)
	return raw, errors.Join(err, content.Close())
}

func (k *keeper) Drop(_ context.Context, hash string, _ time.Duration) (bool, error) {
	if k.fresh || k.fail != nil {
		return false, k.fail
	}
	return k.folder.Drop(hash, time.Now().Add(time.Hour))
}

// moves are what the audit log says of a request.
func (o *office) moves(id string) []string {
	o.t.Helper()
	records, err := o.store.Log(o.ctx, 0, 10_000)
	require.NoError(o.t, err)
	var moves []string
	for _, r := range records {
		if r.Subject == id {
			moves = append(moves, r.Move)
		}
	}
	return moves
}

var _ automations.Store = (*sqlite.Store)(nil)
