package dataset_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/dataset"
	"factotum/automations/form"
)

func TestHeadingsInOtherWords(t *testing.T) {
	t.Parallel()
	f, problems := form.Compile([]form.Field{
		{Key: "name", Type: form.Text, Required: true},
		{Key: "vat_id", Label: "VAT id", Type: form.VAT},
		{Key: "accounts", Type: form.Lines, Fields: []form.Field{{Key: "iban", Label: "IBAN", Type: form.IBAN}}},
		{Key: "contact", Label: "E-mail for questions", Type: form.Email},
		{Key: "phone", Label: "Phone number for call-backs", Type: form.Phone},
		{Key: "cost_centre", Label: "Cost centre", Type: form.Text},
		{Key: "from", Type: form.Date},
		{Key: "until", Type: form.Date},
		{Key: "limit", Type: form.Money},
		{Key: "note", Type: form.Paragraph},
	}, nil)
	require.Empty(t, problems)
	vendors := dataset.Dataset{Key: "vendors", Title: "Vendors", One: "Vendor", Label: "name", Form: f}
	headings := map[string]string{
		"E-Mail": "contact", "Mail address": "contact", "Courriel": "contact", "Correo electrónico": "contact", "E-Mail-Adresse": "contact",
		"Tel.": "phone", "Telefon": "phone", "Phone number": "phone", "Téléphone": "phone", "Cellulare": "phone",
		"Firma": "name", "Company": "name", "Lieferant": "name", "Fournisseur": "name", "Ragione sociale": "name", "Bezeichnung": "name",
		"USt-IdNr.": "vat_id", "N° TVA": "vat_id", "Partita IVA": "vat_id", "BTW-nummer": "vat_id", "Bankverbindung": "accounts.iban", "Rekeningnummer": "accounts.iban",
		"Kostenstelle": "cost_centre", "Cost Center": "cost_centre", "Centro di costo": "cost_centre", "Betrag": "limit", "Bemerkungen": "note",
		"Datum": "", "Land": "", "Schuhgröße": "", // two days, no country, nothing at all
	}
	for heading, want := range headings {
		paths, _ := vendors.Columns([]string{heading})
		assert.Equal(t, want, paths[0], heading)
	}
	paths, missing := vendors.Columns(strings.Split("Firma,Name,Mail,E-Mail", ","))
	assert.Equal(t, []string{"", "name", "contact", ""}, paths, "its own name goes first, and no field has two columns")
	assert.Empty(t, missing)
	rows, mistakes := vendors.Read([]byte("Firma;Tel.\nLumen;+49 30 901820\n"), form.Context{})
	assert.Empty(t, mistakes)
	assert.Equal(t, "Lumen", rows[0].Values["name"].Text)
}
