package slack

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestForgedRequestsAreRefused is S1, and of S2 what lies outside the window.
func TestForgedRequestsAreRefused(t *testing.T) {
	t.Parallel()
	w := setupHTTP(t, &recorder{}) // a nil function is called by nobody
	body := w.event("E1", "hello")
	now := time.Now().Unix()
	with := func(name string, values ...string) http.Header {
		h := sign(secret, body, now)
		h[name] = values
		return h
	}
	good := sign(secret, body, now).Get("X-Slack-Signature")
	stamp := strconv.FormatInt(now, 10)
	forged := map[string]http.Header{
		"no headers":            {},
		"no signature":          {"X-Slack-Request-Timestamp": {stamp}},
		"no time":               {"X-Slack-Signature": {good}},
		"another secret":        sign("another", body, now),
		"another body":          sign(secret, body+" ", now),
		"written again":         sign(secret, strings.ReplaceAll(body, ":", ": "), now),
		"63 digits":             with("X-Slack-Signature", good[:len(good)-1]),
		"65 digits":             with("X-Slack-Signature", good+"0"),
		"the first digit":       with("X-Slack-Signature", "v0="+other(good[3])+good[4:]),
		"the last digit":        with("X-Slack-Signature", good[:66]+other(good[66])),
		"v1":                    with("X-Slack-Signature", "v1"+good[2:]),
		"capitals":              with("X-Slack-Signature", "V0="+good[3:]),
		"two signatures":        with("X-Slack-Signature", good, good),
		"two in one":            with("X-Slack-Signature", good+","+good),
		"an empty signature":    with("X-Slack-Signature", ""),
		"two times":             with("X-Slack-Request-Timestamp", stamp, stamp),
		"another time":          with("X-Slack-Request-Timestamp", strconv.FormatInt(now-1, 10)),
		"a plus":                with("X-Slack-Request-Timestamp", "+"+stamp),
		"a leading zero":        with("X-Slack-Request-Timestamp", "0"+stamp),
		"an exponent":           with("X-Slack-Request-Timestamp", "1e9"),
		"20 digits":             with("X-Slack-Request-Timestamp", "17950000000000000000"),
		"hexadecimal":           with("X-Slack-Request-Timestamp", "0x6900"),
		"negative":              with("X-Slack-Request-Timestamp", "-9223372036854775808"),
		"the end of time":       with("X-Slack-Request-Timestamp", "9223372036854775807"),
		"five minutes ago":      sign(secret, body, now-303),
		"five minutes ahead":    sign(secret, body, now+303),
		"signed with no secret": sign("", body, now),
	}
	for name, h := range forged {
		code, said := w.send(h, body)
		assert.Equal(t, []any{http.StatusUnauthorized, ""}, []any{code, said}, name)
	}
	assert.Equal(t, int64(len(forged)), w.client.Health().Refused)
	_, ok := signed(http.Header{"X-Slack-Request-Timestamp": {" " + stamp}, "X-Slack-Signature": {good}}, time.Now())
	assert.False(t, ok, "a space that net/http would have taken away")

	for _, edge := range []int64{now - 298, now + 298} {
		code, _ := w.send(sign(secret, body, edge), body)
		assert.Equal(t, http.StatusOK, code, "within the window")
	}
}

func other(digit byte) string {
	if digit == '0' {
		return "1"
	}
	return "0"
}

// TestTheSigningSecretIsChangedWithoutAGap is S4.
func TestTheSigningSecretIsChangedWithoutAGap(t *testing.T) {
	t.Parallel()
	at := time.Unix(1_795_000_000, 0)
	secrets := []SigningSecret{{Value: "new"}, {Value: "old", Until: at.Add(time.Hour)}, {Value: ""}}
	matches := func(with string, now time.Time) bool {
		s, ok := signed(sign(with, "{}", now.Unix()), now)
		require.True(t, ok)
		return s.matches(secrets, []byte("{}"), now)
	}
	assert.True(t, matches("new", at))
	assert.True(t, matches("old", at))
	assert.True(t, matches("old", at.Add(time.Hour-time.Second)))
	assert.False(t, matches("old", at.Add(time.Hour)))
	assert.True(t, matches("new", at.Add(time.Hour)))
	assert.False(t, matches("", at), "no secret signs nothing")
}

// BenchmarkForgedDigit is S3: how long it takes to refuse a signature whose
// first or last digit is wrong, 100,000 of each by turns. The medians differ by
// less than 2 %.
//
//	go test -run none -bench ForgedDigit -benchtime 1x ./connectors/slack
func BenchmarkForgedDigit(b *testing.B) {
	const each = 100_000
	secrets, body, at := []SigningSecret{{Value: secret}}, []byte(strings.Repeat("x", 2000)), time.Unix(1_795_000_000, 0)
	good := sign(secret, string(body), at.Unix()).Get("X-Slack-Signature")
	forged := []signature{
		{"1795000000", "v0=" + other(good[3]) + good[4:]},
		{"1795000000", good[:66] + other(good[66])},
	}
	for b.Loop() {
		var took [2][]time.Duration
		for i := range 2 * each {
			begun := time.Now()
			matches := forged[i%2].matches(secrets, body, at)
			took[i%2] = append(took[i%2], time.Since(begun))
			require.False(b, matches)
		}
		first, last := median(took[0]), median(took[1])
		b.ReportMetric(float64(first), "ns/first")
		b.ReportMetric(float64(last), "ns/last")
		b.ReportMetric(100*float64((first-last).Abs())/float64(first), "%/apart")
	}
}

func median(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}
