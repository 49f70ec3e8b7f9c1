package webhook

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestPublicAddresses(t *testing.T) {
	t.Parallel()
	for _, open := range []string{"8.8.8.8", "93.184.215.14", "2606:4700::1111", "::ffff:8.8.8.8"} {
		assert.True(t, public(netip.MustParseAddr(open)), open)
	}
	for _, closed := range []string{"192.0.2.1", "203.0.113.9", "2001:db8::1", "2001::1", "fe80::1%eth0", "::ffff:10.0.0.1", "fec0::1", "240.0.0.1"} {
		assert.False(t, public(netip.MustParseAddr(closed)), closed)
	}
}
