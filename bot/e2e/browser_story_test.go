//go:build e2e

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// press clicks the last button with the text that a person could click now.
func (b *tab) press(text string) {
	b.t.Helper()
	b.eventually("press "+text, fmt.Sprintf(`(() => {
		const all = [...document.querySelectorAll("button")].filter((x) => x.innerText.trim() === %q && x.offsetParent && !x.disabled && !x.closest("[inert]"));
		all.at(-1)?.click();
		return all.length > 0;
	})()`, text))
}

// sees waits until the page shows the text.
func (b *tab) sees(text string) {
	b.t.Helper()
	b.eventually("see "+text, fmt.Sprintf(`document.body.innerText.includes(%q)`, text))
}

// types writes into an input of the open form.
func (b *tab) types(block, text string) {
	b.t.Helper()
	input := fmt.Sprintf(`.modal input[data-block-id=%q], .modal textarea[data-block-id=%q]`, block, block)
	b.do("type into "+block, chromedp.WaitVisible(input), chromedp.SendKeys(input, text))
}

func TestAClaimFromDroppedReceiptToApprovalInTheBrowser(t *testing.T) {
	t.Parallel()
	receipt := filepath.Join(t.TempDir(), "hotel.pdf")
	require.NoError(t, os.WriteFile(receipt, paper("Hotel Douro"), 0o600))
	b := open(t, start(t), 800)

	b.become(ana)
	b.do("drop the receipt", chromedp.SetUploadFiles("#file-input", []string{receipt}))
	b.sees("hotel.pdf")
	b.say("118.00 EUR hotel in Porto yesterday")
	b.press("Open the form")
	b.press("Add another item")
	b.types("lines.1.merchant", "Porto Taxi")
	b.do("choose a category", chromedp.Click(`.modal input[data-block-id="lines.1.category"]`), chromedp.Click(`[role=option][data-value="travel"]`))
	b.types("lines.1.amount", "18,40")
	b.press("Continue")
	b.sees("Who decides")
	b.sees("136.40 EUR")
	b.press("Send")
	b.sees("Expense claim EXP-1")

	b.become(jules)
	b.sees("you are the manager of Ana Ruiz")
	b.press("Ask…")
	b.types("text", "Was there no train?")
	b.press("Ask")
	b.become(ana)
	b.press("Answer…")
	b.types("text", "Not on a Sunday.")
	b.press("Send")
	b.become(jules)
	b.sees("Not on a Sunday.")
	b.press("Approve")
	b.sees("You approved it")
	b.become(ana)
	b.sees("Jules Moreau approved it")
}

func TestAPhotoOfAReceiptBecomesAClaimInTheBrowser(t *testing.T) {
	t.Parallel()
	picture := filepath.Join(t.TempDir(), "hotel.png")
	require.NoError(t, os.WriteFile(picture, photo(t, hotel()), 0o600))
	b := open(t, start(t), 900)

	b.become(ana)
	b.do("drop the photo", chromedp.SetUploadFiles("#file-input", []string{picture}))
	b.sees("hotel.png")
	read(b, "look on", chromedp.Evaluate[bool](`(() => {
		const look = () => { window.reading ||= document.body.innerText.includes("Reading “hotel.png”…"); };
		new MutationObserver(look).observe(document.body, {childList: true, subtree: true, characterData: true});
		return true;
	})()`)) // what stands there for a moment alone
	b.do("send it", chromedp.Click("#send"))
	b.eventually("see that it is being read", "window.reading === true")
	b.sees("Read from “hotel.png”: Date, Paid to, Amount, Tax included.")
	b.press("Open the form")
	b.types("purpose", "Fair in Porto")
	b.do("choose a category", chromedp.Click(`.modal input[data-block-id="lines.0.category"]`), chromedp.Click(`[role=option][data-value="lodging"]`))
	b.press("Continue")
	b.sees("Who decides")
	b.sees("118.00 EUR")
	b.press("Send")
	b.sees("Expense claim EXP-1")

	b.become(jules)
	b.sees("you are the manager of Ana Ruiz")
	b.sees("HOTEL DOURO EXEMPLO")
	b.press("Approve")
	b.sees("You approved it")
	b.become(ana)
	b.sees("Jules Moreau approved it")
}
