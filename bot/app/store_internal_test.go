package app

import (
	"crypto/tls"
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/connectors/store/redis"
)

func TestTheWayToRedisMustBeSafe(t *testing.T) {
	t.Parallel()
	encrypted := &tls.Config{MinVersion: tls.VersionTLS12}
	for say, o := range map[string]redis.Options{
		"without password and without encryption": {Addresses: []string{"127.0.0.1:6379", "redis.example.com:6379"}},
		"without a password":                      {Addresses: []string{"10.0.0.7:6379"}, TLS: encrypted},
		"without encryption":                      {Addresses: []string{"redis.example.com:6379"}, Password: "made-up"},
	} {
		found := Place{Redis: &o}.exposed()
		if assert.Len(t, found, 1, say) {
			assert.Contains(t, found[0].Say, say)
			assert.Equal(t, say == "without password and without encryption", found[0].Refuse)
			assert.NotContains(t, found[0].Say, "127.0.0.1")
		}
	}
	for _, o := range []redis.Options{
		{Addresses: []string{"/run/redis.sock"}},
		{Addresses: []string{"localhost:6379", "[::1]:6379", "127.0.0.2:6379"}},
		{Addresses: []string{"redis.example.com:6379"}, Password: "made-up", TLS: encrypted},
	} {
		assert.Empty(t, Place{Redis: &o}.exposed())
	}
}
