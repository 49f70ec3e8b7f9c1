package catalogue_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/catalogue"
	"factotum/automations/form"
)

// company is a made-up company for the tests of this package.
func company() catalogue.Company {
	options := []form.Option{{Value: "sales", Label: "Sales"}, {Value: "eng", Label: "Engineering"}}
	return catalogue.Company{
		Name: "Sample Ltd", Currency: "EUR", RatesBy: "finance", Fallback: "director",
		Options: map[string][]form.Option{"cost_centres": options},
		Teams:   []string{"payables", "procurement", "it"},
	}
}

func TestTheBuiltInKindsCompile(t *testing.T) {
	t.Parallel()
	files, err := catalogue.Builtin()
	require.NoError(t, err)
	c, problems := catalogue.Load(company(), files, nil)
	require.Empty(t, problems)
	var keys []string
	for _, k := range c.Kinds() {
		keys = append(keys, k.Key)
	}
	assert.Equal(t, []string{"access", "expense", "leave", "vendor", "purchase"}, keys)
}
