package dataset

import (
	"slices"
	"strings"

	"factotum/automations/form"
)

// meaning is what columns of tables are called that hold the same: in English,
// German, French, Italian, Spanish and Dutch, as squeezed gives them. The names of
// a type mean its only field, whatever that is called.
type meaning struct {
	of    form.Type // "": a column of these names is found by the name of its field only
	names string
}

func meanings() []meaning {
	return []meaning{
		{form.Email, "email mail mailaddress emailaddress mailadresse emailadresse courriel adresseemail adressemail adresseelectronique correo correoelectronico " +
			"postaelettronica indirizzoemail emailadres mailadres"},
		{form.Phone, "phone phonenumber phoneno telephone telephonenumber tel telno mobile mobilephone mobilenumber cell cellphone telefon telefonnummer telefonnr " +
			"handy handynummer mobil mobilnummer rufnummer numerodetelephone portable gsm telefono numeroditelefono cellulare numerodetelefono movil telefoon telefoonnummer mobiel"},
		{form.IBAN, "iban ibannumber ibannr bankaccount bankaccounts accountnumber bankverbindung bankkonto konto kontonummer compte comptebancaire coordonneesbancaires rib " +
			"conto contobancario coordinatebancarie cuenta cuentabancaria numerodecuenta rekening rekeningnummer bankrekening"},
		{form.VAT, "vat vatid vatno vatnr vatnumber vatregno vatregistration vatregistrationnumber taxid ustid ustidnr ustidnummer ust uid uidnummer " +
			"umsatzsteuerid umsatzsteueridentifikationsnummer mwstnr mwstnummer ntva numerotva numerodetva tvaintracommunautaire " +
			"partitaiva piva nif cif nifiva numerodeiva btw btwnummer btwnr btwid"},
		{form.URL, "website web url homepage internet webseite siteweb siteinternet sito sitoweb sitioweb paginaweb webpage"},
		{form.Date, "date datum data fecha jour dag tag day giorno dia"},
		{form.Money, "amount price total cost sum value betrag preis summe kosten wert gesamt montant prix somme cout valeur importo prezzo costo totale valore importe precio coste " +
			"bedrag prijs totaal waarde"},
		{"", "name fullname bezeichnung nom nomcomplet nome nombre nombrecompleto naam volledigenaam vollstandigername"},
		{"", "vendor vendors vendorname supplier suppliername company companyname organisation organization firm firma firmenname unternehmen lieferant lieferantenname kreditor " +
			"fournisseur entreprise societe raisonsociale fornitore azienda ditta societa ragionesociale proveedor empresa razonsocial leverancier bedrijf bedrijfsnaam boughtfrom"},
		{"", "costcentre costcenter cc kostenstelle kst centredecout centredecouts centrodicosto centrodecoste centrodecostes kostenplaats"},
		{"", "owner responsible responsibleperson verantwortlich verantwortlicher zustandig ansprechpartner " +
			"responsable responsabile " + //nolint:misspell // French, Spanish and Italian
			"eigenaar verantwoordelijke"},
		{"", "category kategorie categorie categoria"},
		{"", "note notes comment comments remark remarks bemerkung bemerkungen notiz notizen kommentar anmerkung anmerkungen remarque remarques commentaire commentaires " +
			"nota annotazioni osservazioni notas observaciones comentario comentarios opmerking opmerkingen"},
		{"", "model modell modele modello modelo"},
		{"", "country land pays paese pais"},
		{"", "code number no nr nummer numero kode codice codigo"},
		{"", "serialnumber serial serialno serialnr sn seriennummer seriennr numerodeserie numerodiserie serienummer"},
		{"", "paymentterms terms termsofpayment zahlungsziel zahlungsfrist zahlungsbedingungen delaidepaiement conditionsdepaiement terminidipagamento condicionesdepago plazodepago betalingstermijn"},
	}
}

// squeezed is how headings are compared: without case, marks and blanks.
func squeezed(name string) string {
	return strings.ReplaceAll(Fold(strings.ReplaceAll(name, "_", " ")), " ", "")
}

// meant is the path of the field that a heading means in other words; false where
// none is, or more than one may be.
func (d Dataset) meant(heading string) (string, bool) {
	name := squeezed(heading)
	for _, m := range meanings() {
		names := strings.Fields(m.names)
		if !slices.Contains(names, name) {
			continue
		}
		called := func(f form.Field) bool {
			all := append([]string{f.Key, f.Label}, d.Also[f.Key]...)
			return slices.ContainsFunc(all, func(name string) bool { return slices.Contains(names, squeezed(name)) })
		}
		if paths := d.holding(called); len(paths) > 0 {
			return paths[0], len(paths) == 1
		}
		if paths := d.holding(func(f form.Field) bool { return m.of != "" && f.Type == m.of }); len(paths) > 0 {
			return paths[0], len(paths) == 1
		}
		if labels := d.Labels(); slices.Contains(names, squeezed(d.One)) && len(labels) == 1 { // a vendor's own name
			return labels[0], true
		}
	}
	return "", false
}

// holding are the paths of columns for whose fields something holds.
func (d Dataset) holding(holds func(form.Field) bool) []string {
	return slices.DeleteFunc(d.Paths(), func(path string) bool {
		field, _ := d.Form.Field(path)
		return field.Compute != "" || !holds(field)
	})
}
