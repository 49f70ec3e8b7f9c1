package e2e

import "testing"

func TestAnInsuranceClaimGoesUpWithItsDamage(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(ana).Command("/insurance water in the studio")
	w.Fills(ana, "What happened?", "Water in the studio", "Which insurance?", "Buildings and contents", "On which day", "2026-11-09",
		"Damage as far as you can tell", "12400 EUR", "How it came to be", "A pipe burst over the weekend").Submit()
	w.As(ana).SeesModal("Most policies want to hear of damage within a week")
	w.As(ana).SeesModal("3. Directors:")
	n := w.Sends(ana)
	w.Decides(jules, n, "Approve", "")
	w.Decides(tomas, n, "Approve", "")
	w.Decides(ingrid, n, "Approve", "")
	w.Decides(aisha, n, "Approve", "")

	// The one who works on it refers it: the offer came in higher.
	w.Press(lena, n, "Claim")
	w.Works(lena, n, "Ask for approval…", "Who has to approve?", ingrid, "text", "The offer says 15,100 EUR")
	w.Card(lena, n, "Ingrid Solberg")
	w.Decides(ingrid, n, "Approve", "")
	w.Works(lena, n, "Mark as settled", "text", "Paid by the insurer on 18 Nov")
	w.Card(ana, n, "Settled")
}
