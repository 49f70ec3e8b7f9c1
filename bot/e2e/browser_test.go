//go:build e2e

package e2e

import (
	"context"
	"fmt"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/slack/practice/story"
)

// tab is a browser window on the page of a world, for one step at a time.
type tab struct {
	t   testing.TB
	ctx context.Context
}

// open shows the page of a world in a browser of its own, 1,280 dots wide and so
// high.
func open(t testing.TB, w *world, height int) *tab {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.WindowSize(1280, height), chromedp.NoSandbox)
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			options = append(options, chromedp.ExecPath(path))
			break
		}
	}
	allocated, endBrowser := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, endTab := chromedp.NewContext(allocated)
	t.Cleanup(func() {
		assert.NoError(t, chromedp.Cancel(ctx))
		endTab()
		endBrowser()
	})
	require.NoError(t, chromedp.Do(ctx), "the browser starts") // with the whole context, since it ends with the one that starts it
	b := &tab{t: t, ctx: ctx}
	b.do("the page is usable", chromedp.Navigate(w.URL), chromedp.WaitReady(`body[data-ready="true"]`))
	return b
}

// do takes steps.
func (b *tab) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, story.Patience)
	defer cancel()
	require.NoError(b.t, chromedp.Do(ctx, steps...), what)
}

// read is what one step finds.
func read[T any](b *tab, what string, step chromedp.Action[T]) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, story.Patience)
	defer cancel()
	found, err := chromedp.Run(ctx, step)
	require.NoError(b.t, err, what)
	return found
}

// become is somebody else from now on, with their messages with the bot open.
func (b *tab) become(user string) {
	b.t.Helper()
	direct := "D" + user[1:]
	b.eventually("become "+user, fmt.Sprintf(`(() => {
		const who = document.querySelector("#who");
		if (who.value !== %q) {
			who.value = %[1]q;
			who.dispatchEvent(new Event("change"));
			return false;
		}
		document.querySelector('[data-channel="%[2]s"]')?.click();
		return location.hash.includes("as=%[3]s") && location.hash.includes("at=%[2]s");
	})()`, user, direct, user))
	b.do("see the composer", chromedp.WaitVisible("#composer textarea"))
}

// eventually waits until a JavaScript expression is true.
func (b *tab) eventually(what, expression string) {
	b.t.Helper()
	require.Eventually(b.t, func() bool {
		return read(b, what, chromedp.Evaluate[bool](expression))
	}, story.Patience, 50*time.Millisecond, what)
}

// say types into the composer and sends it.
func (b *tab) say(text string) {
	b.t.Helper()
	b.do("say "+text, chromedp.SendKeys("#composer textarea", text), chromedp.Click("#send"))
}

func TestThePageOpensAFormInTheBrowser(t *testing.T) {
	t.Parallel()
	b := open(t, start(t), 800)
	b.become(ana)
	b.say("/expense 42.50 EUR taxi to the airport yesterday")
	b.do("the form opens", chromedp.WaitVisible(".modal[data-view]"), chromedp.WaitVisible(".modal-submit"))
	assert.Contains(t, read(b, "its title", chromedp.Text(".modal[data-view]")), "Expense claim")
	assert.Contains(t, read(b, "the amount", chromedp.Value(`input[data-block-id="lines.0.amount"], [data-block-id="lines.0.amount"] input`)), "42.50")
}

func TestFocusFollowsTheFormInTheBrowser(t *testing.T) {
	t.Parallel()
	b := open(t, start(t), 800)
	b.become(ana)
	b.say("/expense 42.50 EUR taxi to the airport yesterday")
	b.do("the form opens", chromedp.WaitVisible(".modal-submit"))
	focus := func(want, why string) {
		b.eventually(why+" has focus", fmt.Sprintf(`(() => {
			const at = document.activeElement;
			return (at.closest(".modal") ? at.closest("[data-block-id]")?.dataset.blockId || at.innerText : at.tagName) === %q;
		})()`, want))
	}
	focus("purpose", "the first input")
	enter := `document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", ctrlKey: true, bubbles: true, cancelable: true}))`
	read(b, "Ctrl+Enter", chromedp.Evaluate[bool](enter))
	b.do("the check takes its place", chromedp.Poll[chromedp.Void](`document.querySelector(".modal-submit").innerText === "Send" && !document.querySelector(".modal-submit").disabled`))
	focus("Send", "there is no input, so the primary button")
	b.press("Send")
	b.sees("Expense claim EXP-1")
	focus("TEXTAREA", "where the command was typed")

	b.become(jules)
	b.do("open the details", chromedp.Click(`[data-action-id="overflow"]`))
	b.press("Open details")
	b.do("push a form", chromedp.Click(`.modal [data-action-id="return"]`), chromedp.WaitVisible(`.modal [data-block-id="text"] textarea`))
	focus("text", "the input of what was pushed")
	escape := `document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "Escape", bubbles: true, cancelable: true}))`
	read(b, "Escape", chromedp.Evaluate[bool](escape))
	back := func(want, why string) {
		b.eventually(why+" has focus", fmt.Sprintf(`document.activeElement.dataset.actionId === %q`, want))
	}
	back("return", "the button that pushed it")
	read(b, "Escape", chromedp.Evaluate[bool](escape))
	back("overflow", "the button that opened it")
}
