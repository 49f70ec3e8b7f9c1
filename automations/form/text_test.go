package form_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/automations/form"
)

func TestASentenceBeginsWithACapitalButNoAddressIsChanged(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                            "",
		"printer is broken":           "Printer is broken",
		"élan":                        "Élan",
		"ana@client.example is stuck": "ana@client.example is stuck",
		"shop.example/cart fails":     "shop.example/cart fails",
	} {
		assert.Equal(t, want, form.Capital(text))
	}
}
