package e2e

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// shipped is a report of the company's own over the file of its shop.
const shipped = `report: shipped
title: Shipped
subject: Sales
about: What the workshop has shipped, by country
source: shop
parameters:
  - {name: product, label: Only, type: text}
columns:
  - {name: country, title: Country}
  - {name: total, title: Total, type: money, currency: EUR}
readers: [finance, sales]
masked: [customer]
headline: total
chart: {form: bars, across: country, up: [total]}
sql: |
  SELECT region AS country, sum(cents) / 100.0 AS total, max(customer) AS customer
  FROM sold WHERE :product IS NULL OR product = :product GROUP BY 1 ORDER BY 2 DESC
`

func TestAReportOfTheCompanysOwn(t *testing.T) {
	t.Parallel()
	w := start(t, setup{company: func(folder string) {
		require.NoError(t, os.WriteFile(filepath.Join(folder, "reports", "shipped.yaml"), []byte(shipped), 0o600))
	}})
	// Whoever looks lets a second go by each time: the lease of a file is over before Slack answers.
	w.order("misbehave", map[string]any{"slow": 1, "slow_for_ms": 1500, "only": []string{"files.completeUploadExternal"}})
	m := w.Answered(mei, "shipped")
	assert.Contains(t, m.Words(), "Germany")
	assert.Contains(t, m.Words(), "••••")
	assert.NotContains(t, m.Words(), "Østhavn", "masked")
	assert.Equal(t, []string{"Shipped.csv", "Shipped.xlsx"}, w.inThread(mei, m))
	w.order("misbehave", map[string]any{"reset": true})
	whole := m.Words()

	m = w.Answered(mei, `shipped product="Oak table"`)
	assert.Contains(t, m.Words(), "Germany")
	assert.NotEqual(t, whole, m.Words())
	m = w.Answered(mei, `shipped product="x' OR '1'='1'; DELETE FROM sold; --"`)
	assert.NotContains(t, m.Words(), "Germany")
	assert.Equal(t, whole, w.Answered(mei, "shipped").Words(), "nothing was changed")

	w.As(ben).Command("/report shipped")
	w.As(ben).Sees("is for finance, sales only")
	assert.Empty(t, w.answers(ben))
}
