package page_test

// tongue is how a country prints an invoice. Every slice holds spellings that its
// invoices use; one is drawn for each document.
type tongue struct {
	code, country, currency string
	sign                    []string // of the currency; with a blank in front it stands behind the amount
	group, point            string
	dates                   []string // layouts of time.Format, or "long" with the months below
	months                  []string
	rates                   []int // hundredths of a percent
	vatForm                 string
	ibanForm                string
	sellers, buyers         []string
	streets, towns          []string
	goods                   []string
	words                   map[string][]string
}

// spellings is the order of the words in the tables below.
var spellings = []string{
	"title", "number", "date", "due", "order", "customer", "buyer", "seller", "vat", "qty", "text", "price", "rate", "amount",
	"subtotal", "net", "tax", "gross", "payable", "paid", "terms", "credit", "orig", "receipt", "total", "cash", "change", "card",
	"from", "creditnumber", "delivery", "quote", "confirmation", "note", "reminder", "base", "carry", "earlier",
}

func words(rows ...[]string) map[string][]string {
	out := map[string][]string{}
	for i, key := range spellings {
		out[key] = rows[i]
	}
	return out
}

func tongues() []tongue {
	return append(append(north(), south()...), []tongue{
		{
			code: "de", country: "DE", currency: "EUR", sign: []string{" €", " EUR", "€ "}, group: ".", point: ",",
			dates: []string{"02.01.2006", "2.1.2006", "long", "02.01.06"}, rates: []int{1900, 700},
			months:  []string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"},
			vatForm: "DE#########", ibanForm: "DE??##################",
			sellers: []string{"Brandner Werkzeugbau GmbH", "Lichtblick Elektro e.K.", "Nordwall Logistik GmbH & Co. KG", "Hofgut Sommerau KG", "Tischlerei Anton Reuter"},
			buyers:  []string{"Kastanien Verlag AG", "Ostmark Hausverwaltung GmbH", "Gemeinde Altenried"},
			streets: []string{"Lindenallee 14", "Am Mühlbach 3", "Bahnhofstr. 112"}, towns: []string{"80331 München", "04109 Leipzig", "26721 Emden"},
			goods: []string{"Schrauben M8 verzinkt", "Montage vor Ort", "Wartungsvertrag Quartal", "Holzplatte 22 mm", "Fracht und Verpackung"},
			words: words(
				[]string{"Rechnung", "RECHNUNG", "Schlussrechnung"}, []string{"Rechnungsnummer", "Rechnungs-Nr.", "Rechnung Nr.", "Beleg-Nr."},
				[]string{"Rechnungsdatum", "Datum", "Ausstellungsdatum"}, []string{"Fällig am", "Zahlbar bis", "Fälligkeit"},
				[]string{"Bestellnummer", "Ihre Bestellung", "Auftrags-Nr."}, []string{"Kundennummer", "Kunden-Nr."},
				[]string{"Rechnungsempfänger", "Rechnung an", "Kunde"}, []string{"Rechnungssteller", "Verkäufer"},
				[]string{"USt-IdNr.", "USt-ID", "Umsatzsteuer-ID"}, []string{"Menge", "Anzahl"}, []string{"Bezeichnung", "Beschreibung", "Leistung"},
				[]string{"Einzelpreis", "Preis", "EP"}, []string{"MwSt", "USt. %"}, []string{"Betrag", "Gesamtpreis", "Summe"},
				[]string{"Zwischensumme", "Warenwert"}, []string{"Nettobetrag", "Summe netto", "Gesamt netto", "Rechnungsbetrag netto"},
				[]string{"MwSt.", "zzgl. % MwSt.", "Umsatzsteuer %", "USt. %"}, []string{"Gesamtbetrag", "Rechnungsbetrag", "Bruttobetrag", "Gesamtsumme brutto", "Summe inkl. MwSt."},
				[]string{"Zahlbetrag", "Noch zu zahlen", "Offener Betrag"}, []string{"Anzahlung", "Bereits bezahlt", "abzgl. Anzahlung"},
				[]string{"Zahlbar innerhalb von $ Tagen ohne Abzug.", "Zahlungsziel: $ Tage netto"}, []string{"Gutschrift", "Rechnungskorrektur"},
				[]string{"zu Rechnung Nr.", "Ursprungsrechnung"}, []string{"Quittung", "Kassenbon", "Bon-Nr."}, []string{"SUMME", "Gesamt", "TOTAL", "Summe EUR"},
				[]string{"BAR", "Gegeben"}, []string{"Rückgeld", "Zurück"}, []string{"EC-Karte", "Girocard", "Kartenzahlung"}, []string{"vom"},
				[]string{"Gutschrift Nr.", "Gutschriftsnummer"}, []string{"Lieferdatum", "Leistungsdatum"}, []string{"Angebot", "Kostenvoranschlag"},
				[]string{"Auftragsbestätigung"}, []string{"Lieferschein"}, []string{"Zahlungserinnerung", "2. Mahnung"}, []string{"Nettobetrag", "Bemessungsgrundlage"},
				[]string{"Übertrag"}, []string{"Saldovortrag"}),
		},
		{
			code: "en-US", country: "US", currency: "USD", sign: []string{"$", "$", " USD"}, group: ",", point: ".",
			dates: []string{"01/02/2006", "1/2/2006", "January 2, 2006", "Jan 2, 2006", "2006-01-02"}, rates: []int{825, 600, 725},
			sellers: []string{"Ridgeline Supply Co.", "Bluewater Analytics, Inc.", "Maple Hardware LLC", "Sunset Landscaping", "Copper Kettle Diner"},
			buyers:  []string{"Granite Peak Homes", "Foxglove Media LLC", "Lakeshore Dental Group"},
			streets: []string{"418 Juniper Ave", "77 Harbor Blvd, Suite 210", "1905 Elm Street"}, towns: []string{"Boise, ID 83702", "Austin, TX 78701", "Portland, OR 97205"},
			goods: []string{"Consulting, on site", "Team plan", "Galvanized bolts 3/8", "Paint, interior 1 gal", "Delivery, two pallets"},
			words: words(
				[]string{"INVOICE", "Invoice"}, []string{"Invoice #", "Invoice No.", "Invoice Number", "INVOICE NO"}, []string{"Invoice Date", "Date", "Date of issue"},
				[]string{"Due Date", "Payment due", "Date due"}, []string{"P.O. Number", "PO #", "Purchase Order"}, []string{"Customer ID", "Account Number"},
				[]string{"Bill To", "BILL TO", "Sold To", "Billed to"}, []string{"From", "Remit to"}, []string{"Tax ID"}, []string{"Qty", "Quantity", "Hours"},
				[]string{"Description", "Item"}, []string{"Unit Price", "Rate", "Price"}, []string{"Tax"}, []string{"Amount", "Line Total", "Total"},
				[]string{"Subtotal", "Sub-total", "SUBTOTAL"}, []string{"Subtotal"}, []string{"Sales Tax", "Tax (%)", "Sales tax %", "TAX"}, []string{"Total", "TOTAL", "Invoice Total", "Grand Total"},
				[]string{"Amount Due", "Balance Due", "Total Due"}, []string{"Deposit", "Payments", "Less deposit", "Amount Paid"},
				[]string{"Net $", "Payment is due within $ days.", "Terms: Net $"}, []string{"Credit Memo", "CREDIT MEMO"}, []string{"Original Invoice", "Applies to invoice"},
				[]string{"RECEIPT", "Receipt #", "Check #"}, []string{"TOTAL", "Total", "Amount"}, []string{"CASH", "Cash"}, []string{"CHANGE", "Change Due"}, []string{"VISA", "MASTERCARD", "Debit"},
				[]string{"dated"}, []string{"Credit Memo #"}, []string{"Ship Date", "Service period"}, []string{"QUOTE", "Estimate"}, []string{"Order Confirmation", "Sales Order"},
				[]string{"Packing Slip", "Delivery Note"}, []string{"Payment Reminder", "Statement of Account"}, []string{"Taxable amount"}, []string{"Carried forward"}, []string{"Previous balance", "Balance forward"}),
		},
		{
			code: "en-GB", country: "GB", currency: "GBP", sign: []string{"£", "£", "GBP "}, group: ",", point: ".",
			dates: []string{"02/01/2006", "2 January 2006", "02 Jan 2006", "2/1/2006"}, rates: []int{2000, 500},
			vatForm: "GB#########", ibanForm: "GB??ABCD##############",
			sellers: []string{"Thistle & Moor Ltd", "Brackenfield Joinery Limited", "Peel Street Print LLP", "The Copper Lantern", "Wharfedale Foods plc"},
			buyers:  []string{"Aldous Coffee Roasters", "Hartley Schools Trust", "Penrose Hotels Ltd"},
			streets: []string{"Unit 7, Mill Lane", "22 Castle Road", "3 The Shambles"}, towns: []string{"Leeds LS1 4AP", "Otley LS21 3AB", "Bath BA1 1UA"},
			goods: []string{"Oak worktop 2400 mm", "Fitting, per day", "Site survey", "Printed leaflets A5", "Carriage"},
			words: words(
				[]string{"VAT INVOICE", "Invoice", "TAX INVOICE"}, []string{"Invoice No", "Invoice number", "Invoice ref"}, []string{"Tax point", "Invoice date", "Date"},
				[]string{"Payment due by", "Due date", "Due"}, []string{"Your order", "PO number", "Your ref"}, []string{"Account no", "Customer no"}, []string{"Invoice to", "To:", "Bill to"},
				[]string{"From:", "Supplier"}, []string{"VAT Reg No", "VAT No", "VAT registration number"}, []string{"Qty", "Units"}, []string{"Description", "Details"},
				[]string{"Unit price", "Each"}, []string{"VAT %", "VAT rate"}, []string{"Net £", "Amount", "Total ex VAT"}, []string{"Goods total", "Subtotal"}, []string{"Net total", "Total net", "Total excl. VAT", "Net amount"},
				[]string{"VAT", "VAT @ %", "Total VAT", "VAT (%)"}, []string{"Invoice total", "Total inc. VAT", "Total including VAT", "Gross total", "TOTAL"}, []string{"Amount due", "Balance due", "Total to pay"},
				[]string{"Less deposit", "Paid", "Payments received"}, []string{"Payment within $ days of invoice date.", "Terms: $ days net", "Strictly $ days"}, []string{"Credit Note", "CREDIT NOTE"},
				[]string{"Original invoice no", "Against invoice"}, []string{"RECEIPT", "Receipt no", "VAT RECEIPT"}, []string{"TOTAL", "Total", "TOTAL GBP"}, []string{"CASH", "Cash tendered"}, []string{"CHANGE", "Change due"},
				[]string{"CONTACTLESS", "VISA DEBIT", "Card"}, []string{"dated"}, []string{"Credit note no"}, []string{"Delivery date", "Date of supply"}, []string{"Quotation", "Estimate"}, []string{"Order Confirmation", "Order acknowledgement"},
				[]string{"Delivery Note", "Despatch note"}, []string{"Payment reminder", "Statement of account"}, []string{"Net", "Goods"}, []string{"Carried forward"}, []string{"Balance brought forward", "Previous balance"}),
		},
	}...)
}
