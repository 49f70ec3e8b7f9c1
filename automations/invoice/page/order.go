package page

import "regexp"

// An address of the United States ends with the letters of a state and five
// digits; telephone numbers are grouped in three, three and four.
var (
	stateAndZIP = regexp.MustCompile(`\b(A[LKZR]|C[AOT]|D[CE]|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY]|Alabama|Alaska|Arizona|Arkansas|` +
		`California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|` +
		`Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New (Hampshire|Jersey|Mexico|York)|North (Carolina|Dakota)|Ohio|Oklahoma|Oregon|` +
		`Pennsylvania|Rhode Island|South (Carolina|Dakota)|Tennessee|Texas|Utah|Vermont|(West )?Virginia|Washington|Wisconsin|Wyoming),? +\d{5}(-\d{4})?\b`)
	phoneUS = regexp.MustCompile(`(\(\d{3}\) ?|\b\d{3}[-.])\d{3}[-.]\d{4}\b`)
)

// region is what a page shows of the country that it was written in.
type region struct {
	american int // signs of the United States
	european int // signs of any country that writes the day first
}

func (s *sheet) region() region {
	var r region
	for i := range s.lines {
		l := &s.lines[i]
		text := l.text(0, len(l.words))
		if stateAndZIP.MatchString(text) {
			r.american++
		}
		if phoneUS.MatchString(text) {
			r.american++
		}
		for _, b := range l.labels {
			switch f := fold(b.text); {
			case f == "salestax" || f == "zip" || f == "checkno" || f == "check#":
				r.american++
			case b.is(vatRole) || b.is(taxRole) && f != "tax" && f != "totaltax" && f != "taxes" || b.is(ibanRole) || foreign(b):
				r.european++
			}
		}
		for _, m := range l.sums {
			switch m.currency {
			case "", "CAD", "$":
			case "USD":
				r.american++
			default:
				r.european++
			}
		}
	}
	return r
}

// foreign tells whether a label is a title in a language that writes the day
// first whatever the country.
func foreign(b label) bool {
	switch fold(b.text) {
	case "invoice", "bill", "receipt", "taxinvoice", "salesinvoice", "statement", "salesreceipt", "cashreceipt":
		return false
	}
	return b.is(titleRole, receiptRole)
}

// decideOrder gives the dates whose day and month could be swapped their order:
// that of the dates of the page that can be read one way only; else the custom of
// the country; where that is not clear either, they are doubtful.
func (s *sheet) decideOrder() {
	dayFirst, monthFirst := 0, 0
	for i := range s.lines {
		for _, d := range s.lines[i].dates {
			switch {
			case d.a == 0 || d.a == d.b || d.open():
			case d.a > 12:
				dayFirst++
			case d.b > 12:
				monthFirst++
			}
		}
	}
	sure := (dayFirst > 0) != (monthFirst > 0)
	american := monthFirst > dayFirst
	if !sure && dayFirst == 0 {
		r := s.region()
		american = r.american > r.european
		sure = r.american >= 2 && r.european == 0 || r.european >= 1 && r.american == 0
	}
	for i := range s.lines {
		for j := range s.lines[i].dates {
			d := &s.lines[i].dates[j]
			if !d.open() {
				continue
			}
			d.day, d.month = d.a, d.b
			if american {
				d.day, d.month = d.b, d.a
			}
			d.doubtful = d.doubtful || !sure
		}
	}
}
