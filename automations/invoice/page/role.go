package page

// role is what a label says about the value that it stands beside.
type role string

// Every role of the vocabulary. What is asked of none of them still matters: a
// value that belongs to another label is not a candidate.
const (
	titleRole   role = "title"   // calls the document an invoice
	creditRole  role = "credit"  // a credit note
	receiptRole role = "receipt" // a receipt
	otherRole   role = "other"   // a document that asks for no payment

	numberRole   role = "number"
	issuedRole   role = "issued"
	dueRole      role = "due"
	movedRole    role = "moved" // a date of something else
	orderRole    role = "order"
	origRole     role = "orig" // the invoice that a credit note corrects
	refRole      role = "ref"  // any other reference
	termsRole    role = "terms"
	skontoRole   role = "skonto" // a date or amount of early payment
	currencyRole role = "currency"

	grossRole     role = "gross"
	totalRole     role = "total"   // net, gross or due: the sums tell
	payableRole   role = "payable" // after prepayments and earlier balances
	netRole       role = "net"
	subtotalRole  role = "subtotal"
	taxRole       role = "tax"
	baseRole      role = "base"
	paidRole      role = "paid"
	earlierRole   role = "earlier"
	extraRole     role = "extra" // shipping and other charges
	cutRole       role = "cut"   // discounts and withheld tax
	roundRole     role = "round"
	tipRole       role = "tip"
	payRole       role = "pay" // means of payment on a receipt
	changeRole    role = "change"
	carryRole     role = "carry" // a sum carried over to the next page
	inclRole      role = "incl"
	exclRole      role = "excl"
	grosswordRole role = "grossword"
	amountRole    role = "amount"

	sellerRole role = "seller"
	buyerRole  role = "buyer"
	shipRole   role = "ship"
	nameRole   role = "name"
	vatRole    role = "vat"
	taxnoRole  role = "taxno"
	ibanRole   role = "iban"
	debitRole  role = "debit" // the account that is charged is not the seller's

	columnRole     role = "column"
	qtyRole        role = "qty"
	unitRole       role = "unit"
	priceRole      role = "price"
	lineamountRole role = "lineamount"
	rateRole       role = "rate"
)
