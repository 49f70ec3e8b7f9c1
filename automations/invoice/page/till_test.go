package page_test

import (
	"fmt"
	"strings"

	"factotum/automations/invoice"
)

// tills print receipts.
func tills() []layout {
	return []layout{{"till", till}, {"petrol", petrol}, {"cafe", cafe}, {"plain till", plainTill}}
}

func roll() *paper {
	p := newPaper(227, 600)
	p.mono = true
	return p
}

// centred sets a line in the middle of the roll.
func centred(p *paper, y, size float64, text string) { p.at(113-p.width(size, text)/2, y, size, text) }

// shop is the head of every receipt.
func shop(p *paper, b *bill) float64 {
	name := b.seller
	if b.rng.IntN(2) == 0 {
		name = strings.ToUpper(name)
	}
	centred(p, 30, 10, name)
	centred(p, 44, 8, b.street)
	centred(p, 55, 8, b.town)
	if line := b.vatLine(); line != "" && b.rng.IntN(4) > 0 {
		centred(p, 66, 8, line)
	} else {
		delete(b.truth, invoice.SellerVAT)
	}
	return 84
}

func row(p *paper, y float64, left, right string) float64 {
	p.at(14, y, 8, left)
	p.to(213, y, 8, right)
	return y + 11
}

// consumed makes the amounts of a receipt: prices hold their tax, except where
// tills add it.
func consumed(b *bill) {
	b.fill(1 + b.rng.IntN(4))
	b.net, b.tax = 0, 0
	for i := range b.sums {
		b.net += b.sums[i].base
		b.tax += b.sums[i].tax
	}
	b.gross = b.net + b.tax
}

func clock(b *bill) string { return fmt.Sprintf("%02d:%02d", 7+b.rng.IntN(14), b.rng.IntN(60)) }

// till: number, day and time, goods, total, cash and change, a table of taxes.
func till(b *bill) *paper {
	consumed(b)
	p := roll()
	y := shop(p, b)
	number := fmt.Sprint(1000 + b.rng.IntN(9000))
	b.truth[invoice.Number] = number
	y = row(p, y, b.w("receipt")+" "+number, "")
	y = row(p, y, b.day(b.issued), clock(b))
	y += 8
	for _, it := range b.items {
		y = row(p, y, it.text, b.plain(it.net+it.net*it.rate/10000))
	}
	y += 6
	y = row(p, y, b.w("total"), b.money(b.gross))
	given := (b.gross/1000 + 1) * 1000
	y = row(p, y, b.w("cash"), b.plain(given))
	y = row(p, y, b.w("change"), b.plain(given-b.gross))
	y += 6
	b.totalled()
	label := strings.TrimSpace(strings.NewReplacer("(%)", "", "%", "", "@", "", "zzgl.", "").Replace(b.w("tax")))
	for _, r := range b.sums {
		y = row(p, y, label+" "+b.rate(r.rate)+"  "+b.plain(r.base), b.plain(r.tax))
	}
	return p
}

// petrol: one line, net and tax below the total, paid by card.
func petrol(b *bill) *paper {
	b.rates = b.rates[:1]
	b.fill(1)
	p := roll()
	y := shop(p, b)
	delete(b.truth, invoice.Number)
	y = row(p, y, b.day(b.issued)+" "+clock(b), "")
	y = row(p, y+6, b.items[0].text, b.plain(b.gross))
	b.totalled()
	y = row(p, y+6, b.w("total"), b.money(b.gross))
	y = row(p, y, b.w("net"), b.plain(b.net))
	y = row(p, y, b.taxLabel(b.rates[0]), b.plain(b.tax))
	y = row(p, y+4, b.w("card")+" ****4471", b.plain(b.gross))
	centred(p, y+10, 8, "* * * * *")
	return p
}

// cafe: a subtotal and the tax on it, as tills in America add it.
func cafe(b *bill) *paper {
	b.rates = b.rates[:1]
	b.fill(2)
	p := roll()
	y := shop(p, b)
	number := fmt.Sprint(100 + b.rng.IntN(900))
	b.truth[invoice.Number] = number
	y = row(p, y, b.w("receipt")+" "+number, "")
	y = row(p, y, b.day(b.issued), clock(b))
	for _, it := range b.items {
		y = row(p, y, fmt.Sprint(it.qty, " ", it.text), b.plain(it.net))
	}
	b.totalled()
	y = row(p, y+6, b.w("subtotal"), b.money(b.net))
	y = row(p, y, b.taxLabel(b.rates[0]), b.money(b.tax))
	y = row(p, y, b.w("total"), b.money(b.gross))
	row(p, y+6, b.w("card"), b.money(b.gross))
	return p
}

// plainTill says no more than what was bought and what it came to.
func plainTill(b *bill) *paper {
	b.fill(1 + b.rng.IntN(3))
	p := roll()
	y := shop(p, b)
	delete(b.truth, invoice.Number)
	y = row(p, y, b.day(b.issued), clock(b))
	for _, it := range b.items {
		y = row(p, y, it.text, b.plain(it.net))
	}
	b.truth[invoice.TotalGross] = exact(b.net)
	y = row(p, y+6, b.w("total"), b.money(b.net))
	row(p, y, b.w("card"), b.money(b.net))
	return p
}

// strangers print documents that ask for no payment.
func strangers() []layout {
	return []layout{
		{"quote", func(b *bill) *paper { return stranger(b, "quote", true) }},
		{"confirmation", func(b *bill) *paper { return stranger(b, "confirmation", true) }},
		{"delivery note", func(b *bill) *paper { return stranger(b, "note", false) }},
		{"reminder", reminder},
		{"terms", conditions},
		{"letter", letter},
	}
}

// stranger looks like an invoice but is called something else.
func stranger(b *bill, key string, priced bool) *paper {
	p := newPaper(595, 842)
	p.at(50, 50, 14, b.seller)
	p.rows(50, 66, 8, b.street, b.town, b.vatLine())
	p.rows(50, 120, 10, b.buyer, b.streets[0], b.towns[0])
	p.at(330, 100, 16, b.w(key))
	p.at(330, 124, 9, "Nr. "+b.number)
	p.at(330, 138, 9, b.w("date")+": "+b.day(b.issued))
	p.at(330, 152, 9, b.w("order")+": "+b.order)
	if !priced {
		p.at(50, 200, 9, b.w("qty"))
		p.at(120, 200, 9, b.w("text"))
		for i, it := range b.items {
			p.at(50, 216+float64(i)*14, 9, fmt.Sprint(it.qty))
			p.at(120, 216+float64(i)*14, 9, it.text)
		}
		return p
	}
	y := table(p, b, 50, 545, 200, 9)
	sums(p, b, 330, 545, y, 9)
	return p
}

// reminder speaks of an invoice and of what is left to pay of it.
func reminder(b *bill) *paper {
	p := newPaper(595, 842)
	p.at(50, 50, 12, b.seller)
	p.rows(50, 120, 10, b.buyer, b.streets[0], b.towns[0])
	p.at(50, 200, 15, b.w("reminder"))
	p.at(50, 230, 9, b.w("number"))
	p.at(170, 230, 9, b.w("date"))
	p.at(300, 230, 9, b.w("payable"))
	p.at(50, 244, 9, b.number)
	p.at(170, 244, 9, b.day(b.issued))
	p.at(300, 244, 9, b.money(b.gross))
	return p
}

// conditions is small print that speaks of invoices.
func conditions(b *bill) *paper {
	p := newPaper(595, 842)
	p.at(50, 50, 14, map[bool]string{true: "Terms and Conditions", false: "AGB"}[b.country == "US" || b.country == "GB"])
	for i := range 30 {
		p.at(50, 80+float64(i)*13, 8, fmt.Sprintf("%d. %s %s, %s 40%s00 %s, %s.", i+1, b.w("title"), strings.ToLower(b.w("due")), strings.ToLower(b.w("payable")), b.point, b.currency, b.w("text")))
	}
	return p
}

// letter mentions an invoice in a sentence.
func letter(b *bill) *paper {
	p := newPaper(595, 842)
	p.rows(50, 50, 10, b.seller, b.street, b.town)
	p.rows(50, 130, 10, b.buyer, b.streets[0], b.towns[0])
	p.at(400, 200, 10, b.day(b.issued))
	for i := range 8 {
		p.at(50, 240+float64(i)*14, 10, "Lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor")
	}
	p.at(50, 400, 10, b.buyer+" "+b.seller)
	return p
}
