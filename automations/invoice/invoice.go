// Package invoice owns what an invoice, a credit note or a receipt says: its
// fields with where each was read and how sure that is, its lines and taxes,
// and the arithmetic that has to hold among them (EN 16931). It must not know
// how a document is taken apart, nor vendors, mail, Slack or storage.
package invoice

// Kind tells what a document is.
type Kind string

// Every kind of document that asks for money or proves that it was paid.
const (
	Bill       Kind = "invoice"
	CreditNote Kind = "credit_note"
	Receipt    Kind = "receipt"
)

// Field names a value of the header. The names are those of the output of
// `factotum read`; in brackets the business term of EN 16931.
type Field string

// Every field of the header.
const (
	Number         Field = "number"          // BT-1
	IssueDate      Field = "issue_date"      // BT-2, ISO 8601
	DueDate        Field = "due_date"        // BT-9, ISO 8601
	Currency       Field = "currency"        // BT-5, ISO 4217
	TotalNet       Field = "total_net"       // BT-109
	TotalTax       Field = "total_tax"       // BT-110
	TotalGross     Field = "total_gross"     // BT-112, before prepayments
	Seller         Field = "seller"          // BT-27
	SellerVAT      Field = "seller_vat"      // BT-31
	IBAN           Field = "iban"            // BT-84
	Buyer          Field = "buyer"           // BT-44
	OrderReference Field = "order_reference" // BT-13
	PaymentTerms   Field = "payment_terms"   // BT-20
)

// Source tells where a value was read.
type Source string

// Every source, the most certain first.
const (
	Person Source = "person" // somebody corrected or confirmed it
	XML    Source = "xml"
	Text   Source = "text" // the text layer of a page, or a file of plain text
	OCR    Source = "ocr"
)

// Value is what was read for a field, in one spelling whatever the document
// prints: dates as 2026-11-21, amounts as 1234.50 with a minus in front where
// there is one, currencies as EUR, IBAN and VAT id without blanks.
type Value struct {
	Text      string
	Source    Source
	Uncertain bool        // a person is to look at it before it counts
	Label     string      // what stood beside it, in the words of the page
	Others    []Candidate // what else it may be, the likeliest first
}

// Candidate is another value that the page prints for a field.
type Candidate struct {
	Text  string
	Label string
}

// Invoice is one document as it was read. A field that was not found has no
// value.
type Invoice struct {
	Kind     Kind
	Values   map[Field]Value
	Lines    []Line
	Taxes    []Tax
	Warnings []string // sentences for the person who looks at it
}

// Line is a position of an invoice (BG-25). Amounts and quantities are decimal
// strings; what the document does not say is "".
type Line struct {
	Text      string `json:"text"`
	Quantity  string `json:"quantity,omitempty"`
	Unit      string `json:"unit,omitempty"`
	UnitPrice string `json:"unit_price,omitempty"`
	Net       string `json:"net,omitempty"`
	TaxRate   string `json:"tax_rate,omitempty"` // percent
}

// Tax is the tax of one category and rate (BG-23).
type Tax struct {
	Category string `json:"category,omitempty"` // UNCL5305: S, Z, E, AE, K, G, O, …
	Rate     string `json:"rate,omitempty"`     // percent
	Base     string `json:"base,omitempty"`
	Amount   string `json:"amount,omitempty"`
}
