package warehouse_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
	"factotum/automations/report"
	"factotum/connectors/warehouse"
)

// TestPostgres asks one server in many ways. Each logs in as the owner of
// everything: what keeps the data unharmed is ours.
func TestPostgres(t *testing.T) {
	t.Parallel()
	s := startPostgres(t)
	s.do(t, sold+`
		CREATE SEQUENCE counter;
		CREATE FUNCTION harm() RETURNS integer LANGUAGE plpgsql AS 'BEGIN DELETE FROM sold; RETURN 1; END';
		CREATE TABLE everything (b boolean, n numeric, f float8, d date, t timestamp, tz timestamptz, u uuid, j jsonb, x bytea);
		INSERT INTO everything VALUES (true, 1.50, 1e20, '2026-11-20', '2026-11-20 09:30:00.25', '2026-11-20 09:30:00+02', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '{"a": 1}', '\x00ff'), (false, 'NaN', 'Infinity', 'infinity', NULL, '-infinity', NULL, NULL, NULL);`)
	unharmed := func(t *testing.T) {
		t.Helper()
		assert.Equal(t, "3 1580.75 0", s.do(t, "SELECT count(*) || ' ' || sum(total) || ' ' || (SELECT count(*) FROM pg_class WHERE relname LIKE 'evil%') FROM sold"))
	}
	t.Cleanup(s.stop)
	for name, test := range map[string]func(*testing.T, server){
		"answers": answers, "types": types, "injections": injections, "writing": writing, "for ever": forEver, "nobody waits": nobodyWaits,
		"ten million rows": tenMillionRows, "huge": huge, "mistakes": mistakes, "down": down, "masked": masked, "careless": careless, "untyped": untyped, "at once": atOnce,
	} {
		t.Run(name, func(t *testing.T) {
			test(t, s)
			unharmed(t)
		})
	}
}

func answers(t *testing.T, s server) {
	r := asked(`SELECT region, sum(total) AS total, max(day) AS last_day, count(*) FROM sold -- a :comment
		WHERE day BETWEEN :when_from AND :when_to AND (:region::text IS NULL OR region = :region) AND total > :over AND ':words' <> 'x' AND (:viewer::text IS NULL OR region = :viewer)
		GROUP BY 1 ORDER BY 2 DESC LIMIT :most;`)
	a := report.Arguments{"when_from": "2026-10-01", "when_to": "2026-10-31", "region": "", "over": "0.5", "most": "10", "viewer": ""}
	table, err := s.warehouse().Answer(t.Context(), r, a)
	require.NoError(t, err)
	assert.Equal(t, report.Table{
		Columns: []report.Column{
			{Name: "region", Title: "Region", Type: report.Text},
			{Name: "total", Title: "Sold", Type: report.Money, Currency: "EUR"},
			{Name: "last_day", Title: "Last day", Type: report.Date},
			{Name: "count", Title: "Count", Type: report.Number},
		},
		Rows: [][]string{{"north", "1200.5", "2026-10-01", "1"}, {"south", "300", "2026-10-31", "1"}},
	}, table)
	a["region"], a["over"] = "south", "1000"
	table, err = s.warehouse().Answer(t.Context(), r, a)
	require.NoError(t, err)
	assert.Empty(t, table.Rows)
	delete(a, "viewer")
	_, err = s.warehouse().Answer(t.Context(), r, a)
	require.ErrorContains(t, err, "nobody asks", "an empty viewer reads everything, so it is never left out")
}

func types(t *testing.T, s server) {
	table, err := s.warehouse().Answer(t.Context(), asked("SELECT * FROM everything"), nil)
	require.NoError(t, err)
	assert.Equal(t, [][]string{
		{"yes", "1.5", "100000000000000000000", "2026-11-20", "2026-11-20T09:30:00Z", "2026-11-20T07:30:00Z", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", `{"a": 1}`, `\x00ff`},
		{"no", "", "", "infinity", "", "-infinity", "", "", ""},
	}, table.Rows)
	var kinds []report.Type
	for _, c := range table.Columns {
		kinds = append(kinds, c.Type)
	}
	assert.Equal(t, []report.Type{report.Text, report.Number, report.Number, report.Date, report.Moment, report.Moment, report.Text, report.Text, report.Text}, kinds)
}

// untyped are parameters of which the database does not find out, or finds out
// wrongly, what they are.
func untyped(t *testing.T, s server) {
	for sql, want := range map[string]string{
		"SELECT (:since + 1)::text":                              "2026-11-21",
		"SELECT :words":                                          "some words",
		"SELECT :over * 2":                                       "24.5",
		"SELECT :most / 2":                                       "3",
		"SELECT to_char(:since, 'DD.MM.YYYY')":                   "20.11.2026",
		"SELECT id FROM sold WHERE id = :most - 5":               "2",
		"SELECT CASE :region WHEN 'north' THEN 'n' ELSE 's' END": "n",
		"SELECT $$:words$$ || E':\\':who' || \"region\" FROM (VALUES ('!')) AS v (region) /* :x /* :y */ :z */": ":words:':who!",
	} {
		table, err := s.warehouse().Answer(t.Context(), asked(sql), report.Arguments{"since": "2026-11-20", "words": "some words", "over": "12.25", "most": "7", "region": "north"})
		if assert.NoError(t, err, sql) {
			assert.Equal(t, want, table.Rows[0][0], sql)
		}
	}
}

// attempts are texts that would do harm if they became part of a statement.
func attempts() []string {
	all := []string{
		"'; DROP TABLE sold; --", "x' OR '1'='1", "1; DELETE FROM sold", "1) OR (1=1", "$1", ":viewer", "\\'; DELETE FROM sold; --", "' || (SELECT harm()) || '",
		"'/*", "*/ DELETE FROM sold --", "$$; DROP TABLE sold; $$", "\x00'; DROP TABLE sold", "0x27", "'; COMMIT; DROP TABLE sold; --", "north' UNION SELECT card FROM sold --",
		"1e400", "NaN", "infinity", "2026-10-01'; DROP TABLE sold; --", strings.Repeat("'", 100_000), "\xff\xfe", "＇; DROP TABLE sold; --", "ʼ OR 1=1", "{1,2}", "\r\n; DROP TABLE sold",
	}
	for i := range 8 {
		all = append(all, strings.Repeat("'\"", i)+"; DROP TABLE sold; --")
	}
	return all
}

func injections(t *testing.T, s server) {
	base := report.Arguments{"when_from": "2026-10-01", "when_to": "2026-10-31", "region": "north", "over": "0", "most": "10", "since": "2026-01-01", "words": "", "who": "", "viewer": ""}
	r := asked(`SELECT id FROM sold WHERE day BETWEEN :when_from AND :when_to AND region = :region AND total > :over AND day > :since
		AND (:words::text IS NULL OR region LIKE :words) AND (:who::text IS NULL OR region = :who) AND (:viewer::text IS NULL OR region = :viewer) LIMIT :most`)
	table, err := s.warehouse().Answer(t.Context(), r, base)
	require.NoError(t, err)
	require.Len(t, table.Rows, 1)
	for name := range base {
		for _, attempt := range attempts() {
			a := report.Arguments{}
			for k, v := range base {
				a[k] = v
			}
			a[name] = attempt
			table, err := s.warehouse().Answer(t.Context(), r, a)
			if err != nil {
				refused(t, err, fault.Invalid, "The report sold cannot use what was asked for.")
				continue
			}
			assert.LessOrEqual(t, len(table.Rows), 2, "%s=%q: those of the south never", name, attempt)
		}
	}
}

func writing(t *testing.T, s server) {
	for sql, says := range map[string]string{
		"INSERT INTO sold VALUES (4)":                           "INSERT does not read",
		"DELETE FROM sold":                                      "DELETE does not read",
		"/* SELECT */ DROP TABLE sold":                          "DROP does not read",
		"(((UPDATE sold SET total = 0)))":                       "UPDATE does not read",
		"DO $$ BEGIN DELETE FROM sold; END $$":                  "DO does not read",
		"COPY sold TO PROGRAM 'touch /tmp/evil'":                "COPY does not read",
		"EXPLAIN ANALYZE DELETE FROM sold":                      "EXPLAIN does not read",
		"COMMIT":                                                "COMMIT does not read",
		"SELECT 1; DELETE FROM sold":                            "more than one statement",
		"SELECT E'\\'; DELETE FROM sold; --'; DELETE FROM sold": "more than one statement",
		"WITH gone AS (DELETE FROM sold RETURNING id) SELECT count(*) FROM gone": "would change its source",
		"SELECT harm()":                 "would change its source",
		"SELECT nextval('counter')":     "would change its source",
		"SELECT 1 AS one INTO evil":     "would change its source",
		"SELECT * FROM sold FOR UPDATE": "would change its source",
		"SELECT set_config('transaction_read_only', 'off', false), harm()": "report sold",
		"": "there is no statement",
	} {
		_, err := s.warehouse().Answer(t.Context(), asked(sql), nil)
		if assert.Error(t, err, sql) {
			assert.Contains(t, fault.Say(err), says, sql)
			assert.Contains(t, []fault.Code{fault.Invalid, fault.Denied}, fault.CodeOf(err), sql)
		}
	}
}

// idle waits until the server runs nothing of ours any more.
func idle(t *testing.T, s server) {
	t.Helper()
	require.Eventually(t, func() bool {
		return s.do(t, "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'factotum'") == "0"
	}, ample, 50*time.Millisecond)
}

func forEver(t *testing.T, s server) {
	for _, sql := range []string{
		"SELECT pg_sleep(1000)", "SELECT count(*) FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b",
		"WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
	} {
		r := asked(sql)
		r.MostTime = 300 * time.Millisecond
		_, err := s.warehouse().Answer(t.Context(), r, nil)
		refused(t, err, fault.Unavailable, "took longer than 300ms, so it was stopped")
		idle(t, s)
	}
}

func nobodyWaits(t *testing.T, s server) {
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		_, err := s.warehouse().Answer(ctx, asked("SELECT pg_sleep(1000)"), nil)
		ended <- err
	}()
	require.Eventually(t, func() bool {
		return s.do(t, "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'factotum' AND query LIKE '%pg_sleep%' AND state = 'active'") == "1"
	}, ample, 20*time.Millisecond)
	cancel()
	require.ErrorIs(t, <-ended, context.Canceled)
	idle(t, s)
}

func tenMillionRows(t *testing.T, s server) {
	table, err := s.warehouse().Answer(t.Context(), asked("SELECT generate_series(1, 10000000)"), nil)
	require.NoError(t, err)
	assert.Len(t, table.Rows, 100)
	assert.True(t, table.Cut)
	idle(t, s)
}

func huge(t *testing.T, s server) {
	_, err := s.warehouse().Answer(t.Context(), asked("SELECT repeat('x', 100000000)"), nil)
	refused(t, err, fault.Invalid, "a row has more than 8 MB")
	r := asked("SELECT repeat('x', 4000000) FROM generate_series(1, 1000)")
	r.MostRows = 1000
	table, err := s.warehouse().Answer(t.Context(), r, nil)
	require.NoError(t, err)
	assert.True(t, table.Cut)
	assert.Less(t, len(table.Rows), 20, "64 MB are enough")
}

func mistakes(t *testing.T, s server) {
	for sql, want := range map[string]warehouse.MistakeError{
		"SELECT :words, ä, totl FROM sold":      {Say: `column "ä" does not exist`, Offset: 15},
		"SELECT :words,\ntotl FROM sold":        {Say: `column "totl" does not exist. Perhaps you meant to reference the column "sold.total"`, Offset: 15},
		"SELECT id FROM solt WHERE id = :words": {Say: `relation "solt" does not exist`, Offset: 15},
		"SELECT FROM WHERE":                     {Say: `syntax error at or near "WHERE"`, Offset: 12},
		"SELECT nothing(:since)":                {Say: `function nothing(unknown) does not exist`, Offset: 7},
		"DELETE FROM sold":                      {Say: "DELETE does not read: a report begins with SELECT, WITH, VALUES or TABLE", Offset: 0},
	} {
		_, err := s.warehouse().Prepare(t.Context(), asked(sql))
		var mistake *warehouse.MistakeError
		if assert.True(t, errors.As(err, &mistake), "%s: %v", sql, err) {
			assert.Equal(t, want, *mistake, sql)
		}
	}
	_, err := s.warehouse().Answer(t.Context(), asked("SELECT totl FROM sold"), nil)
	refused(t, err, fault.Invalid, `does not fit its source: column "totl" does not exist`)
	columns, err := s.warehouse().Prepare(t.Context(), asked("SELECT harm() AS h, :since AS day, id FROM sold"))
	require.NoError(t, err, "nothing is run")
	assert.Equal(t, []report.Column{{Name: "h", Type: report.Number}, {Name: "day", Type: report.Date}, {Name: "id", Type: report.Number}}, columns)
}

func down(t *testing.T, s server) {
	sources := []warehouse.Source{
		{Key: "password", Postgres: func() (string, error) { return s.dsn(password + " of old"), nil }},
		{Key: "nowhere", Postgres: func() (string, error) {
			return "host=127.0.0.1 port=1 user=reader password='" + password + "'", nil
		}},
		{Key: "garbled", Postgres: func() (string, error) { return "postgres://reader:" + password + "@[::1", nil }},
		{Key: "unread", Postgres: func() (string, error) { return "", errors.New("the file ledger.dsn cannot be read") }},
	}
	w := warehouse.New(sources)
	for key, why := range map[string]string{"password": "it refuses the login: password authentication failed", "nowhere": "it cannot be reached", "garbled": "cannot be read: write it like", "unread": "the file ledger.dsn cannot be read"} {
		r := asked("SELECT 1")
		r.Source = key
		_, err := w.Answer(t.Context(), r, nil)
		refused(t, err, fault.Unavailable, fmt.Sprintf("The source %s of the report sold does not answer.", key))
		_, err = w.Prepare(t.Context(), r)
		require.Error(t, err)
		assert.Contains(t, fault.Say(err), why)
		assert.NotContains(t, fault.Say(err), password)
	}
	r := asked("SELECT 1")
	r.Source = "gone"
	_, err := w.Answer(t.Context(), r, nil)
	refused(t, err, fault.Invalid, "is no longer configured")
	_, err = w.Prepare(t.Context(), r)
	require.ErrorContains(t, err, "there is no source gone")
}

func masked(t *testing.T, s server) {
	r := asked("SELECT id, card FROM sold ORDER BY id")
	r.Masked = []string{"Card"}
	table, err := s.warehouse().Answer(t.Context(), r, nil)
	require.NoError(t, err)
	assert.Equal(t, [][]string{{"1", "••••1111"}, {"2", ""}, {"3", "••••"}}, table.Rows)
	r.SQL = "SELECT id, card AS number FROM sold"
	_, err = s.warehouse().Answer(t.Context(), r, nil)
	refused(t, err, fault.Invalid, "has no column Card any more, which it has to mask")
}

func careless(t *testing.T, s server) {
	assert.Equal(t, []string{"The user owner of the source ledger may do more there than read. Reports never write, but give them a user who cannot."}, s.warehouse().Careless(t.Context(), "ledger"))
	s.do(t, "CREATE ROLE reader LOGIN PASSWORD '"+password+"'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
	reader := warehouse.New([]warehouse.Source{{Key: "ledger", Postgres: func() (string, error) {
		return strings.Replace(s.dsn(password), "user=owner", "user=reader", 1), nil
	}}, {Key: "file", SQLite: "shop.db"}, {Key: "gone", Postgres: func() (string, error) { return "", errors.New("gone") }}})
	for _, key := range []string{"ledger", "file", "gone", "none"} {
		assert.Empty(t, reader.Careless(t.Context(), key), key)
	}
}

// atOnce are more than may run at once: the others wait, as long as they may.
func atOnce(t *testing.T, s server) {
	w := s.warehouse()
	ended := make(chan error)
	for range 12 {
		go func() {
			_, err := w.Answer(t.Context(), asked("SELECT pg_sleep(0.05)"), nil)
			ended <- err
		}()
	}
	for range 12 {
		assert.NoError(t, <-ended)
	}
}
