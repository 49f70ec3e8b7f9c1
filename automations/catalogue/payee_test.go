package catalogue_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/form"
	"factotum/automations/invoice"
)

func TestWhoGetsTheMoney(t *testing.T) {
	t.Parallel()
	c := builtin(t)
	for key, path := range map[string]string{"expense": "lines.merchant", "invoice": "vendor", "purchase": "vendor", "leave": ""} {
		kind, err := c.Kind(key)
		require.NoError(t, err)
		assert.Equal(t, path, kind.Payee(), key)
		assert.Equal(t, key == "purchase", kind.Orders(), key)
	}
	kind, err := c.Kind("invoice")
	require.NoError(t, err)
	assert.Equal(t, "due_date", kind.ReadAs(invoice.DueDate))
	assert.Empty(t, kind.ReadAs(invoice.Buyer))
}

func TestChoicesOfAForm(t *testing.T) {
	t.Parallel()
	kind, err := builtin(t).Kind("expense")
	require.NoError(t, err)
	labels := map[string]string{}
	kind.Choices(func(key string, o form.Option) { labels[key+" "+o.Value] = o.Label })
	assert.Equal(t, "My own money", labels["paid_with own"])
	assert.Equal(t, "Hotel and lodging", labels["category lodging"])
}
