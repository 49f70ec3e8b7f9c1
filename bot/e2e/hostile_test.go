package e2e

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// hostile is what S22 of the threats lists, in one text.
const hostile = "<!channel> <!here> <@U12JULES> <#C01GENERAL> <!subteam^S01AUDIT> <https://evil.example|https://bank.example> " +
	"<!date^0^x^https://evil.example|y> &lt;!everyone&gt; *bold* `code` ~gone~ _it_ :tada: @channel \u202efdp.exe\u202c\u200b"

func TestHostileTextStaysText(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(ana).Command("/purchase")
	w.Fills(ana, "What do you need?", hostile[:140], "From whom?", hostile[:70], "Price in all", "12 EUR",
		"Why?", hostile+"\n\n\n\n✅ *Approved* by Ingrid Solberg", "Quote", w.As(ana).Upload("<!channel> *x* \u202efdp.pdf", paper("x"))).Submit()
	n := w.Sends(ana)
	w.Opens(jules, n, "<!channel> *x* fdp.pdf")
	w.Decides(jules, n, "Ask…", hostile)
	w.Card(ana, n, "everyone")
	w.As(ana).Reply(w.Card(ana, n, n).TS, hostile)
	w.Decides(jules, n, "Return…", hostile)
	w.Card(ana, n, "Returned by")
	w.As(ana).Say(hostile)
	w.As(ana).Sees("I did not understand")
	w.As(jules).Command("/desk " + n)
	literal(t, "details", w.As(jules).SeesModal("What happened").Blocks)
	literal(t, "home", w.As(ana).SeesHome(n).Blocks)
	for _, who := range []string{ana, jules} {
		for _, m := range w.As(who).Messages() {
			for _, one := range append(w.As(who).Thread(m.TS), m) {
				if one.User == who {
					continue // what people write themselves is Slack's affair
				}
				assert.NotContains(t, one.Text, "<!", "fallback")
				assert.NotContains(t, one.Text, "<@", "fallback")
				assert.NotContains(t, one.Text, "<http", "fallback")
				literal(t, who, one.Blocks)
			}
		}
	}
}

// literal tells that nothing in the blocks that came from people is read by
// Slack as a mention, a link, a format or an emoji.
func literal(t *testing.T, where string, blocks any) {
	t.Helper()
	raw, err := json.Marshal(blocks)
	require.NoError(t, err)
	var tree any
	require.NoError(t, json.Unmarshal(raw, &tree))
	walk(tree, func(kind, text string) {
		assert.NotContains(t, text, "\u202e", where)
		if kind != "mrkdwn" {
			assert.NotContains(t, text, "<!", where)
			assert.NotContains(t, text, "<@", where)
			return
		}
		for _, mark := range []string{"<", "*bold*", "`code`", "~gone~", "_it_", ":tada:", "://", "@channel"} {
			assert.NotContains(t, text, mark, where)
		}
		assert.Equal(t, strings.Count(text, "&"), strings.Count(text, "&amp;")+strings.Count(text, "&lt;")+strings.Count(text, "&gt;"), text)
	})
}

func walk(v any, each func(kind, text string)) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			walk(e, each)
		}
	case map[string]any:
		if text, ok := v["text"].(string); ok {
			kind, _ := v["type"].(string)
			each(kind, text)
		}
		for _, e := range v {
			walk(e, each)
		}
	}
}
