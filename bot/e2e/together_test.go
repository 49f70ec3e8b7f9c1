package e2e

import "testing"

func TestClaimsInSmallPartsAreRoutedByTheirSum(t *testing.T) {
	t.Parallel()
	w := start(t, setup{together: true})
	w.Card(jules, w.Asks(ana, "/expense 260 EUR taxi yesterday"), "Approve")
	n := w.Asks(ana, "/expense 270 EUR taxi yesterday")
	w.Card(jules, n, "2 requests with “Paid to: Taxi” within 14 days, 530.00 EUR together: who decides follows from the sum.").Click("Approve")
	w.Card(jules, n, "approved it on Wed 18 Nov, 10:00 (Cost centre owner)")
	w.Card(marek, n, "because the amount of this expense claim and 1 earlier together is 500 or more")
}
