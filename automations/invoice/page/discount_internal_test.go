package page

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/automations/invoice"
)

func TestADiscountForPayingEarlyIsRead(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]invoice.Discount{
		"Payable within 30 days net, 2 % discount within 10 days.":                 {Days: 10, Percent: "2"},
		"30 days net, 2% discount within 10 days":                                  {Days: 10, Percent: "2"},
		"10 days 2 % discount, 30 days net":                                        {Days: 10, Percent: "2"},
		"10 Tage 2 % Skonto 30 Tage netto":                                         {Days: 10, Percent: "2"},
		"Terms: 2% 10, net 30":                                                     {Days: 10, Percent: "2"},
		"Terms: 2/10 n/30":                                                         {Days: 10, Percent: "2"},
		"2 % Skonto innerhalb 10 Tagen":                                            {Days: 10, Percent: "2"},
		"Bei Zahlung innerhalb von 14 Tagen gewähren wir 2,50 % Skonto.":           {Days: 14, Percent: "2.5"},
		"Escompte de 1,5 % pour paiement sous 8 jours":                             {Days: 8, Percent: "1.5"},
		"Sconto 3% per pagamento entro 15 giorni":                                  {Days: 15, Percent: "3"},
		"Descuento pronto pago 2 % a 10 días":                                      {Days: 10, Percent: "2"},
		"2 % korting bij betaling binnen 8 dagen":                                  {Days: 8, Percent: "2"},
		"Kassa-alennus 2 % 7 päivää":                                               {Days: 7, Percent: "2"},
		"1,5 % interest is due after 30 days. 2 % discount if paid within 10 days": {Days: 10, Percent: "2"},
	} {
		assert.Equal(t, []invoice.Discount{want}, typed(false, text).discounts("2026-12-01"), text)
	}
	assert.Equal(t, []invoice.Discount{{Days: 10, Percent: "2"}}, typed(false, "We grant 2 % discount if paid", "within 10 days.").discounts("2026-12-01"))
	assert.Equal(t, []invoice.Discount{{Until: "2026-12-15", Percent: "2"}}, typed(false, "2 % Skonto bis 15.12.2026").discounts("2026-12-01"))
	assert.Equal(t, []invoice.Discount{{Until: "2026-12-15", Percent: "2.5"}}, typed(false, "Discount of 2.5% if paid by 15 December 2026").discounts("2026-12-01"))
	for _, text := range []string{
		"2 % Skonto auf Rechnungen bis 30.11.2026", "30 % Rabatt bis 15.12.2026", "2 % Skonto 10.12.2026 15.12.2026", "8 % Zinsen nach 30 Tagen", "Payable within 30 days", "VAT 19 % 152.00", "1.5 % interest per month after 30 days",
		"Discount 10 %", "2/10/2026 net 30", "50 % discount within 10 days", "12/10 net amount 30",
	} {
		assert.Empty(t, typed(false, text).discounts("2026-12-01"), text)
	}
}
