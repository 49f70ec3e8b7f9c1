package practice

import (
	"fmt"
	"strings"
	"time"
)

// Vendor is a made-up company that writes invoices.
type Vendor struct {
	Name, Street, City, Country string // the country as ISO 3166-1
	VAT, IBAN, Mail             string
	Tongue                      string // de, en, fr, it, es or nl
	Currency                    string
	Rate                        int // of its tax, in percent
}

// Bill is an invoice of a vendor.
type Bill struct {
	Vendor
	Number   string
	Day, Due time.Time
	Order    string // of the buyer; empty: none
	Items    []Item
	Page     func(*Bill) // what the page says otherwise than the XML; nil: the same
}

// Item is one position: a price in cents, and how many.
type Item struct {
	Text     string
	Quantity int
	Price    int64
}

// Net is without tax, in cents as Tax and Gross are.
func (b Bill) Net() (net int64) {
	for _, i := range b.Items {
		net += int64(i.Quantity) * i.Price
	}
	return net
}

// Tax is rounded to the cent.
func (b Bill) Tax() int64 { return (b.Net()*int64(b.Rate) + 50) / 100 }

// Gross is what is to be paid.
func (b Bill) Gross() int64 { return b.Net() + b.Tax() }

// words are what a page says in a tongue.
func words(tongue string) map[string]string {
	keys := []string{"title", "number", "day", "due", "order", "text", "quantity", "price", "sum", "net", "tax", "gross", "vat", "to"}
	table := map[string]string{
		"en": "Invoice|Invoice number|Invoice date|Due date|Your order|Description|Quantity|Unit price|Amount|Net total|VAT|Total due|VAT no.|Bill to",
		"de": "Rechnung|Rechnungsnummer|Rechnungsdatum|Fällig am|Ihre Bestellung|Beschreibung|Menge|Einzelpreis|Betrag|Nettobetrag|MwSt.|Gesamtbetrag|USt-IdNr.|Rechnung an",
		"fr": "Facture|Numéro de facture|Date de facture|Date d'échéance|Votre commande|Désignation|Quantité|Prix unitaire|Montant|Total HT|TVA|Total TTC|N° TVA|Facturé à",
		"it": "Fattura|Numero fattura|Data fattura|Scadenza|Vostro ordine|Descrizione|Quantità|Prezzo|Importo|Imponibile|IVA|Totale fattura|P. IVA|Cliente",
		"es": "Factura|Número de factura|Fecha de factura|Fecha de vencimiento|Su pedido|Descripción|Cantidad|Precio|Importe|Base imponible|IVA|Total factura|NIF|Cliente",
		"nl": "Factuur|Factuurnummer|Factuurdatum|Vervaldatum|Uw bestelling|Omschrijving|Aantal|Prijs|Bedrag|Totaal excl. btw|Btw|Totaal te betalen|Btw-nummer|Factuur aan",
	}
	said := map[string]string{}
	for i, word := range strings.Split(table[tongue], "|") {
		said[keys[i]] = word
	}
	return said
}

// amount writes cents as the tongue does.
func (b Bill) amount(cents int64) string {
	marks := map[string][2]string{"en": {",", "."}, "fr": {" ", ","}}
	m, ok := marks[b.Tongue]
	if !ok {
		m = [2]string{".", ","}
	}
	whole := fmt.Sprint(cents / 100)
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + m[0] + whole[at:]
	}
	return fmt.Sprintf("%s%s%02d", whole, m[1], cents%100)
}

func (b Bill) date(day time.Time) string {
	layouts := map[string]string{"en": "2 January 2006", "de": "02.01.2006", "nl": "02-01-2006"}
	layout, ok := layouts[b.Tongue]
	if !ok {
		layout = "02/01/2006"
	}
	return day.Format(layout)
}

// PDF is the invoice as a page, with its XML inside where that is wanted.
func (b Bill) PDF(withXML bool) []byte {
	var xml []byte
	if withXML {
		xml = b.XML()
	}
	if b.Page != nil {
		b.Page(&b)
	}
	return pdf(b.lines(), xml)
}

// lines print the invoice.
func (b Bill) lines() []line {
	w := words(b.Tongue)
	lines := []line{
		{56, 780, 16, true, b.Name},
		{56, 764, 9, false, b.Street + ", " + b.City},
		{56, 752, 9, false, w["vat"] + ": " + b.VAT},
		{56, 706, 9, true, w["to"]},
		{56, 692, 10, false, "Harbour & Pine GmbH"},
		{56, 679, 10, false, "Hafenstraße 12, 10437 Berlin"},
		{56, 630, 14, true, w["title"]},
	}
	y := 706.0
	field := func(label, value string) {
		lines = append(lines, line{340, y, 10, false, label + ":"}, line{450, y, 10, false, value})
		y -= 14
	}
	field(w["number"], b.Number)
	field(w["day"], b.date(b.Day))
	field(w["due"], b.date(b.Due))
	if b.Order != "" {
		field(w["order"], b.Order)
	}
	return append(lines, b.rows(w)...)
}

// rows are the positions, the sums, and where the money is to go.
func (b Bill) rows(w map[string]string) []line {
	var lines []line
	y := 600.0
	row := func(bold bool, cells ...string) {
		for i, x := range []float64{56, 320, 390, 480} {
			if i < len(cells) {
				lines = append(lines, line{x, y, 10, bold, cells[i]})
			}
		}
		y -= 16
	}
	row(true, w["text"], w["quantity"], w["price"], w["sum"])
	for _, i := range b.Items {
		row(false, i.Text, fmt.Sprint(i.Quantity), b.amount(i.Price), b.amount(int64(i.Quantity)*i.Price))
	}
	y -= 10
	row(false, "", "", w["net"], b.amount(b.Net())+" "+b.Currency)
	row(false, "", "", fmt.Sprintf("%s %d %%", w["tax"], b.Rate), b.amount(b.Tax())+" "+b.Currency)
	row(true, "", "", w["gross"], b.amount(b.Gross())+" "+b.Currency)
	return append(lines, line{56, 90, 9, false, b.Name + "   IBAN: " + b.IBAN})
}
