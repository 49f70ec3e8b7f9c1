package practice_test

import (
	"crypto/tls"
	"crypto/x509"
	"net/http/httptest"
	"testing"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/mail/practice"
)

func TestMailArrivesOverTLSForItsUserOnly(t *testing.T) {
	t.Parallel()
	web := httptest.NewTLSServer(nil) // for its certificate
	web.Close()
	roots := x509.NewCertPool()
	roots.AddCert(web.Certificate())
	users := map[string]string{"ana": "one", "ben": "two"}
	s, err := practice.Start(t.Context(), practice.Config{
		Address: "127.0.0.1:0", TLS: &tls.Config{Certificates: web.TLS.Certificates}, Users: users, Validity: 5,
	})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.Close()) })
	require.NoError(t, s.Deliver("ana", []byte("Subject: Hello\r\n\r\nAna\r\n")))

	for user, mails := range map[string]uint32{"ana": 1, "ben": 0} {
		c, err := imapclient.DialTLS(s.Address(), &imapclient.Options{
			TLSConfig: &tls.Config{RootCAs: roots, ServerName: "example.com"},
		})
		require.NoError(t, err)
		t.Cleanup(func() { _ = c.Close() })
		require.Error(t, c.Login(user, "wrong").Wait())
		require.NoError(t, c.Login(user, users[user]).Wait())
		data, err := c.Select("INBOX", nil).Wait()
		require.NoError(t, err)
		assert.Equal(t, mails, data.NumMessages)
		assert.Equal(t, uint32(6), data.UIDValidity)
		status, err := c.Status("INBOX", &imap.StatusOptions{UIDValidity: true}).Wait()
		require.NoError(t, err)
		assert.Equal(t, uint32(6), status.UIDValidity)
	}
}

func TestWhatIsOpenToOthersNeedsTLS(t *testing.T) {
	t.Parallel()
	_, err := practice.Start(t.Context(), practice.Config{Address: "0.0.0.0:0"})
	require.ErrorContains(t, err, "needs TLS")
}
