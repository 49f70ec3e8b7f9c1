package page_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"factotum/automations/invoice"
	"factotum/automations/invoice/page"
)

// scraps are pieces of invoices that a random page is strewn with.
func scraps() []string {
	return []string{
		"Rechnung", "Invoice", "Nr.", "#", "4711", "Total", "Summe", "netto", "MwSt.", "19", "%", "1.234,50", "€", "-", "(", ")", ":", "12.03.2026", "03/04/26",
		"GmbH", "Ltd", "IBAN", "DE89", "3704", "0044", "0532", "0130", "00", "DE136695976", "USt-IdNr.", "Kunde:", "Pos", "Menge", "Betrag", "zahlbar", "30", "Tage",
		"March", "3,", "2026", "\u00a0", "", "½", "🧾", "a", "|", "·", "VISA", "BAR", "Rückgeld", "0,00", "Saldo", strings.Repeat("9", 60), "kr", "$", "x@y.example",
	}
}

func TestReadHoldsWhateverThePageSays(t *testing.T) {
	t.Parallel()
	reader := page.New()
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.Custom(func(t *rapid.T) page.Word {
			x, y := rapid.Float64Range(-20, 620).Draw(t, "x"), float64(rapid.IntRange(0, 60).Draw(t, "y")*14)
			text := rapid.SampledFrom(scraps()).Draw(t, "text")
			return page.Word{Text: text, X0: x, Y0: y, X1: x + rapid.Float64Range(-1, 60).Draw(t, "w"), Y1: y + 10}
		})
		d := page.Document{Scanned: rapid.Bool().Draw(t, "scanned")}
		for range rapid.IntRange(0, 2).Draw(t, "pages") {
			d.Pages = append(d.Pages, page.Page{Width: 595, Height: 842, Words: rapid.SliceOfN(word, 0, 60).Draw(t, "words")})
		}
		in, ok := reader.Read(d)
		if !ok {
			return
		}
		for f, v := range in.Values {
			require.NotEmpty(t, v.Text, f)
			if f == invoice.IssueDate || f == invoice.DueDate {
				require.True(t, invoice.IsDate(v.Text), v.Text)
			}
		}
	})
}

func TestReadGivesNothingOfNothing(t *testing.T) {
	t.Parallel()
	for _, d := range []page.Document{
		{},
		{Pages: []page.Page{{Width: 595, Height: 842}}},
		{Pages: []page.Page{{Words: []page.Word{{Text: "Rechnung"}, {Text: "x", X0: math.NaN(), X1: 3, Y1: 4}}}}},
		{Scanned: true, Pages: []page.Page{{Words: []page.Word{{Text: "Total", X1: 9, Y1: 9}}}}},
	} {
		_, ok := page.New().Read(d)
		assert.False(t, ok)
	}
}

func TestReadIsTheSameEveryTime(t *testing.T) {
	t.Parallel()
	for _, l := range layouts() {
		b := newBill(tongues()[0], rand.New(rand.NewPCG(1, 2)))
		d := l.print(b).document()
		first, _ := page.New().Read(d)
		for range 3 {
			again, _ := page.New().Read(d)
			require.Equal(t, first, again, l.name)
		}
	}
}

func TestReadKeepsLabelsAndLines(t *testing.T) {
	t.Parallel()
	tongue := tongues()[0]
	for _, other := range tongues() {
		if other.code == "en-GB" {
			tongue = other
		}
	}
	b := newBill(tongue, rand.New(rand.NewPCG(3, 4)))
	in, ok := page.New().Read(letterhead(b).document())
	require.True(t, ok)
	assert.Equal(t, invoice.Bill, in.Kind)
	assert.Equal(t, b.w("number"), strings.TrimSuffix(in.Values[invoice.Number].Label, ":"))
	assert.Equal(t, b.order, in.Values[invoice.OrderReference].Text)
	assert.Equal(t, b.buyer, in.Values[invoice.Buyer].Text)
	assert.NotEmpty(t, in.Values[invoice.PaymentTerms].Text)
	require.Len(t, in.Lines, len(b.items))
	for i, it := range b.items {
		assert.Equal(t, it.text, in.Lines[i].Text)
		assert.Equal(t, exact(it.net), in.Lines[i].Net)
		assert.NotEmpty(t, in.Lines[i].Quantity)
		assert.NotEmpty(t, in.Lines[i].TaxRate)
	}
	require.Len(t, in.Accounts, 1)
	assert.Equal(t, b.iban, in.Accounts[0].Number)
}

func TestReadAddsUpTheTaxesOfAReceipt(t *testing.T) {
	t.Parallel()
	for _, tongue := range tongues() {
		b := newBill(tongue, rand.New(rand.NewPCG(8, 9)))
		in, ok := page.New().Read(till(b).document())
		require.True(t, ok, tongue.code)
		assert.Equal(t, invoice.Receipt, in.Kind, tongue.code)
		require.Len(t, in.Taxes, len(b.sums), tongue.code)
		for i, sum := range b.sums {
			assert.Equal(t, exact(sum.base), in.Taxes[i].Base, tongue.code)
			assert.Equal(t, exact(sum.tax), in.Taxes[i].Amount, tongue.code)
		}
	}
}

func TestTermsGiveADayThatIsForAPersonToLookAt(t *testing.T) {
	t.Parallel()
	reader := page.New()
	for _, tongue := range tongues() {
		b := newBill(tongue, rand.New(rand.NewPCG(5, 6)))
		in, ok := reader.Read(prepaid(b).document())
		require.True(t, ok, tongue.code)
		due := in.Values[invoice.DueDate]
		assert.Equal(t, b.due.Format("2006-01-02"), due.Text, "%s: %s", tongue.code, b.w("terms"))
		assert.True(t, due.Uncertain)
		assert.Equal(t, exact(b.gross-b.paid), in.Sums.Payable, tongue.code)
	}
}

func BenchmarkRead(b *testing.B) {
	reader := page.New()
	d := prepaid(newBill(tongues()[0], rand.New(rand.NewPCG(1, 2)))).document()
	for b.Loop() {
		reader.Read(d)
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		page.New()
	}
}
