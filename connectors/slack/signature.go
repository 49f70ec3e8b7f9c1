package slack

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"time"
)

// window is how far the time of a request may be from ours, both ways
// (docs.slack.dev/authentication/verifying-requests-from-slack).
const window = 5 * time.Minute

// SigningSecret is what Slack signs its requests with. While it is being
// changed there are two: the old one has an end.
type SigningSecret struct {
	Value string
	Until time.Time // zero: it has no end
}

// signature is what a request says about itself.
type signature struct{ at, of string }

// signed reads the headers of a signature. They must have exactly the form in
// which Slack writes them, once each, and a time within the window.
func signed(h http.Header, now time.Time) (s signature, ok bool) {
	at, of := h["X-Slack-Request-Timestamp"], h["X-Slack-Signature"]
	if len(at) != 1 || len(of) != 1 {
		return s, false
	}
	seconds, err := strconv.ParseInt(at[0], 10, 64)
	if err != nil || strconv.FormatInt(seconds, 10) != at[0] {
		return s, false
	}
	if away := now.Unix() - seconds; away > int64(window.Seconds()) || away < -int64(window.Seconds()) {
		return s, false
	}
	return signature{at[0], of[0]}, len(of[0]) == len("v0=")+2*sha256.Size
}

// matches tells whether any of the secrets that hold now signed the body, byte
// for byte.
func (s signature) matches(secrets []SigningSecret, body []byte, now time.Time) bool {
	found := false
	for _, secret := range secrets {
		if secret.Value == "" || (!secret.Until.IsZero() && !now.Before(secret.Until)) {
			continue
		}
		mac := hmac.New(sha256.New, []byte(secret.Value))
		_, _ = mac.Write([]byte("v0:" + s.at + ":")) // a hash takes everything
		_, _ = mac.Write(body)
		want := "v0=" + hex.EncodeToString(mac.Sum(nil))
		if hmac.Equal([]byte(want), []byte(s.of)) {
			found = true
		}
	}
	return found
}
