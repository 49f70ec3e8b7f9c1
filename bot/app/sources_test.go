package app_test

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite"

	"factotum/bot/app"
)

// shop is the good company with a shop, its database and a report on it.
func shop(t *testing.T, report string) string {
	t.Helper()
	folder := company(t, "")
	db, err := sql.Open("sqlite", filepath.Join(folder, "shop.db"))
	require.NoError(t, err)
	_, err = db.Exec("CREATE TABLE orders (region TEXT, total INTEGER)")
	require.NoError(t, err)
	require.NoError(t, db.Close())
	config, err := os.OpenFile(filepath.Join(folder, "factotum.yaml"), os.O_APPEND|os.O_WRONLY, 0o600)
	require.NoError(t, err)
	_, err = config.WriteString("\nsources:\n  - {key: shop, sqlite: shop.db}\n  - {key: ledger, postgres: {}}\n")
	require.NoError(t, err)
	require.NoError(t, config.Close())
	require.NoError(t, os.Mkdir(filepath.Join(folder, "reports"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "reports", "orders.yaml"), []byte(report), 0o600))
	return folder
}

const orders = `report: orders
title: Orders
subject: Sales
about: What customers ordered
source: shop
parameters: [{name: region}]
readers: [finance]
chart: {form: bars, across: region, up: [total]}
sql: |
  SELECT region, sum(total) AS total
  FROM orders WHERE :region IS NULL OR region = :region
  GROUP BY region
`

// prepared is what check says of the reports of the company in a folder.
func prepared(t *testing.T, folder string) string {
	t.Helper()
	var out bytes.Buffer
	env := func(name string) string {
		return map[string]string{"FACTOTUM_SOURCE_LEDGER_DSN": "host=127.0.0.1 port=1 password=made-up"}[name]
	}
	_, err := app.Check(t.Context(), filepath.Join(folder, "factotum.yaml"), env, &out)
	require.NoError(t, err)
	assert.NotContains(t, out.String(), "made-up")
	var said []string
	for line := range strings.Lines(strings.ReplaceAll(out.String(), folder+string(filepath.Separator), "")) {
		if strings.Contains(line, "report") || strings.Contains(line, "source") {
			said = append(said, line)
		}
	}
	return strings.Join(said, "")
}

func TestCheckHasEachReportPrepared(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ old, with, want string }{
		"good":          {"", "", "ok    1 of the 1 reports of your own fit their sources.\n"},
		"no column":     {"region = :region", "place = :region", "wrong reports/orders.yaml:11: no such column: place\n"},
		"no table":      {"FROM orders", "FROM order_lines", "wrong reports/orders.yaml:11: no such table: order_lines\n"},
		"another name":  {"AS total", "AS sum", "wrong reports/orders.yaml:8: the statement gives no column \"total\"; write one of region, sum\n"},
		"it writes":     {"SELECT region, sum(total) AS total\n  FROM orders WHERE", "DELETE FROM orders WHERE", "wrong reports/orders.yaml:10: DELETE does not read: a report begins with SELECT, WITH, VALUES or TABLE\n"},
		"no parameter":  {"IS NULL OR region = :region", "IS NULL OR region = :place", "wrong reports/orders.yaml:6: the SQL names :place, which is no parameter: add it, or correct the name\n"},
		"no such role":  {"[finance]", "[finanse]", "wrong reports/orders.yaml:7: nobody has the role \"finanse\", and no team is called so; did you mean finance?\n"},
		"source is off": {"source: shop", "source: ledger", "wrong The source ledger cannot be asked: it cannot be reached"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			said := prepared(t, shop(t, strings.Replace(orders, c.old, c.with, 1)))
			assert.Equal(t, c.want, said[:min(len(said), len(c.want))], said)
		})
	}
}

func TestOnesOwnReportTakesThePlaceOfABuiltInOne(t *testing.T) {
	t.Parallel()
	folder := shop(t, strings.Replace(orders, "report: orders", "report: spend", 1))
	s, problems := app.Load(filepath.Join(folder, "factotum.yaml"), func(name string) string {
		return map[string]string{"FACTOTUM_SOURCE_LEDGER_DSN": "host=127.0.0.1"}[name]
	})
	require.Empty(t, problems)
	n := 0
	for _, r := range s.Reports.All {
		if r.Name == "spend" {
			n++
			assert.Equal(t, "Orders", r.Title)
		}
	}
	assert.Equal(t, 1, n)
	assert.Greater(t, len(s.Reports.All), 10)
}

// TestTheReportInREADMEIsPrepared takes sources and report as README shows them.
func TestTheReportInREADMEIsPrepared(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	block := func(begins string) string {
		_, rest, found := strings.Cut(string(readme), "```yaml\n"+begins)
		require.True(t, found, begins)
		text, _, _ := strings.Cut(rest, "```")
		return begins + text
	}
	folder := shop(t, block("report: orders"))
	db, err := sql.Open("sqlite", filepath.Join(folder, "shop.db"))
	require.NoError(t, err)
	_, err = db.Exec("DROP TABLE orders; CREATE TABLE orders (day DATE, region TEXT, product TEXT, card TEXT, total REAL)")
	require.NoError(t, err)
	require.NoError(t, db.Close())
	config := filepath.Join(folder, "factotum.yaml")
	body, err := os.ReadFile(config)
	require.NoError(t, err)
	before, _, _ := strings.Cut(string(body), "sources:")
	require.NoError(t, os.WriteFile(config, []byte(before+block("sources:")), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "ledger.dsn"), []byte("postgres://reader:made-up@127.0.0.1:1/ledger"), 0o600))
	assert.Equal(t, "ok    1 of the 1 reports of your own fit their sources.\n", prepared(t, folder))
}
