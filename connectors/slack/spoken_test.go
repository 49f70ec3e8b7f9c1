package slack

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTextIsReadAsItWasTyped(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"taxi &amp; train 42 EUR":                            "taxi & train 42 EUR",
		"&lt;!channel&gt; &amp;amp;":                         "<!channel> &amp;",
		"access for <@U1|ana> please":                        "access for <@U1> please",
		"see <https://example.com/a?b=1&amp;c=2>":            "see https://example.com/a?b=1&c=2",
		"see <http://example.com|example.com> in <#C1|desk>": "see example.com in #desk",
		"mail <mailto:a@example.com|a@example.com>":          "mail a@example.com",
		"<!here> now": "!here now",
		"a < b > c":   "a < b > c",
	} {
		assert.Equal(t, want, spoken(in), in)
	}
}
