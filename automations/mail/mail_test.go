package mail_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/automations/mail"
)

func TestTheSameMailIsKnownWhereverItIsRead(t *testing.T) {
	t.Parallel()
	of := func(uid uint32, raw string) string {
		return mail.Message{At: mail.Position{Account: "a", Folder: "INBOX", Validity: 1, UID: uid}, Raw: []byte(raw)}.Fingerprint()
	}
	once := of(1, "Message-ID: <1@acme.example>\r\nSubject: Invoice\r\n\r\nDear customer\r\n")
	assert.Equal(t, once, of(9, "X-Moved: yes\r\nmessage-id:  <1@acme.example>\r\nSubject: Invoice\r\n\r\nDear customer\r\n"))
	for name, other := range map[string]string{
		"another body":       "Message-ID: <1@acme.example>\r\nSubject: Invoice\r\n\r\nDear customers\r\n",
		"another Message-ID": "Message-ID: <2@acme.example>\r\nSubject: Invoice\r\n\r\nDear customer\r\n",
		"no Message-ID":      "Subject: Invoice\r\n\r\nDear customer\r\n",
		"a second one":       "Message-ID: <1@acme.example>\r\nMessage-ID: <1@acme.example>\r\n\r\nDear customer\r\n",
	} {
		assert.NotEqual(t, once, of(1, other), name)
	}
	assert.NotEqual(t, of(1, ""), of(2, ""), "what could not be read is told by its place")
}

func TestPlacesNeverShareAName(t *testing.T) {
	t.Parallel()
	p := mail.Position{Account: `a"/b`, Folder: "c", Validity: 7, UID: 12}
	assert.Equal(t, `"a\"/b"/c/7/12`, p.String())
	assert.NotEqual(t, p.String(), mail.Position{Account: `a"`, Folder: "b/c", Validity: 7, UID: 12}.String())
}
