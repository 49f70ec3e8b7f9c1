package automations_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/catalogue"
)

func TestClaimsOfOneCategoryAreRoutedByTheirSum(t *testing.T) {
	t.Parallel()
	o := setup(t)
	builtin, err := os.ReadFile("catalogue/kinds/expense.yaml")
	require.NoError(t, err)
	own := strings.NewReplacer("date: lines.date\n", "date: lines.date\nsum: {of: [lines.category], days: 30}\n", "when: amount.base", "when: together.base").Replace(string(builtin))
	o.Catalogue = ladders(t, nil, catalogue.File{Name: "kinds/expense.yaml", Body: []byte(own)})
	first := o.submit("300 EUR taxi yesterday")
	require.Len(t, first.Request.Steps, 1)
	o.wait(time.Hour)
	taken := o.submit("300 EUR taxi yesterday")
	assert.Len(t, taken.Request.Steps, 3, "600 EUR together")
	again := replayed(t, o, o.Catalogue, taken.Request.ID)
	assert.True(t, again.Same(), "a replay adds up too: %v", names(again.Would))
	assert.Len(t, replayed(t, o, ladders(t, nil), taken.Request.ID).Would, 1, "where nothing is added up, the manager alone")
	assert.Contains(t, taken.Request.Warnings[0].Say, "2 requests with “Category: Travel” within 30 days, 600.00 EUR together")
	_, err = o.Withdraw(o.ctx, o.who("ines"), o.id(), taken.Request.ID)
	require.NoError(t, err)
	o.wait(time.Hour)
	assert.Len(t, o.submit("150 EUR taxi yesterday").Request.Steps, 1, "what was taken back does not count")
	o.wait(31 * 24 * time.Hour)
	assert.Len(t, o.submit("300 EUR taxi yesterday").Request.Steps, 1, "nor what is longer ago")
}
