package books_test

import (
	"bytes"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/audit"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/money"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
	"factotum/connectors/books"
	"factotum/connectors/store/sqlite"
)

// rows are what a query gives, as texts.
func (s *shelf) rows(query string) [][]string {
	s.t.Helper()
	db, err := sql.Open("sqlite", "file:"+s.path+"?mode=ro")
	require.NoError(s.t, err)
	defer func() { require.NoError(s.t, db.Close()) }()
	found, err := db.Query(query)
	require.NoError(s.t, err)
	defer func() { require.NoError(s.t, found.Close()) }()
	columns, err := found.Columns()
	require.NoError(s.t, err)
	all := [][]string{}
	for found.Next() {
		cells, at := make([]sql.NullString, len(columns)), make([]any, len(columns))
		for i := range cells {
			at[i] = &cells[i]
		}
		require.NoError(s.t, found.Scan(at...))
		row := []string{}
		for _, c := range cells {
			row = append(row, c.String)
		}
		all = append(all, row)
	}
	require.NoError(s.t, found.Err())
	return all
}

func TestARequestIsRowsOfAllTables(t *testing.T) {
	t.Parallel()
	s := library(t)
	assert.Equal(t, [][]string{{"1", "r1", "EXP-1", "expense", "pending", "EUR", "425000", "425000", "Manager", "2026-11-20T09:00:00.000Z", ""}},
		s.rows("SELECT seq, id, number, kind, state, currency, total_e4, base_e4, step, created, finished FROM request WHERE id = 'r1'"))
	assert.Equal(t, [][]string{{"1", "1", "2026-11-19", "Taxi Lisboa", "travel", "EUR", "425000", "425000"}},
		s.rows("SELECT request, line, day, text, category, currency, amount_e4, base_e4 FROM line"))
	assert.Equal(t, [][]string{{"0", "Manager", "manager_of:ana@example.com", "1"}}, s.rows("SELECT step, name, rules, need FROM step WHERE request = 1"))
	assert.Equal(t, [][]string{{"approved", "ben@example.com", "Nice trip"}}, s.rows("SELECT verdict, by, comment FROM decision"))
	assert.Equal(t, [][]string{{"it", "ana@example.com"}}, s.rows("SELECT team, assignee FROM work"))
	assert.Equal(t, [][]string{{"say", "It smells of smoke"}, {"internal", "He spilled lemonade"}}, s.rows("SELECT kind, text FROM remark WHERE request = 2 ORDER BY n"))
	assert.Equal(t, [][]string{{"smoke.jpg"}, {"stain.png"}}, s.rows("SELECT name FROM file ORDER BY n"))
	assert.Equal(t, [][]string{{"1", "lines.amount", "42.5", "425000", "EUR"}}, s.rows("SELECT line, field, number, amount_e4, currency FROM value WHERE amount_e4 IS NOT NULL"))
	assert.Equal(t, [][]string{{"3", "vendors", "Acme Paper", "ben@example.com"}}, s.rows("SELECT seq, dataset, title, created_by FROM record"))
	assert.Equal(t, [][]string{{"1", "r1", "submit", "1"}, {"2", "r2", "submit", "1"}, {"3", "record/vendors/1", "create", "1"}}, s.rows("SELECT position, subject, move, version FROM move"))
	assert.Equal(t, [][]string{{"Ana Ruíz"}, {"Ben Löwe"}}, s.rows("SELECT name FROM person"))
}

func TestWhatMovesIsWrittenAgain(t *testing.T) {
	t.Parallel()
	s := library(t)
	paid := claim("r1", "ana@example.com", "Dinner in Porto", "10")
	paid.State, paid.Since = request.Done, at(60)
	usd := money.Amount{Value: euros("20").Value, Currency: "USD"}
	line := paid.Values["lines"].Lines[0]["amount"]
	line.Money = &usd
	paid.Values["lines"].Lines[0]["amount"] = line
	paid.Sum.Rates = []money.Rate{{From: "USD", To: "EUR", Value: euros("0.5").Value, Date: "2026-11-18"}}
	s.put(1, paid, "resolve")
	s.project()
	assert.Equal(t, []string{"r1"}, s.finds(words("porto")))
	assert.Empty(t, s.finds(words("visit")))
	assert.Equal(t, [][]string{{"1", "2", "done", "2026-11-20T10:00:00.000Z"}}, s.rows("SELECT seq, version, state, finished FROM request WHERE id = 'r1'"))
	assert.Equal(t, [][]string{{"USD", "200000", "100000"}}, s.rows("SELECT currency, amount_e4, base_e4 FROM line"))
	assert.Empty(t, s.rows("SELECT * FROM decision"))
}

func TestWhatAnInvoiceBillsIsWrittenOneByOne(t *testing.T) {
	t.Parallel()
	s := setup(t)
	r := bill("i1", "Lumen", "", "", "119", "2026-11-01", "2026-11-30", "", "")
	r.Reading.Positions = []request.Position{{Text: "Paper", Quantity: "2.5", Unit: "BX", Price: "40", Net: "100", Tax: "19"}, {Text: "Rebate", Quantity: "many", Net: "1e99999999"}}
	s.put(0, r, "submit")
	s.project()
	assert.Equal(t, [][]string{{"1", "1", "Paper", "2.5", "BX", "40", "1000000", "19"}, {"1", "2", "Rebate", "", "", "", "", ""}}, s.rows("SELECT * FROM position"))
	assert.Equal(t, [][]string{{"1"}}, s.rows("SELECT bills FROM kind WHERE key = 'invoice'"))
}

func TestPeopleWithAnotherNameAreFoundByIt(t *testing.T) {
	t.Parallel()
	s := library(t)
	access := claim("r3", "ben@example.com", "To see the stock", "1")
	access.Kind, access.Sum, access.Values = "access", nil, form.Values{"person": {Text: "ana@example.com"}}
	s.put(0, access, "submit")
	s.project()
	dir, _ := people.Join([]people.Account{{ID: "U1", RealName: "Ana Costa", Email: "ana@example.com"}}, nil, people.Company{})
	s.staff(dir)
	s.again() // else it is looked at every ten seconds
	s.project()
	assert.Equal(t, []string{"r1"}, s.finds(words("costa malaga")))
	stock := words("costa stock")
	stock.Reader.Kinds = []string{"access"}
	assert.Equal(t, []string{"r3"}, s.finds(stock), "it names her")
	assert.Empty(t, s.finds(words("ruiz malaga")))
	assert.Equal(t, [][]string{{"Ana Costa"}}, s.rows("SELECT name FROM person"))
}

func TestTheBooksGoOnWhereTheyWereAndAreMadeAnewWhereTheyDoNotFit(t *testing.T) {
	t.Parallel()
	s := library(t)
	before := s.rows("SELECT * FROM request")
	s.again()
	assert.False(t, s.Whole(), "nobody knows yet")
	s.project()
	assert.Equal(t, before, s.rows("SELECT * FROM request"))

	require.NoError(t, s.Rebuild(s.ctx))
	assert.Empty(t, s.finds(words("malaga")))
	s.project()
	assert.Equal(t, before, s.rows("SELECT * FROM request"))

	older := filepath.Join(t.TempDir(), "older.db") // an older state, in which other things happened
	require.NoError(t, s.store.Close())
	store, err := sqlite.Open(older)
	require.NoError(t, err)
	s.store = store
	s.put(0, claim("r9", "ben@example.com", "Train to Vigo", "8"), "submit")
	s.project()
	assert.Empty(t, s.finds(words("malaga")))
	assert.Equal(t, []string{"r9"}, s.finds(words("vigo")))
	assert.Equal(t, [][]string{{"1"}}, s.rows("SELECT position FROM mark"))

	require.NoError(t, s.Close())
	require.NoError(t, os.WriteFile(s.path, bytes.Repeat([]byte("garbage "), 4096), 0o600))
	s.Books, err = books.Open(s.ctx, s.path, s.kinds, s.rules)
	require.NoError(t, err)
	s.project()
	assert.Equal(t, []string{"r9"}, s.finds(words("vigo")))
}

func TestBooksMadeByOtherRulesOfAKindAreMadeAnew(t *testing.T) {
	t.Parallel()
	s := library(t)
	before := s.rows("SELECT * FROM request")
	db, err := sql.Open("sqlite", "file:"+s.path)
	require.NoError(t, err)
	_, err = db.Exec("UPDATE kind SET rules = 'others' WHERE key = 'expense'; UPDATE request SET title = 'as it was'")
	require.NoError(t, errors.Join(err, db.Close()))
	s.again()
	assert.Empty(t, s.rows("SELECT * FROM request"))
	s.project()
	assert.Equal(t, before, s.rows("SELECT * FROM request"))
	s.again()
	assert.Equal(t, before, s.rows("SELECT * FROM request"), "they are left as they are")

	db, err = sql.Open("sqlite", "file:"+s.path)
	require.NoError(t, err)
	_, err = db.Exec("DROP INDEX decision_at") // as where making them was broken off
	require.NoError(t, errors.Join(err, db.Close()))
	s.again()
	_, err = s.Answer(s.ctx, asked(t, "spend"), november("viewer", ""))
	assert.Equal(t, "The figures are being put together anew, which takes some minutes. Ask again then.", fault.Say(err))
	s.project()
	_, err = s.Answer(s.ctx, asked(t, "spend"), november("viewer", ""))
	assert.NoError(t, err)
}

func TestErasedWordsAreGoneFromTheFile(t *testing.T) {
	t.Parallel()
	s := library(t)
	for n := range 30 {
		s.put(0, claim("x"+string(rune('a'+n)), "ben@example.com", "Zeppelinfahrt number", "5"), "submit")
		s.project()
	}
	require.Len(t, s.finds(words("zeppelinfahrt")), 30)
	for n := range 30 {
		s.put(1, claim("x"+string(rune('a'+n)), "ben@example.com", "(erased)", "5"), audit.Erase)
	}
	s.project()
	assert.Empty(t, s.finds(words("zeppelinfahrt")))
	for _, suffix := range []string{"", "-wal"} {
		body, err := os.ReadFile(s.path + suffix)
		require.NoError(t, err)
		assert.NotContains(t, string(body), "eppelinfahrt", suffix)
	}
	s.again()
	s.project()
}

func TestHowFarBehindTheBooksAre(t *testing.T) {
	t.Parallel()
	s := library(t)
	lag, err := s.Lag(s.ctx, s.store, 3, at(100))
	require.NoError(t, err)
	assert.Equal(t, books.Lag{Position: 3}, lag)
	s.put(1, claim("r1", "ana@example.com", "Dinner", "10"), "resolve") // in the fourth minute
	lag, err = s.Lag(s.ctx, s.store, 4, at(100))
	require.NoError(t, err)
	assert.Equal(t, books.Lag{Position: 3, Entries: 1, Time: at(100).Sub(at(5))}, lag)
}

func TestARecordWhoseTimeIsOverLeavesNothing(t *testing.T) {
	t.Parallel()
	s := library(t)
	require.Equal(t, []string{"record/vendors/1"}, s.finds(words("acme")))
	s.keep(state.Document{ID: "record/vendors/1", Version: 1, Body: []byte(`{"id":"record/vendors/1","dataset":"vendors","version":2,"removed":true}`)}, "remove")
	s.project()
	assert.Empty(t, s.finds(words("acme")))
	assert.Empty(t, s.rows("SELECT * FROM record"))
	assert.Empty(t, s.rows("SELECT * FROM value WHERE seq = 3"))
}
