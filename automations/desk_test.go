package automations_test

import (
	"context"
	"encoding/json"
	"fmt"
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
	"factotum/automations/state"
	"factotum/connectors/files"
	"factotum/connectors/store/sqlite"
)

// office is a made-up company at work: a desk over a real store, a clock that
// the test moves, and a postbox that keeps what was posted.
type office struct {
	*automations.Desk
	t       *testing.T
	ctx     context.Context
	store   *sqlite.Store
	courier *automations.Courier
	box     *postbox
	keeper  *keeper
	mu      sync.Mutex
	now     time.Time
	ids     int
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
		CostCentres: []people.CostCentre{{Code: "sales", Name: "Sales", Owner: "omar@example.com"}},
		Teams:       []people.Team{{Key: "payables", Name: "Payables"}, {Key: "procurement", Name: "Procurement"}, {Key: "it", Name: "IT"}},
	}
}

func setup(t *testing.T) *office {
	t.Helper()
	dir := t.TempDir()
	store, err := sqlite.Open(filepath.Join(dir, "factotum.db"))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, store.Close()) })
	folder, err := files.Open(filepath.Join(dir, "files"), start())
	require.NoError(t, err)
	o := &office{t: t, ctx: t.Context(), store: store, now: start(), box: &postbox{}, keeper: &keeper{folder: folder}}
	o.Desk = &automations.Desk{
		Store: store, Catalogue: kinds(t), Now: o.clock, NewID: o.id, Calendar: working(t), Keeper: o.keeper, Due: func() {},
	}
	o.courier = &automations.Courier{Store: store, Desk: o.Desk, Messenger: o.box, Render: plain, Workers: 8}
	o.employ(staff())
	return o
}

func kinds(t *testing.T) *catalogue.Catalogue {
	t.Helper()
	builtin, err := catalogue.Builtin()
	require.NoError(t, err)
	rates, err := money.ParseRates(strings.NewReader("date,from,to,rate,source\n2026-11-19,USD,EUR,0.9,Sample Bank\n"))
	require.NoError(t, err)
	c, problems := catalogue.Load(catalogue.Company{
		Name: "Sample Ltd", Currency: "EUR", Rates: rates, RatesBy: "finance", Fallback: "director", Remind: 8 * time.Hour,
		Options: map[string][]form.Option{"cost_centres": {{Value: "sales", Label: "Sales"}}},
		Teams:   []string{"payables", "procurement", "it"},
	}, builtin, nil)
	require.Empty(t, problems)
	return c
}

func working(t *testing.T) func(people.Person) *calendar.Calendar {
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
	values := o.Fill(kind, o.who(name), dir, words)
	if len(attached) > 0 {
		values = kind.Put(values, attached)
	}
	return automations.Draft{ID: o.id(), Kind: "expense", Values: values}
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

// postbox is a messenger that keeps messages, as Slack would.
type postbox struct {
	mu    sync.Mutex
	posts []post
	fail  func(outbox.Message) error
}

type post struct {
	outbox.Message
	ts      string
	updates int
}

func (b *postbox) Post(_ context.Context, m outbox.Message) (string, string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.fail != nil {
		if err := b.fail(m); err != nil {
			return "", "", err
		}
	}
	ts := fmt.Sprintf("%d.0", len(b.posts)+1)
	b.posts = append(b.posts, post{Message: m, ts: ts})
	return "D" + m.To, ts, nil
}

func (b *postbox) Update(_ context.Context, _, ts string, m outbox.Message) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := range b.posts {
		if b.posts[i].ts == ts {
			b.posts[i].Message, b.posts[i].updates = m, b.posts[i].updates+1
			return nil
		}
	}
	return outbox.ErrGone
}

func (b *postbox) Find(_ context.Context, m outbox.Message, _ time.Time) (string, string, bool, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, p := range b.posts {
		if p.Key == m.Key {
			return "D" + m.To, p.ts, true, nil
		}
	}
	return "", "", false, nil
}

// to are the texts that an account was sent, as they stand now.
func (b *postbox) to(account string) []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var texts []string
	for _, p := range b.posts {
		if p.To == account {
			texts = append(texts, p.Text)
		}
	}
	return texts
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
}

func (k *keeper) Keep(ctx context.Context, f form.File) (string, error) {
	if k.fail != nil {
		return "", k.fail
	}
	hash, _, err := k.folder.Put(ctx, strings.NewReader("receipt "+f.Source), 1<<20)
	return hash, err
}

// log reads the whole audit log.
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

var _ = state.Change{}
