package books_test

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"factotum/automations/audit"
	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/find"
	"factotum/automations/form"
	"factotum/automations/money"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
	"factotum/connectors/books"
	"factotum/connectors/store/sqlite"
)

// ample is how long what must come is waited for: only a test that fails waits as long,
// and a busy machine may take minutes for what is otherwise there at once.
const ample = 5 * time.Minute

// shelf is a store with books that are made of it.
type shelf struct {
	*books.Books
	t     testing.TB
	ctx   context.Context
	store *sqlite.Store
	kinds *catalogue.Catalogue
	rules books.Rules
	path  string
	once  atomic.Int64
}

func setup(t testing.TB) *shelf {
	t.Helper()
	dir := t.TempDir()
	s := &shelf{t: t, ctx: context.Background(), kinds: kinds(t), path: filepath.Join(dir, "books.db")}
	s.open(filepath.Join(dir, "factotum.db"))
	t.Cleanup(func() { require.NoError(t, s.Close()); require.NoError(t, s.store.Close()) })
	return s
}

func (s *shelf) open(store string) {
	s.t.Helper()
	var err error
	s.store, err = sqlite.Open(store)
	require.NoError(s.t, err)
	s.Books, err = books.Open(s.ctx, s.path, s.kinds, s.rules)
	require.NoError(s.t, err)
}

// again closes the books and opens them.
func (s *shelf) again() {
	s.t.Helper()
	require.NoError(s.t, s.Close())
	var err error
	s.Books, err = books.Open(s.ctx, s.path, s.kinds, s.rules)
	require.NoError(s.t, err)
}

func kinds(t testing.TB) *catalogue.Catalogue {
	t.Helper()
	builtin, err := catalogue.Builtin()
	require.NoError(t, err)
	c, problems := catalogue.Load(catalogue.Company{
		Name: "Sample Ltd", Currency: "EUR", RatesBy: "finance", Fallback: "director", Remind: 8 * time.Hour,
		Options: map[string][]form.Option{"cost_centres": {{Value: "sales", Label: "Sales"}, {Value: "it", Label: "Computers"}}},
		Teams:   []string{"payables", "procurement", "it"},
	}, builtin, nil)
	require.Empty(t, problems)
	return c
}

// keep commits a document with an entry of the log.
func (s *shelf) keep(doc state.Document, move string) {
	s.t.Helper()
	n := int(s.once.Add(1))
	record, err := audit.Of(at(n), "ana@example.com", doc.ID, move, doc.Version+1, "", move)
	require.NoError(s.t, err)
	_, err = s.store.Commit(s.ctx, state.Change{
		Once: state.Once{Key: fmt.Sprint("test/", n)}, Documents: []state.Document{doc}, Audit: []audit.Record{record},
	})
	require.NoError(s.t, err)
}

// put keeps a request at a version.
func (s *shelf) put(version int64, r request.Request, move string) {
	s.t.Helper()
	body, err := json.Marshal(r)
	require.NoError(s.t, err)
	s.keep(state.Document{ID: r.ID, Version: version, Prefix: "EXP", Body: body}, move)
}

func (s *shelf) staff(dir people.Directory) {
	s.t.Helper()
	docs, err := s.store.Load(s.ctx, "people", "people/turn")
	require.NoError(s.t, err)
	docs[0].Body, err = json.Marshal(dir)
	require.NoError(s.t, err)
	docs[1].Body = []byte("{}")
	_, err = s.store.Commit(s.ctx, state.Change{Once: state.Once{Key: fmt.Sprint("staff/", s.once.Add(1))}, Documents: docs})
	require.NoError(s.t, err)
}

func (s *shelf) project() {
	s.t.Helper()
	require.NoError(s.t, s.Project(s.ctx, s.store))
}

// finds are the ids of what somebody who may see all expenses and tickets finds.
func (s *shelf) finds(q find.Query) []string {
	s.t.Helper()
	if q.Reader.Names == nil && q.Reader.Kinds == nil {
		q.Reader.Kinds = []string{"expense", "ticket", "vendors"}
	}
	if q.Limit == 0 {
		q.Limit = 100
	}
	hits, err := s.Find(s.ctx, q)
	require.NoError(s.t, err)
	ids := []string{}
	for _, h := range hits {
		ids = append(ids, h.ID)
	}
	return ids
}

// words are sought.
func words(text string) find.Query {
	var q find.Query
	for w := range strings.FieldsSeq(text) {
		q.Words = append(q.Words, find.Word{Text: w})
	}
	return q
}

// at is a moment some minutes after the beginning.
func at(minutes int) time.Time {
	return time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC).Add(time.Duration(minutes) * time.Minute)
}

func euros(value string) money.Amount {
	return money.Amount{Value: decimal.RequireFromString(value), Currency: "EUR"}
}

// claim is an expense of somebody for a taxi.
func claim(id, by, title, amount string) request.Request {
	sum := euros(amount)
	return request.Request{
		ID: id, Kind: "expense", State: request.Pending, Requester: by, Title: title, Created: at(0), Submitted: at(0), Since: at(0),
		Sum:   &request.Sum{Total: sum, Base: &sum},
		Steps: []request.Step{{Name: "Manager", Rules: []request.Rule{{Kind: request.ManagerOf, Of: by}}, Need: 1}},
		Values: form.Values{"purpose": {Text: title}, "lines": {Lines: []form.Values{{
			"merchant": {Text: "Taxi Lisboa"}, "category": {Text: "travel"}, "amount": {Money: &sum}, "date": {Date: calendar.NewDate(2026, 11, 19)},
		}}}},
	}
}
