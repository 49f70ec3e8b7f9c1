package slack

import (
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestUnescapeReadsAsTheLibraryDoes(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "%", "%4", "%4g", "%g4", "a%", "plain", "a+b%20c", "%7B%22text%22%3A%22%C3%A4%2B%22%7D", "%41%4a%4A", "100%25", "%%", "+%", "%zz+",
	} {
		want, bad := url.QueryUnescape(text)
		got, err := unescape([]byte(text))
		assert.Equal(t, bad == nil, err == nil, text)
		if bad != nil {
			assert.ErrorIs(t, err, bad, text)
			continue
		}
		assert.Equal(t, want, string(got), text)
	}
}
