package catalogue

import (
	"maps"
	"slices"
	"strings"

	"factotum/automations/form"
	"factotum/automations/invoice"
	"factotum/automations/source"
)

// reads checks which fields are read from the files that the kind takes, and
// gives the value of the document by the key of the field.
func (r *reader) reads(f form.Form) map[string]invoice.Field {
	known := []string{
		string(invoice.Number), string(invoice.IssueDate), string(invoice.DueDate), string(invoice.TotalNet), string(invoice.TotalTax),
		string(invoice.TotalGross), string(invoice.Seller), string(invoice.SellerVAT), string(invoice.IBAN), string(invoice.Buyer),
		string(invoice.OrderReference), string(invoice.PaymentTerms),
	}
	typed := []form.Type{form.Text, form.Paragraph, form.Money, form.Date, form.IBAN, form.VAT}
	beside := r.in.Drop[:strings.LastIndexByte(r.in.Drop, '.')+1]
	all := map[string]invoice.Field{}
	for _, path := range slices.Sorted(maps.Keys(r.in.Reads)) {
		name, at := r.in.Reads[path], "reads."+path
		field, ok := f.Field(path)
		switch key, inGroup := strings.CutPrefix(path, beside); {
		case r.in.Drop == "":
			r.wrong(at, "nothing is read where no files are dropped: write drop: with the field that takes them")
		case !ok || !inGroup || strings.Contains(key, "."):
			r.wrong(at, "there is no field %q beside %s, from whose files it would be read", path, r.in.Drop)
		case !slices.Contains(typed, field.Type):
			r.wrong(at, "a field of type %s cannot be read from a document: name one of type text, money or date", field.Type)
		case !slices.Contains(known, name):
			r.wrong(at, "no document says %q%s", name, source.DidYouMean(name, known))
		case (field.Type == form.Money) != strings.HasPrefix(name, "total_") || (field.Type == form.Date) != strings.HasSuffix(name, "_date"):
			r.wrong(at, "%s does not fit a field of type %s", name, field.Type)
		default:
			all[key] = invoice.Field(name)
		}
	}
	return all
}
