package page_test

import (
	"fmt"
	"strings"

	"factotum/automations/invoice"
)

// layout prints a bill.
type layout struct {
	name  string
	print func(b *bill) *paper
}

func layouts() []layout {
	return []layout{
		{"window", window},
		{"letterhead", letterhead},
		{"inline", inline},
		{"blocks", blocks},
		{"grid", grid},
		{"parties", parties},
		{"sentence", sentence},
		{"columns", columns},
		{"prepaid", prepaid},
		{"logo", logo},
		{"credit", credit},
		{"bare", bare},
	}
}

// table prints the lines of goods and returns where it ends.
func table(p *paper, b *bill, left, right, y, size float64) float64 {
	price, rate := right-150, right-90
	p.at(left, y, size, b.w("qty"))
	p.at(left+70, y, size, b.w("text"))
	p.to(price, y, size, b.w("price"))
	p.to(rate, y, size, b.w("rate"))
	p.to(right, y, size, b.w("amount"))
	y += 1.8 * size
	for _, it := range b.items {
		p.at(left, y, size, fmt.Sprint(it.qty))
		p.at(left+70, y, size, it.text)
		p.to(price, y, size, b.plain(it.price))
		p.to(rate, y, size, b.rate(it.rate))
		p.to(right, y, size, b.plain(it.net))
		y += 1.6 * size
	}
	return y + size
}

// sums prints net, taxes and gross, labels at x, amounts up to right.
func sums(p *paper, b *bill, x, right, y, size float64) float64 {
	b.totalled()
	row := func(label, value string) {
		p.at(x, y, size, label)
		p.to(right, y, size, value)
		y += 1.5 * size
	}
	row(b.w("net"), b.money(b.net))
	for _, r := range b.sums {
		row(b.taxLabel(r.rate), b.money(r.tax))
	}
	row(b.w("gross"), b.money(b.gross))
	return y + size
}

// window is a business letter with a window (DIN 5008): the sender in small type
// above the address, particulars at the right, the bank in the foot.
func window(b *bill) *paper {
	p := newPaper(595, 842)
	sep := pick(b.rng, []string{" · ", " | ", " • ", " - "})
	p.at(57, 130, 7, b.seller+sep+b.street+sep+b.town)
	p.rows(57, 150, 10, b.buyer, "Poststraße 3", b.towns[0])
	y := 150.0
	for _, row := range [][2]string{{b.w("number"), b.number}, {b.w("date"), b.day(b.issued)}, {b.w("customer"), "10233"}, {b.w("order"), b.order}, {b.w("delivery"), b.day(b.delivered)}} {
		p.at(360, y, 9, row[0]+":")
		p.at(470, y, 9, row[1])
		y += 13
	}
	p.at(57, 270, 16, b.w("title"))
	y = table(p, b, 57, 540, 310, 9)
	y = sums(p, b, 330, 540, y, 9)
	p.at(57, y+10, 9, b.w("due")+": "+b.dueOn())
	p.rows(57, 770, 7, b.seller+", "+b.street, b.town, b.vatLine())
	p.rows(240, 770, 7, "Bank Union", b.ibanLine(), "BIC ABCDEFGH")
	p.rows(430, 770, 7, "Tel. 0123 456789", "info@"+b.domain+".example")
	return p
}

// letterhead: the seller at the top left, a large title at the right, the buyer
// and the consignee side by side.
func letterhead(b *bill) *paper {
	p := newPaper(612, 792)
	p.at(50, 60, 15, b.seller)
	p.rows(50, 76, 9, b.street, b.town, "(555) 010-4477", b.vatLine())
	p.to(560, 60, 22, b.w("title"))
	y := 85.0
	for _, row := range [][2]string{{b.w("number"), b.number}, {b.w("date"), b.day(b.issued)}, {b.w("due"), b.dueOn()}, {b.w("order"), b.order}} {
		p.to(470, y, 9, row[0]+pick(b.rng, []string{":", ""}))
		p.to(560, y, 9, row[1])
		y += 13
	}
	p.at(50, 170, 9, b.w("buyer"))
	p.rows(50, 184, 9, b.buyer, "12 Any Street", b.towns[len(b.towns)-1])
	y = table(p, b, 50, 560, 260, 9)
	sums(p, b, 380, 560, y, 10)
	p.at(50, 720, 9, strings.Replace(b.w("terms"), "$", fmt.Sprint(b.days), 1))
	p.at(50, 735, 8, b.ibanLine())
	return p
}

// inline: the letterhead at the right, the buyer behind a colon, particulars in
// cells with their labels above, sums as running text.
func inline(b *bill) *paper {
	p := newPaper(595, 842)
	p.to(545, 50, 14, b.seller)
	p.to(545, 64, 8, b.street+", "+b.town)
	p.to(545, 76, 8, b.vatLine())
	p.at(50, 120, 18, b.w("title"))
	p.at(50, 150, 9, strings.TrimSuffix(b.w("buyer"), ":")+": "+b.buyer+", "+b.towns[0])
	for i, cell := range [][2]string{{b.w("number"), b.number}, {b.w("date"), b.day(b.issued)}, {b.w("order"), b.order}, {b.w("customer"), "CAL001"}} {
		p.at(50+float64(i)*125, 180, 8, cell[0])
		p.at(50+float64(i)*125, 194, 9, cell[1])
	}
	y := table(p, b, 50, 545, 225, 9)
	b.totalled()
	p.to(545, y, 9, b.w("net")+" "+b.money(b.net))
	for _, r := range b.sums {
		y += 14
		p.to(545, y, 9, b.taxLabel(r.rate)+" "+b.money(r.tax))
	}
	p.to(545, y+14, 10, b.w("gross")+" "+b.money(b.gross))
	p.at(50, y+50, 9, b.w("due")+" "+b.dueOn()+".")
	p.at(50, y+64, 9, b.ibanLine())
	return p
}

// blocks: title and particulars at the left, seller and buyer in two blocks below,
// the amount repeated in large type.
func blocks(b *bill) *paper {
	p := newPaper(612, 792)
	p.at(40, 60, 20, b.w("title"))
	p.at(40, 90, 9, b.w("number"))
	p.at(150, 90, 9, b.number)
	p.at(40, 103, 9, b.w("date"))
	p.at(150, 103, 9, b.day(b.issued))
	p.at(40, 116, 9, b.w("due"))
	p.at(150, 116, 9, b.dueOn())
	p.at(40, 150, 9, b.seller)
	p.rows(40, 163, 9, b.street, b.town, "billing@"+b.domain+".example", b.vatLine())
	p.at(240, 150, 9, b.w("buyer"))
	p.rows(240, 163, 9, b.buyer, "Hafenstr. 9", b.towns[0])
	p.at(40, 260, 15, b.money(b.gross))
	y := table(p, b, 40, 570, 300, 9)
	y = sums(p, b, 320, 570, y, 9)
	p.at(320, y, 10, b.w("payable"))
	p.to(570, y, 10, b.money(b.gross))
	p.at(40, 740, 8, b.ibanLine())
	return p
}

// grid: boxes with small labels above their values, the seller in the foot only.
func grid(b *bill) *paper {
	p := newPaper(595, 842)
	p.at(300, 50, 18, b.w("title"))
	cells := [][2]string{{b.w("number"), b.number}, {b.w("date"), b.day(b.issued)}, {b.w("customer"), "4471"}, {b.w("due"), b.dueOn()}, {b.w("order"), b.order}, {b.w("delivery"), b.day(b.delivered)}}
	for i, c := range cells {
		x, y := 300+float64(i%3)*90, 80+float64(i/3)*34
		p.at(x, y, 6.5, c[0])
		p.at(x, y+11, 9, c[1])
	}
	p.at(50, 95, 7, b.w("buyer"))
	p.rows(50, 108, 10, b.buyer, "Ringveien 2", b.towns[0])
	y := table(p, b, 50, 545, 200, 9)
	b.totalled()
	for i, c := range [][2]string{{b.w("net"), b.plain(b.net)}, {b.w("tax"), b.plain(b.tax)}, {b.w("payable"), b.money(b.gross)}} {
		c[0] = strings.TrimSpace(strings.NewReplacer("(%)", "", "%", "", "@", "").Replace(c[0]))
		p.to(300+float64(i)*120, y+10, 7, c[0])
		p.to(300+float64(i)*120, y+22, 10, c[1])
	}
	p.rows(50, 790, 8, b.seller, b.street+", "+b.town)
	p.rows(250, 790, 8, b.vatLine(), b.ibanLine())
	p.rows(450, 790, 8, "www."+b.domain+".example", "post@"+b.domain+".example")
	return p
}

// parties: seller and buyer side by side under their labels.
func parties(b *bill) *paper {
	p := newPaper(595, 842)
	p.at(40, 50, 14, b.w("title")+" "+pick(b.rng, []string{"nr ", "Nr. ", "No. ", "n° ", ""})+b.number)
	p.to(550, 50, 9, b.w("date")+": "+b.day(b.issued))
	p.to(550, 63, 9, b.w("delivery")+": "+b.day(b.delivered))
	p.at(40, 90, 9, strings.TrimSuffix(b.w("seller"), ":")+":")
	p.rows(40, 103, 9, b.seller, b.street, b.town, b.vatLine())
	p.at(310, 90, 9, strings.TrimSuffix(b.w("buyer"), ":")+":")
	other := ""
	if b.vat != "" {
		other = b.w("vat") + ": " + b.vatID()
	}
	p.rows(310, 103, 9, b.buyer, b.streets[0], b.towns[0], other)
	y := table(p, b, 40, 550, 190, 8)
	y = sums(p, b, 340, 550, y, 9)
	p.at(40, y+10, 9, b.w("due")+": "+b.dueOn())
	p.at(40, y+24, 9, b.ibanLine())
	return p
}

// sentence: number and date in the heading, sums of one row of a table.
func sentence(b *bill) *paper {
	p := newPaper(595, 842)
	p.rows(50, 50, 11, b.seller, b.street, b.town)
	p.at(50, 100, 9, b.vatLine())
	p.rows(330, 120, 10, b.buyer, b.streets[0], b.towns[len(b.towns)-1])
	p.at(50, 200, 13, b.w("title")+" "+pick(b.rng, []string{"Nr. ", "no ", "# ", ""})+b.number+" "+b.w("from")+" "+b.day(b.issued))
	y := table(p, b, 50, 545, 240, 9)
	y = sums(p, b, 350, 545, y, 9)
	p.at(50, y, 9, b.w("due")+" "+b.dueOn())
	p.at(50, y+14, 9, b.ibanLine())
	return p
}

// columns: the sums stand below their labels.
func columns(b *bill) *paper {
	p := newPaper(595, 842)
	p.at(50, 50, 16, b.seller)
	p.rows(50, 66, 8, b.street, b.town, b.vatLine(), "contact@"+b.domain+".example")
	p.at(330, 60, 9, b.w("number")+" : "+b.number)
	p.at(330, 74, 9, b.w("date")+" : "+b.day(b.issued))
	p.at(330, 88, 9, b.w("due")+" : "+b.dueOn())
	p.at(330, 130, 9, b.w("buyer")+" :")
	p.rows(330, 144, 10, b.buyer, b.streets[0], b.towns[0])
	p.at(50, 200, 16, b.w("title"))
	y := table(p, b, 50, 545, 230, 9)
	b.totalled()
	for i, c := range [][2]string{{b.w("base"), b.plain(b.net)}, {b.w("tax"), b.plain(b.tax)}, {b.w("gross"), b.money(b.gross)}} {
		c[0] = strings.TrimSpace(strings.NewReplacer("(%)", "", "%", "", "@", "").Replace(c[0]))
		p.at(250+float64(i)*105, y, 8, c[0])
		p.at(250+float64(i)*105, y+12, 9, c[1])
	}
	p.at(50, 780, 8, b.ibanLine())
	return p
}

// prepaid: over two pages, with a sum carried over and a payment taken off.
func prepaid(b *bill) *paper {
	b.fill(24)
	b.paid = b.gross / 3
	p := newPaper(595, 842)
	p.at(50, 50, 14, b.seller)
	p.rows(50, 64, 8, b.street, b.town)
	p.rows(50, 110, 10, b.w("buyer")+":", b.buyer, b.towns[0])
	p.at(350, 110, 9, b.w("number")+": "+b.number)
	p.at(350, 124, 9, b.w("date")+": "+b.day(b.issued))
	p.at(50, 180, 14, b.w("title"))
	all := b.items
	b.items = all[:12]
	y := table(p, b, 50, 545, 210, 9)
	part := 0
	for _, it := range b.items {
		part += it.net
	}
	p.to(545, y, 9, b.w("carry")+" "+b.plain(part))
	p.turn()
	p.to(545, 50, 9, b.w("carry")+" "+b.plain(part))
	b.items = all[12:]
	y = table(p, b, 50, 545, 75, 9)
	b.items = all
	y = sums(p, b, 330, 545, y, 9)
	p.at(330, y, 9, b.w("paid"))
	p.to(545, y, 9, b.money(-b.paid))
	p.at(330, y+14, 9, b.w("payable"))
	p.to(545, y+14, 9, b.money(b.gross-b.paid))
	p.rows(50, 780, 8, b.seller+" · "+b.vatLine()+" · "+b.ibanLine(), strings.Replace(b.w("terms"), "$", fmt.Sprint(b.days), 1))
	return p
}

// logo: the name is in a picture; only the foot says who sells.
func logo(b *bill) *paper {
	p := window(b)
	words := p.pages[0].Words
	kept := words[:0]
	for _, w := range words {
		if w.Y0 > 132 || w.X0 > 300 {
			kept = append(kept, w)
		}
	}
	p.pages[0].Words = kept
	return p
}

// credit corrects another invoice.
func credit(b *bill) *paper {
	p := newPaper(595, 842)
	p.at(50, 50, 15, b.seller)
	p.rows(50, 66, 8, b.street, b.town, b.vatLine())
	p.at(50, 120, 9, b.w("buyer")+":")
	p.rows(50, 134, 10, b.buyer, b.towns[0])
	p.at(330, 100, 18, b.w("credit"))
	p.at(330, 124, 9, b.w("creditnumber")+": "+b.number)
	p.at(330, 138, 9, b.w("date")+": "+b.day(b.issued))
	p.at(330, 152, 9, b.w("orig")+": "+numberOf(b.rng)+"-X")
	y := table(p, b, 50, 545, 200, 9)
	sums(p, b, 330, 545, y, 9)
	return p
}

// bare has no tax and no more than a total.
func bare(b *bill) *paper {
	p := newPaper(595, 842)
	p.at(50, 60, 14, b.seller)
	p.rows(50, 76, 9, b.street, b.town)
	p.at(350, 60, 18, b.w("title"))
	p.at(350, 90, 9, b.w("number")+": "+b.number)
	p.at(350, 104, 9, b.w("date")+": "+b.day(b.issued))
	p.at(50, 140, 9, b.w("buyer")+":")
	p.rows(50, 154, 9, b.buyer, b.towns[0])
	p.at(50, 230, 9, b.w("text"))
	p.to(545, 230, 9, b.w("amount"))
	y := 246.0
	for _, it := range b.items {
		p.at(50, y, 9, it.text)
		p.to(545, y, 9, b.money(it.net))
		y += 14
	}
	b.truth[invoice.TotalGross] = exact(b.net)
	p.at(350, y+10, 11, b.w("total"))
	p.to(545, y+10, 11, b.money(b.net))
	p.at(50, y+50, 9, b.ibanLine())
	return p
}
