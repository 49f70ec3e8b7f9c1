package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"time"

	"factotum/automations/fault"
)

// skew is how old a message may be, and how far ahead of our clock: the
// recommended five minutes.
const skew = 5 * time.Minute

// Secret signs messages and tells which are signed with it.
type Secret []byte

// ParseSecret reads a secret as the receiver shows it: whsec_ and base64 of 24 to
// 64 bytes. It never says what it read.
func ParseSecret(text string) (Secret, error) {
	raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(strings.TrimSpace(text), "whsec_"))
	if err != nil || len(raw) < 24 || len(raw) > 64 {
		return nil, fault.New(fault.Invalid, "A secret of a webhook is whsec_ and 24 to 64 bytes in base64: make one with `openssl rand -base64 32`.")
	}
	return raw, nil
}

func (s Secret) sign(id string, at time.Time, body []byte) string {
	return "v1," + base64.StdEncoding.EncodeToString(s.sum(id, strconv.FormatInt(at.Unix(), 10), body))
}

func (s Secret) sum(id, at string, body []byte) []byte {
	mac := hmac.New(sha256.New, s)
	mac.Write([]byte(id + "." + at + "."))
	mac.Write(body)
	return mac.Sum(nil)
}

// Verify gives the id of a message that is signed with the secret and sent just
// now; ok is false for any other.
func (s Secret) Verify(header http.Header, body []byte, now time.Time) (id string, ok bool) {
	id, at := header.Get(headerID), header.Get(headerTime)
	seconds, err := strconv.ParseInt(at, 10, 64)
	if err != nil || id == "" || len(id) > 256 || now.Sub(time.Unix(seconds, 0)).Abs() > skew {
		return "", false
	}
	want := s.sum(id, at, body)
	for sign := range strings.FieldsSeq(header.Get(headerSign)) {
		text, v1 := strings.CutPrefix(sign, "v1,")
		got, err := base64.StdEncoding.DecodeString(text)
		if v1 && err == nil && hmac.Equal(got, want) {
			return id, true
		}
	}
	return "", false
}
