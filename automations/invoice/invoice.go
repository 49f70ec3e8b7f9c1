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
	Payee          Field = "payee"           // BT-59, where somebody else than the seller gets the money
	Buyer          Field = "buyer"           // BT-44
	BuyerVAT       Field = "buyer_vat"       // BT-48
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
// value, a sum that was not found is "". Amounts keep the sign that the document
// prints: a credit note of 100.00 may say 100.00 or -100.00.
type Invoice struct {
	Kind        Kind
	Values      map[Field]Value
	Sums        Sums
	Lines       []Line
	Allowances  []Allowance
	Taxes       []Tax
	Accounts    []Account // where the money may be sent, the first one preferred
	Collected   bool      // the seller collects or has got the money (direct debit, card): nothing is to be transferred
	Discounts   []Discount
	Warnings    []string     // sentences for the person who looks at it
	Differences []Difference // what the page of a hybrid invoice prints otherwise than its XML
}

// Sums are the totals of BG-22 that are no field of the header.
type Sums struct {
	Lines      string `json:"lines,omitempty"`      // BT-106
	Allowances string `json:"allowances,omitempty"` // BT-107
	Charges    string `json:"charges,omitempty"`    // BT-108
	Prepaid    string `json:"prepaid,omitempty"`    // BT-113
	Rounding   string `json:"rounding,omitempty"`   // BT-114
	Payable    string `json:"payable,omitempty"`    // BT-115, what is left to pay
}

// Line is a position of an invoice (BG-25). Amounts and quantities are decimal
// strings; what the document does not say is "".
type Line struct {
	Text          string `json:"text"`
	Quantity      string `json:"quantity,omitempty"`
	Unit          string `json:"unit,omitempty"`
	UnitPrice     string `json:"unit_price,omitempty"`
	PriceQuantity string `json:"price_quantity,omitempty"` // how many units that price is for (BT-149), "" for one
	Adjustment    string `json:"adjustment,omitempty"`     // charges of the line less its allowances
	Net           string `json:"net,omitempty"`
	TaxRate       string `json:"tax_rate,omitempty"` // percent
}

// Allowance is what is taken off the sum of the lines, or put on top of it
// (BG-20, BG-21). Its amount has no sign.
type Allowance struct {
	Charge  bool   `json:"charge"`
	Reason  string `json:"reason,omitempty"`
	Amount  string `json:"amount"`
	TaxRate string `json:"tax_rate,omitempty"` // percent
}

// Tax is the tax of one category and rate (BG-23).
type Tax struct {
	Category string `json:"category,omitempty"` // UNCL5305: S, Z, E, AE, K, G, O, …
	Rate     string `json:"rate,omitempty"`     // percent
	Base     string `json:"base,omitempty"`
	Amount   string `json:"amount,omitempty"`
}

// Account is one that the money may be sent to (BG-17). Number is an IBAN or,
// where there is none, the number that the seller's bank uses.
type Account struct {
	Number string `json:"number"`
	Holder string `json:"holder,omitempty"`
	BIC    string `json:"bic,omitempty"`
}

// Discount is what may be taken off for paying early (Skonto).
type Discount struct {
	Days    int    `json:"days,omitempty"`    // after the date of the invoice, where the document counts them
	Until   string `json:"until,omitempty"`   // the last day, ISO 8601
	Percent string `json:"percent,omitempty"` // of Base, or of the gross where there is none
	Base    string `json:"base,omitempty"`
	Amount  string `json:"amount,omitempty"` // where the document states it
}
