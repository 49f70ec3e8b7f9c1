package webhook

import (
	"context"
	"fmt"
	"net/netip"
	"syscall"
)

type control = func(ctx context.Context, network, address string, c syscall.RawConn) error

// privateError refuses an address.
type privateError struct{ address string }

// Error says which.
func (e *privateError) Error() string { return fmt.Sprintf("%s is a private address", e.address) }

// publicOnly looks at the address that a name has led to, just before it is
// dialled: whatever the name led to a moment before does not count.
func publicOnly(_ context.Context, _, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil || !public(to.Addr()) {
		return &privateError{address: address}
	}
	return nil
}

// public tells whether everybody in the internet means the same by an address.
func public(a netip.Addr) bool {
	a = a.Unmap()
	if !a.IsGlobalUnicast() || a.IsPrivate() || a.Zone() != "" {
		return false
	}
	for _, special := range reserved() {
		if special.Contains(a) {
			return false
		}
	}
	return true
}

// reserved are the networks of the special-purpose registries of IANA (RFC 6890)
// that the address itself does not tell, and those that hold another address
// inside.
func reserved() []netip.Prefix {
	var all []netip.Prefix
	for _, text := range []string{
		"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24",
		"203.0.113.0/24", "240.0.0.0/4", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fec0::/10",
	} {
		all = append(all, netip.MustParsePrefix(text))
	}
	return all
}
