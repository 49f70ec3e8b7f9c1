package page

import (
	"slices"
	"strings"

	"factotum/automations/invoice"
)

// Reader reads pages. It holds the words that label values in every language it
// knows; it is safe for concurrent use.
type Reader struct{ words *vocabulary }

// New takes a few milliseconds: make one and keep it.
func New() *Reader { return &Reader{words: newVocabulary()} }

// Read returns what the pages say, and false where they are no invoice, credit
// note or receipt. What is not sure is marked so; nothing is guessed silently.
func (r *Reader) Read(d Document) (invoice.Invoice, bool) {
	s := newSheet(d, r.words)
	if len(s.lines) == 0 {
		return invoice.Invoice{}, false
	}
	s.readSums()
	s.mark()
	s.readDates()
	s.tabulate()
	paper := s.receipt()
	kind, ok := s.kind(s.headings(), paper)
	if !ok {
		return invoice.Invoice{}, false
	}
	rows := s.breakdown()
	lines, sum := s.goods()
	g := s.ledger(rows, sum)
	in := invoice.Invoice{Kind: kind, Values: map[invoice.Field]invoice.Value{}, Lines: lines, Taxes: breakdownOf(rows)}
	s.putSums(&in, &g)
	s.putFields(&in, paper)
	ok = s.worth(&in, &g)
	return in, ok
}

// worth tells whether enough was found to speak of an invoice: an amount to pay,
// and a number, a day or a seller of it.
func (s *sheet) worth(in *invoice.Invoice, g *ledger) bool {
	_, gross := in.Values[invoice.TotalGross]
	_, number := in.Values[invoice.Number]
	_, date := in.Values[invoice.IssueDate]
	if !gross {
		// A scan may lose its total and still be a receipt or an invoice.
		return number && date || s.scanned && (number || date && len(g.all) > 0)
	}
	return number || date || in.Kind == invoice.Receipt
}

func (s *sheet) put(in *invoice.Invoice, f invoice.Field, list []candidate, margin float64) {
	if v, ok := s.value(list, margin); ok {
		in.Values[f] = v
	}
}

func (s *sheet) putFields(in *invoice.Invoice, paper receipt) {
	receipt := in.Kind == invoice.Receipt
	numbers := s.numbers(in.Kind == invoice.CreditNote)
	s.put(in, invoice.Number, numbers, 0.6)
	issued, due := s.issued(receipt)
	s.put(in, invoice.IssueDate, settle(issued), 0.6)
	s.put(in, invoice.DueDate, s.payday(due, in), 0.6)
	inOrder(in)
	s.put(in, invoice.Currency, s.currencies(), 0.1)
	accounts := s.ibans()
	for _, c := range accounts {
		in.Accounts = append(in.Accounts, invoice.Account{Number: c.text})
	}
	s.put(in, invoice.IBAN, accounts, 0.5)
	vats, others := s.vats()
	s.put(in, invoice.SellerVAT, vats, 0.8)
	s.put(in, invoice.BuyerVAT, others, 0.5)
	s.put(in, invoice.Seller, s.judge(s.sellers(receipt || paper.sure()), vats, paper), 0.7)
	s.put(in, invoice.Buyer, s.buyers(in), 0.5)
	s.put(in, invoice.OrderReference, s.orders(), 0.5)
	s.put(in, invoice.PaymentTerms, s.terms(), 0)
	if !receipt {
		in.Discounts = s.discounts(in.Values[invoice.IssueDate].Text)
		s.several(in)
	}
}

// inOrder doubts both days where the invoice would be due before it was issued.
func inOrder(in *invoice.Invoice) {
	issued, due := in.Values[invoice.IssueDate], in.Values[invoice.DueDate]
	if due.Text == "" || issued.Text <= due.Text {
		return
	}
	issued.Uncertain, due.Uncertain = true, true
	in.Values[invoice.IssueDate], in.Values[invoice.DueDate] = issued, due
}

// settle drops unlabelled days where a labelled one is known, and doubts a single
// weak one.
func settle(list []candidate) []candidate {
	if len(list) == 0 {
		return nil
	}
	if list[0].score >= 2.5 {
		for i := range list[1:] {
			if list[i+1].score < 1.8 {
				list[i+1].score -= 1
			}
		}
	}
	list[0].doubtful = list[0].doubtful || list[0].score < 1.2
	return list
}

// vouched tells whether a name that was recognised in a picture stands there twice,
// or in an address of mail or the web: then its letters are right.
func (s *sheet) vouched(name string) bool {
	key := fold(name)
	for _, d := range s.domains() {
		if len(d) >= 4 && (strings.Contains(key, d) || strings.Contains(d, key)) {
			return true
		}
	}
	return s.mentions(key) > 1
}

// clear tells whether a name stands at the very top of a receipt and was recognised
// without doubt.
func (s *sheet) clear(p span, paper receipt) bool {
	l := &s.lines[p.line]
	if !paper.sure() || p.line > 1 || countLetters(l.text(p.from, p.to)) < 6 {
		return false
	}
	return !slices.ContainsFunc(l.words[p.from:p.to], func(w Word) bool { return w.Unsure })
}

// judge doubts a seller for whom little speaks.
func (s *sheet) judge(list, vats []candidate, paper receipt) []candidate {
	out := list[:0]
	for _, c := range list {
		if c.score > 0 {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return nil
	}
	score := out[0].score
	for _, v := range vats[:min(1, len(vats))] {
		if s.alike(out[0].at, v.at) && v.at.line-out[0].at.line <= 6 && v.at.line >= out[0].at.line {
			score++
		}
	}
	out[0].doubtful = score < 2.2 || s.scanned && !s.vouched(out[0].text) && !s.clear(out[0].at, paper)
	return out
}
