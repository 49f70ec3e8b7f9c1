package redis_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
	"factotum/connectors/store/redis"
)

func TestAnEncryptedServerIsReachedOnlyEncrypted(t *testing.T) {
	t.Parallel()
	certificate, key, roots := certify(t)
	sealed, plain := freePort(t), freePort(t)
	s := start(t, "--port", strconv.Itoa(plain), "--tls-port", strconv.Itoa(sealed), "--tls-cert-file", certificate, "--tls-key-file", key, "--tls-auth-clients", "no")
	o := redis.Options{Addresses: []string{"127.0.0.1:" + strconv.Itoa(sealed)}, Workspace: "T1", TLS: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}}
	_, err := opened(t, s, o).Commit(context.Background(), change(t, "a", 1))
	require.NoError(t, err)

	for _, wrong := range []struct {
		config *tls.Config
		port   int
		code   fault.Code
		say    string
	}{
		{nil, sealed, fault.Invalid, "takes encrypted connections only. Write \"tls: true\" below store.redis"},
		{&tls.Config{MinVersion: tls.VersionTLS12}, sealed, fault.Unavailable, "shows a certificate that is not trusted"},
		{&tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}, plain, fault.Invalid, "speaks no TLS. Leave out tls below store.redis, or write the port that speaks it."},
	} {
		o.TLS, o.Addresses = wrong.config, []string{"127.0.0.1:" + strconv.Itoa(wrong.port)}
		_, err := redis.Open(context.Background(), o)
		assert.Equal(t, wrong.code, fault.CodeOf(err))
		assert.Contains(t, fault.Say(err), wrong.say)
		assert.Equal(t, wrong.code == fault.Unavailable, redis.Refuses(err), "waiting does not mend it")
	}
}

func certify(t *testing.T) (certificate, key string, roots *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	signed, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	require.NoError(t, err)
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	require.NoError(t, err)
	parsed, err := x509.ParseCertificate(signed)
	require.NoError(t, err)
	roots = x509.NewCertPool()
	roots.AddCert(parsed)
	write := func(name, kind string, content []byte) string {
		path := filepath.Join(t.TempDir(), name)
		require.NoError(t, os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: content}), 0o600))
		return path
	}
	return write("certificate.pem", "CERTIFICATE", signed), write("key.pem", "PRIVATE KEY", secret), roots
}
