package catalogue_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/catalogue"
	"factotum/automations/form"
)

func TestKindsAndDatasetsAreCalled(t *testing.T) {
	t.Parallel()
	builtin, err := catalogue.Builtin()
	require.NoError(t, err)
	c, _ := catalogue.Load(catalogue.Company{
		Name: "Sample Ltd", Currency: "EUR", Fallback: "director", RatesBy: "finance", Teams: []string{"it", "payables", "procurement"},
		Options: map[string][]form.Option{"cost_centres": {{Value: "1", Label: "1"}}},
	}, builtin, nil)
	for word, want := range map[string][]string{
		"expense": {"expense"}, "Reimbursement": {"expense"}, "mail": {"mail"}, "VENDORS": {"vendors"}, "zeppelin": nil, "": nil,
	} {
		assert.Equal(t, want, c.Called(word), word)
	}
}
