package e2e

import (
	"fmt"
	"testing"
	"os"
)

func show(w *world, who string) {
	if os.Getenv("SHOW") == "" { return }
	fmt.Println("=================", who)
	for _, m := range w.Story.As(who).Messages() {
		fmt.Println("--- ", m.TS, "thread", m.ThreadTS, m.ReplyCount)
		fmt.Println(m.Words())
		if m.ReplyCount > 0 {
			for _, r := range w.Story.As(who).Thread(m.TS)[1:] { 
				fmt.Println("   ----- reply")
				fmt.Println(r.Words(), r.Files)
			}
		}
	}
}

func TestScratch(t *testing.T) {
	w := start(t)
	w.As(ana).Command("/expense 42.50 EUR taxi to the airport yesterday")
	m := w.As(ana).Modal()
	fmt.Println(m.Words(), m.Title, m.State)
	m.Fill("What was it for?", "Customer visit").Fill("Paid to", "City Taxi").Fill("Receipt", w.As(ana).Upload("r.pdf", []byte("%PDF-1.4"))).Submit()
	m = w.As(ana).Modal()
	fmt.Println(m.Words(), m.Title)
	m.Submit()
	w.As(jules).Sees("EXP-")
	show(w, jules)
	show(w, ana)
	w.As(jules).Click("Approve")
	w.As(ana).Sees("Waiting for Payables")
	show(w, ana)
	show(w, jules)
	w.As(lena).Click("Mark as reimbursed")
	w.As(lena).Modal().Fill("Note", "paid").Submit()
	w.As(ana).Sees("Reimbursed")
	show(w, ana); show(w, lena); show(w, marek)
}
