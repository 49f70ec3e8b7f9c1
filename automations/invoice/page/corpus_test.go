package page_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/automations/invoice"
	"factotum/automations/invoice/page"
)

// tally counts what became of the values of a field.
type tally struct{ truths, right, wrong, missing, silent, doubted int }

func (t *tally) add(o tally) {
	t.truths, t.right, t.wrong = t.truths+o.truths, t.right+o.right, t.wrong+o.wrong
	t.missing, t.silent, t.doubted = t.missing+o.missing, t.silent+o.silent, t.doubted+o.doubted
}

func judge(f invoice.Field, truth string, in invoice.Invoice) tally {
	v, found := in.Values[f]
	switch {
	case truth == "" && !found:
		return tally{}
	case !found:
		return tally{truths: 1, missing: 1}
	}
	t := tally{}
	if truth != "" {
		t.truths = 1
	}
	switch {
	case truth != "" && same(f, truth, v.Text):
		t.right = 1
		if v.Uncertain {
			t.doubted = 1
		}
	default:
		t.wrong = 1
		if !v.Uncertain {
			t.silent = 1
		}
	}
	return t
}

func same(f invoice.Field, truth, given string) bool {
	switch f {
	case invoice.Seller:
		a, b := bareName(truth), bareName(given)
		return len(b) >= 3 && (strings.Contains(a, b) || strings.Contains(b, a))
	case invoice.SellerVAT:
		return truth == given || len(given) >= 8 && strings.TrimSuffix(truth[2:], "MVA") == strings.TrimSuffix(given, "MVA")
	default:
		return truth == given
	}
}

func scored() []invoice.Field {
	return []invoice.Field{
		invoice.Number, invoice.IssueDate, invoice.DueDate, invoice.Currency, invoice.TotalGross, invoice.TotalNet, invoice.TotalTax,
		invoice.Seller, invoice.SellerVAT, invoice.IBAN,
	}
}

// run reads every layout in every language a few times.
func run(t *testing.T, list []layout, seeds int, read func(*paper, *rand.Rand) (invoice.Invoice, bool)) map[invoice.Field]*tally {
	t.Helper()
	all := map[invoice.Field]*tally{}
	for _, f := range scored() {
		all[f] = &tally{}
	}
	for _, l := range list {
		for _, tongue := range tongues() {
			for seed := range seeds {
				rng := rand.New(rand.NewPCG(uint64(seed), uint64(len(l.name))*7919+uint64(l.name[0])))
				b := newBill(tongue, rng)
				p := l.print(b)
				in, _ := read(p, rng)
				for _, f := range scored() {
					all[f].add(judge(f, b.truth[f], in))
				}
			}
		}
	}
	return all
}

// hold asserts the shares that the reader must reach.
func hold(t *testing.T, all map[invoice.Field]*tally, core, party float64) {
	t.Helper()
	var sum tally
	for _, f := range scored() {
		sum.add(*all[f])
		t.Logf("%-12s %+v", f, *all[f])
	}
	t.Logf("%-12s %+v", "all", sum)
	for _, f := range []invoice.Field{invoice.Number, invoice.IssueDate, invoice.TotalGross} {
		assert.GreaterOrEqual(t, share(all[f].right, all[f].truths), core, f)
	}
	for _, f := range []invoice.Field{invoice.Seller, invoice.SellerVAT} {
		assert.GreaterOrEqual(t, share(all[f].right, all[f].truths), party, f)
	}
	assert.LessOrEqual(t, share(sum.silent, sum.right+sum.wrong), 0.01, "silently wrong")
	assert.LessOrEqual(t, share(sum.doubted, sum.right), 0.15, "right but uncertain")
}

func share(part, whole int) float64 { return float64(part) / float64(max(whole, 1)) }

func TestReaderReadsInvoicesOfManyLayoutsAndLanguages(t *testing.T) {
	t.Parallel()
	reader := page.New()
	hold(t, run(t, layouts(), 3, func(p *paper, _ *rand.Rand) (invoice.Invoice, bool) { return reader.Read(p.document()) }), 0.95, 0.9)
}

func TestReaderReadsReceipts(t *testing.T) {
	t.Parallel()
	reader := page.New()
	hold(t, run(t, tills(), 4, func(p *paper, _ *rand.Rand) (invoice.Invoice, bool) { return reader.Read(p.document()) }), 0.95, 0.9)
}

func TestReaderReadsScans(t *testing.T) {
	t.Parallel()
	reader := page.New()
	hold(t, run(t, append(layouts(), tills()...), 2, func(p *paper, rng *rand.Rand) (invoice.Invoice, bool) {
		return reader.Read(p.scan(rng, 0.004))
	}), 0.9, 0.8)
}

func TestReaderGivesNothingOfWhatIsNoInvoice(t *testing.T) {
	t.Parallel()
	reader := page.New()
	for _, l := range strangers() {
		for _, tongue := range tongues() {
			for seed := range 3 {
				b := newBill(tongue, rand.New(rand.NewPCG(uint64(seed), 5)))
				_, ok := reader.Read(l.print(b).document())
				assert.False(t, ok, "%s in %s", l.name, tongue.code)
			}
		}
	}
}

// bareName leaves of a name its letters and digits.
func bareName(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" .,&-", r) {
			return -1
		}
		return r
	}, strings.ToLower(text))
}
