package page_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"factotum/automations/checkdigit"
	"factotum/automations/invoice"
)

// bill is a made-up invoice with what a reader is to find on it.
type bill struct {
	tongue
	rng    *rand.Rand
	chosen map[string]string
	truth  map[invoice.Field]string
	layout string
	marks  string // the sign of the currency

	seller, buyer, street, town, number, order, vat, iban, domain string
	issued, due, delivered                                        time.Time
	days                                                          int
	items                                                         []item
	sums                                                          []rateSum
	net, tax, gross, paid                                         int
}

type item struct {
	text       string
	qty        int
	price, net int
	rate       int
}

type rateSum struct{ rate, base, tax int }

func newBill(t tongue, rng *rand.Rand) *bill {
	b := &bill{tongue: t, rng: rng, chosen: map[string]string{}, truth: map[invoice.Field]string{}}
	b.layout, b.marks = pick(rng, t.dates), pick(rng, t.sign)
	b.seller, b.buyer = pick(rng, t.sellers), pick(rng, t.buyers)
	b.street, b.town = pick(rng, t.streets), pick(rng, t.towns)
	b.number = numberOf(rng)
	b.order = fmt.Sprint(pick(rng, []string{"PO-", "B", "45", "2025/"}), 1000+rng.IntN(90000))
	b.issued = time.Date(2024+rng.IntN(3), time.Month(1+rng.IntN(12)), 1+rng.IntN(28), 0, 0, 0, 0, time.UTC)
	b.days = pick(rng, []int{14, 30, 10, 20, 45})
	b.due, b.delivered = b.issued.AddDate(0, 0, b.days), b.issued.AddDate(0, 0, -3-rng.IntN(20))
	b.vat, b.iban = b.vatID(), b.account()
	b.domain = strings.ToLower(strings.Trim(strings.Map(func(r rune) rune {
		if r < 'A' || r > 'z' {
			return -1
		}
		return r
	}, strings.Fields(b.seller)[0]), ",."))
	b.fill(1 + rng.IntN(5))
	b.truth[invoice.Number], b.truth[invoice.IssueDate] = b.number, b.issued.Format(time.DateOnly)
	b.truth[invoice.Seller], b.truth[invoice.Currency] = b.seller, t.currency
	return b
}

func pick[T any](rng *rand.Rand, list []T) T { return list[rng.IntN(len(list))] }

func numberOf(rng *rand.Rand) string {
	n := rng.IntN(90000) + 10000
	switch rng.IntN(8) {
	case 0:
		return fmt.Sprintf("R-2025-%04d", n%10000)
	case 1:
		return fmt.Sprintf("INV-%d", n)
	case 2:
		return fmt.Sprintf("2025/%d", n)
	case 3:
		return fmt.Sprintf("F%d", n*7)
	case 4:
		return fmt.Sprintf("%08d", n*31)
	case 5:
		return fmt.Sprintf("AB%d-%02d", n, n%97)
	case 6:
		return strconv.Itoa(n % 1000)
	}
	return strconv.Itoa(n)
}

// fill makes the lines and adds them up; the tax is that on the sum of a rate.
func (b *bill) fill(n int) {
	b.items, b.sums, b.net, b.tax = nil, nil, 0, 0
	rates := b.rates[:1+b.rng.IntN(min(2, len(b.rates)))]
	if b.country == "US" {
		rates = b.rates[:1]
	}
	for range n {
		it := item{text: pick(b.rng, b.goods), qty: 1 + b.rng.IntN(12), price: 50 + b.rng.IntN(60000), rate: pick(b.rng, rates)}
		it.net = it.qty * it.price
		b.items = append(b.items, it)
		found := false
		for i := range b.sums {
			if b.sums[i].rate == it.rate {
				b.sums[i].base, found = b.sums[i].base+it.net, true
			}
		}
		if !found {
			b.sums = append(b.sums, rateSum{rate: it.rate, base: it.net})
		}
		b.net += it.net
	}
	for i := range b.sums {
		b.sums[i].tax = (b.sums[i].base*b.sums[i].rate + 5000) / 10000
		b.tax += b.sums[i].tax
	}
	b.gross = b.net + b.tax
}

// w is a spelling of a word, one and the same throughout a document.
func (b *bill) w(key string) string {
	if b.chosen[key] == "" {
		b.chosen[key] = pick(b.rng, b.words[key])
	}
	return b.chosen[key]
}

// plain spells an amount without its currency; exact keeps it for the truth.
func (b *bill) plain(cents int) string {
	minus := ""
	if cents < 0 {
		minus, cents = "-", -cents
	}
	whole := strconv.Itoa(cents / 100)
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + b.group + whole[i:]
	}
	return fmt.Sprintf("%s%s%s%02d", minus, whole, b.point, cents%100)
}

func (b *bill) money(cents int) string {
	if strings.HasPrefix(b.marks, " ") {
		return b.plain(cents) + b.marks
	}
	return b.marks + b.plain(cents)
}

func exact(cents int) string {
	if cents < 0 {
		return "-" + exact(-cents)
	}
	return fmt.Sprintf("%d.%02d", cents/100, cents%100)
}

func (b *bill) day(t time.Time) string {
	if !strings.Contains(b.layout, "long") {
		return t.Format(b.layout)
	}
	month := b.months[t.Month()-1]
	switch {
	case strings.Contains(b.layout, " de "):
		return fmt.Sprintf("%d de %s de %d", t.Day(), month, t.Year())
	case b.layout == "2. long" || b.code == "de":
		return fmt.Sprintf("%d. %s %d", t.Day(), month, t.Year())
	}
	return fmt.Sprintf("%d %s %d", t.Day(), month, t.Year())
}

func (b *bill) rate(rate int) string {
	text := strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%d.%02d", rate/100, rate%100), "0"), ".")
	return strings.Replace(text, ".", b.point, 1) + pick(b.rng, []string{"%", " %"})
}

// taxLabel puts the rate where the spelling has its sign.
func (b *bill) taxLabel(rate int) string {
	label := b.w("tax")
	if strings.Contains(label, "%") {
		return strings.Replace(label, "%", b.rate(rate), 1)
	}
	if len(b.sums) > 1 {
		return label + " " + b.rate(rate)
	}
	return label
}

// totalled notes that the page prints the sums.
func (b *bill) totalled() {
	b.truth[invoice.TotalNet], b.truth[invoice.TotalTax], b.truth[invoice.TotalGross] = exact(b.net), exact(b.tax), exact(b.gross)
}

func (b *bill) dueOn() string {
	b.truth[invoice.DueDate] = b.due.Format(time.DateOnly)
	return b.day(b.due)
}

func (b *bill) vatLine() string {
	if b.vat == "" {
		return ""
	}
	b.truth[invoice.SellerVAT] = b.vat
	return b.w("vat") + pick(b.rng, []string{": ", " ", ": "}) + b.vat
}

func (b *bill) ibanLine() string {
	if b.iban == "" {
		return ""
	}
	b.truth[invoice.IBAN] = b.iban
	text := ""
	for i := 0; i < len(b.iban); i += 4 {
		text += " " + b.iban[i:min(i+4, len(b.iban))]
	}
	return "IBAN" + pick(b.rng, []string{":", ""}) + text
}

// vatID draws digits until the check digits agree.
func (b *bill) vatID() string {
	for range 200000 {
		id := b.draw(b.vatForm)
		if valid, known := checkdigit.ValidVAT(id); valid || !known {
			return id
		}
	}
	return ""
}

func (b *bill) account() string {
	if b.ibanForm == "" {
		return ""
	}
	form := b.draw(b.ibanForm)
	for check := range 100 {
		if id := strings.Replace(form, "??", fmt.Sprintf("%02d", check), 1); checkdigit.ValidIBAN(id) {
			return id
		}
	}
	return ""
}

func (b *bill) draw(form string) string {
	return strings.Map(func(r rune) rune {
		if r == '#' {
			return rune('0' + b.rng.IntN(10))
		}
		return r
	}, form)
}
