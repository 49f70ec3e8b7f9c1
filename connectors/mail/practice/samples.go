package practice

import (
	"bytes"
	"fmt"
	"time"
)

// vendors are those of the sample company.
func vendors() map[string]Vendor {
	return map[string]Vendor{
		"lumen":  {"Lumen Office GmbH", "Lindenallee 4", "50667 Köln", "DE", "DE298765435", "DE17370400440532913001", "rechnung@lumen-office.example", "de", "EUR", 19},
		"corvin": {"Atelier Corvin SARL", "18 rue des Tilleuls", "69002 Lyon", "FR", "FR19812345676", "FR7630006000011234567890189", "factures@atelier-corvin.example", "fr", "EUR", 20},
		"ferro":  {"Ferro Macchine S.r.l.", "Via dell'Industria 31", "25121 Brescia", "IT", "IT09123450018", "IT60X0542811101000000123456", "fatture@ferro-macchine.example", "it", "EUR", 22},
		"wit":    {"Drukkerij De Wit B.V.", "Keizersgracht 210", "1016 DX Amsterdam", "NL", "NL854123015B01", "NL91ABNA0417164300", "facturen@drukkerij-dewit.example", "nl", "EUR", 21},
		"north":  {"Northgate Couriers Ltd", "7 Quay Street", "Bristol BS1 4QA", "GB", "GB781234532", "GB29NWBK60161331926819", "accounts@northgate.example", "en", "GBP", 20},
		"vega":   {"Suministros Vega S.L.", "Calle Mayor 88", "28013 Madrid", "ES", "ESB66123456", "ES9121000418450200051332", "facturas@suministros-vega.example", "es", "EUR", 21},
	}
}

// otherIBAN is a valid account that belongs to no vendor.
const otherIBAN = "DE12100500000754321987"

// Samples are the mails of the sample company's mailbox, as of a day: invoices
// in six languages, and everything that should make somebody look twice.
func Samples(today time.Time) []Letter {
	v := vendors()
	bill := func(vendor, number string, ago int, items ...Item) Bill {
		day := today.AddDate(0, 0, -ago)
		return Bill{Vendor: v[vendor], Number: number, Day: day, Due: day.AddDate(0, 0, 30), Items: items}
	}
	lumen := bill("lumen", "RE-2291", 3, Item{"Bürostuhl Linea", 4, 28900}, Item{"Lieferung", 1, 4900})
	corvin := bill("corvin", "F-2026-118", 4, Item{"Esquisses du catalogue", 1, 148000})
	moved := bill("corvin", "F-2026-121", 1, Item{"Retouches", 6, 9500})
	moved.IBAN = otherIBAN
	faces := bill("lumen", "RE-2304", 1, Item{"Schreibtisch Nord", 2, 64000})
	faces.Page = func(b *Bill) { b.Items = []Item{{"Schreibtisch Nord", 2, 69000}} }
	forged := bill("lumen", "RE-9917", 0, Item{"Toner", 40, 8900})
	forged.IBAN = otherIBAN
	letters := []Letter{
		letter(lumen, "Ihre Rechnung", "Guten Tag, anbei unsere Rechnung.", Attachment{"Rechnung RE-2291.pdf", lumen.PDF(true)}),
		letter(corvin, "Votre facture", "Bonjour, veuillez trouver ci-joint notre facture.", Attachment{"facture.pdf", corvin.PDF(false)}),
	}
	for _, b := range []Bill{
		bill("wit", "2026-0456", 5, Item{"Catalogus, 500 exemplaren", 1, 212000}),
		bill("north", "NC-48810", 2, Item{"Same-day courier", 3, 4150}),
		bill("vega", "A-0077", 6, Item{"Papel reciclado", 20, 1290}, Item{"Sobres", 10, 640}),
	} {
		letters = append(letters, letter(b, b.Number, "", Attachment{b.Number + ".pdf", b.PDF(false)}))
	}
	ferro := bill("ferro", "118/2026", 7, Item{"Sega per pannelli", 1, 934426})
	letters = append(letters, letter(ferro, "Fattura 118/2026", "In allegato XML e PDF.", Attachment{"118-2026.xml", ferro.XML()}, Attachment{"118-2026.pdf", ferro.PDF(false)}))
	two := bill("north", "NC-48902", 1, Item{"Pallet to Hamburg", 1, 21800})
	three := bill("north", "NC-48903", 1, Item{"Return of pallets", 4, 1900})
	letters = append(letters,
		letter(two, "Two invoices", "Both attached.", Attachment{"NC-48902.pdf", two.PDF(false)}, Attachment{"NC-48903.pdf", three.PDF(false)}),
		letter(moved, "Facture et nouveau compte bancaire", "Notre banque a changé.", Attachment{"facture.pdf", moved.PDF(false)}),
		letter(faces, "Rechnung RE-2304", "", Attachment{"RE-2304.pdf", faces.PDF(true)}),
		again(letter(lumen, "WG: Ihre Rechnung", "Haben Sie unsere Rechnung erhalten?", Attachment{"Rechnung RE-2291.pdf", lumen.PDF(true)})),
		fake(letter(forged, "Mahnung: Rechnung RE-9917", "Bitte sofort zahlen.", Attachment{"RE-9917.pdf", forged.PDF(false)})),
		letter(corvin, "Facture (archive)", "", Attachment{"factures.zip", []byte("PK\x03\x04 not an archive")}),
		Letter{Name: "Design Weekly", Address: "news@design-weekly.example", Subject: "Ten chairs we love", Text: "Read more on our site.", Day: today},
		letter(bill("vega", "", 0), "Factura dañada", "", Attachment{"factura.pdf", bytes.Repeat([]byte("%PDF-1.7 broken "), 40)}))
	return letters
}

// letter is the mail with which a vendor sends something.
func letter(b Bill, subject, text string, files ...Attachment) Letter {
	return Letter{Name: b.Name, Address: b.Mail, Subject: subject, Text: text, Day: b.Day, Files: files}
}

// again is the same under another Message-ID.
func again(l Letter) Letter {
	l.Again = fmt.Sprintf("again %s", l.Subject)
	return l
}

// fake is a mail whose sender is somebody else.
func fake(l Letter) Letter {
	l.Forged = true
	return l
}
