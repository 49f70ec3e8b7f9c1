package dataset_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"factotum/automations/dataset"
	"factotum/automations/form"
)

// tools is a made-up dataset.
func tools(t *testing.T) dataset.Dataset {
	t.Helper()
	f, problems := form.Compile([]form.Field{
		{Key: "name", Label: "Name", Type: form.Text, Required: true},
		{Key: "also", Label: "Also called", Type: form.Lines, Fields: []form.Field{{Key: "name", Label: "Also called", Type: form.Text}}},
		{Key: "vat_id", Label: "VAT id", Type: form.VAT},
		{Key: "accounts", Label: "Bank accounts", Type: form.Lines, Fields: []form.Field{{Key: "iban", Label: "IBAN", Type: form.IBAN}, {Key: "number", Label: "Other account", Type: form.Text}}},
		{Key: "tags", Label: "Tags", Type: form.MultiSelect, Options: []form.Option{{Value: "a"}, {Value: "b"}}},
		{Key: "phone", Label: "Phone", Type: form.Phone, Required: true},
		{Key: "papers", Label: "Papers", Type: form.Upload},
	}, nil)
	require.Empty(t, problems)
	return dataset.Dataset{
		Key: "tools", Title: "Tools", Form: f, Label: "name", Unique: []string{"name", "vat_id"},
		Find: []string{"also.name", "accounts.iban", "gone"}, Material: []string{"accounts"},
	}
}

func now() time.Time { return time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC) }

func lumen() form.Values {
	return form.Values{
		"name": {Text: "Lumen Office GmbH"}, "vat_id": {Text: "DE136695976"}, "phone": {Text: "+4930901820"},
		"also":     {Lines: []form.Values{{"name": {Text: "The Lichtwerk"}}}},
		"accounts": {Lines: []form.Values{{"iban": {Text: "DE89370400440532013000"}}}},
	}
}
