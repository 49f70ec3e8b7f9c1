package practice_test

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http/httptest"
	"syscall"
	"testing"
	"time"

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

func TestAServerThatIsClosedAtOnceListensNoMore(t *testing.T) {
	t.Parallel()
	for range 50 { // now before it began to serve and now after
		in, err := practice.Start(t.Context(), practice.Config{Address: "127.0.0.1:0"})
		require.NoError(t, err)
		out, err := practice.StartOutgoing(t.Context(), practice.SendConfig{Address: "127.0.0.1:0", Now: time.Now})
		require.NoError(t, err)
		require.NoError(t, in.Close())
		require.NoError(t, out.Close())
		for _, address := range []string{in.Address(), out.Address()} {
			_, err := net.Dial("tcp", address)
			require.ErrorIs(t, err, syscall.ECONNREFUSED)
		}
	}
}

func TestWhatIsOpenToOthersNeedsTLS(t *testing.T) {
	t.Parallel()
	_, err := practice.Start(t.Context(), practice.Config{Address: "0.0.0.0:0"})
	require.ErrorContains(t, err, "needs TLS")
}
