//go:build e2e

package practice_test

import (
	"context"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/slack/practice"
)

// browse opens the page in a browser and gives a function that runs JavaScript in it.
func browse(t *testing.T, address string) func(script string) any {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox)
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
	require.NoError(t, chromedp.Do(ctx), "the browser starts")
	step, cancel := context.WithTimeout(ctx, ample)
	defer cancel()
	require.NoError(t, chromedp.Do(step, chromedp.Navigate(address), chromedp.WaitReady(`body[data-ready="true"]`)))
	return func(script string) any {
		t.Helper()
		step, cancel := context.WithTimeout(ctx, ample)
		defer cancel()
		found, err := chromedp.Run(step, chromedp.Evaluate[any](script))
		require.NoError(t, err, script)
		return found
	}
}

func TestTheTrafficIsShownAndCanBeDisturbed(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	js := browse(t, b.url+"/#as=U1&at=traffic")
	until := func(what, script string) {
		t.Helper()
		require.Eventually(t, func() bool { return js(script) == true }, ample, 50*time.Millisecond, what)
	}
	b.ok("chat.postMessage", object{"channel": "C1", "text": "a needle in the traffic"})
	b.fails("channel_not_found", "chat.postMessage", object{"channel": "C9", "text": "x"})
	until("the newest is on top, and marked", `document.querySelector('.traffic-list .traffic-row')?.classList.contains('is-wrong')
		&& document.querySelector('.traffic-row .traffic-status').textContent === 'channel_not_found'`)
	js(`(() => { const f = document.querySelector('#traffic-filter'); f.value = 'needle postmessage'; f.dispatchEvent(new Event('input')) })()`)
	until("one row is left", `document.querySelectorAll('.traffic-row').length === 1`)
	js(`document.querySelector('.traffic-row summary').click()`)
	until("its body is read as JSON", `document.querySelector('.traffic-body').textContent.includes('"text": "a needle in the traffic"')`)
	js(`(() => { document.querySelector('#bad-fail').value = '100'; document.querySelector('#bad-seed').value = '5'; document.querySelector('.bad-form .is-primary').click() })()`)
	until("the switch tells that it is on", `document.querySelector('.bad-day').classList.contains('is-on')`)
	assert.EqualValues(t, 5, b.get("/control/misbehave")["seed"])
	code, _, _ := b.try("auth.test", map[string][]string{})
	assert.Equal(t, 500, code)
}

// TestEveryBlockIsDrawn posts every block with every element in it.
func TestEveryBlockIsDrawn(t *testing.T) {
	t.Parallel()
	b := open(t, func(o *practice.Options) {
		o.Scopes = []string{"chat:write", "im:history", "channels:history", "links.embed:write"}
	})
	posted := 0
	post := func(blocks ...string) {
		b.ok("chat.postMessage", object{"channel": "C1", "text": "x", "blocks": "[" + strings.Join(blocks, ",") + "]"})
		posted++
	}
	for block, not := range samples() {
		if !strings.Contains(not, "message") {
			post(block)
		}
	}
	for place, elements := range bare() {
		var blocks []string
		for kind := range elements {
			block, _ := in(place, kind, `"action_id":"`+kind+`"`)
			blocks = append(blocks, block)
		}
		post(blocks...)
	}
	for _, kind := range []string{"bar", "line", "area"} {
		post(chart(`"type":"` + kind + `",` + axis + `,"series":[{"name":"n","data":[{"label":"a","value":1}]}]`))
	}
	js := browse(t, b.url+"/#as=U1&at=C1")
	require.Eventually(t, func() bool { return js(`document.querySelectorAll('.message').length`) == float64(posted) }, ample, 50*time.Millisecond)
	assert.Equal(t, "", js(`[...document.querySelectorAll('.unsupported')].map((n) => n.textContent).join()`))
	assert.EqualValues(t, 25, js(`new Set([...document.querySelectorAll('[data-action-id]')].map((n) => n.dataset.actionId).filter((id) => /[a-z]{3}/.test(id))).size`))
}
