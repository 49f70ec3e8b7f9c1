package redis_test

import (
	"context"
	"fmt"
	"net"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/store/redis"
)

// proxy stands between a store and its server and cuts the connection in the
// middle of what it passes on.
type proxy struct {
	net.Listener
	mu    sync.Mutex
	left  map[bool]int // bytes to the server (true) or back until the cut; absent: none
	conns []net.Conn
	asked bool // the last bytes went to the server
	trips int
}

func newProxy(t *testing.T, s *server) *proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	p := &proxy{Listener: l, left: map[bool]int{}}
	var passing sync.WaitGroup
	passing.Go(func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial("unix", s.socket())
			if err != nil {
				_ = near.Close()
				continue
			}
			p.mu.Lock()
			p.conns = append(p.conns, near, far)
			p.mu.Unlock()
			passing.Go(func() { p.pass(far, near, true) })
			passing.Go(func() { p.pass(near, far, false) })
		}
	})
	t.Cleanup(func() {
		require.NoError(t, l.Close())
		p.mu.Lock()
		for _, c := range p.conns {
			_ = c.Close()
		}
		p.mu.Unlock()
		passing.Wait()
	})
	return p
}

// cut has the next connection that passes more than n bytes that way cut there.
func (p *proxy) cut(toServer bool, n int) {
	p.mu.Lock()
	p.left[toServer] = n
	p.mu.Unlock()
}

func (p *proxy) pass(to, from net.Conn, toServer bool) {
	defer func() { _, _ = to.Close(), from.Close() }()
	buffer := make([]byte, 64<<10)
	for {
		n, err := from.Read(buffer)
		if err != nil {
			return
		}
		p.mu.Lock()
		if toServer && !p.asked {
			p.trips++
		}
		p.asked = toServer
		left, armed := p.left[toServer]
		cut := armed && n > left
		switch {
		case cut:
			n = left
			delete(p.left, toServer)
		case armed:
			p.left[toServer] = left - n
		}
		p.mu.Unlock()
		if _, err := to.Write(buffer[:n]); err != nil || cut {
			return
		}
	}
}

func TestAnAnswerThatWasLostOnTheWayIsKnownByRepeating(t *testing.T) {
	t.Parallel()
	s := start(t)
	p := newProxy(t, s)
	store := opened(t, s, redis.Options{Addresses: []string{p.Addr().String()}, Workspace: "T1"})
	acknowledged, repeated := map[string]string{}, 0
	for i := range 100 {
		toServer, id := i%2 == 1, fmt.Sprintf("r%03d", i)
		n := i / 2 // of an answer of about 30 bytes
		if toServer {
			n *= 100 // of a script's arguments
		}
		p.cut(toServer, n)
		r, err := store.Commit(context.Background(), change(t, id, int64(i)))
		require.NoError(t, err)
		assert.Equal(t, id, string(r.Outcome))
		if r.Repeated {
			repeated++
		}
		acknowledged[id] = r.Numbers[id]
	}
	require.Len(t, acknowledged, 100)
	assert.GreaterOrEqual(t, repeated, 20, "their first try took place and was not answered")
	t.Logf("%d of 50 cut answers were of a change that had taken place", repeated)
	whole(t, store, acknowledged)
}

func TestAClickTakesTwoRoundTrips(t *testing.T) {
	t.Parallel()
	master, _ := withReplica(t)
	p := newProxy(t, master)
	store, ctx := opened(t, master, redis.Options{Addresses: []string{p.Addr().String()}, Replicas: 1}), context.Background()
	_, err := store.Commit(ctx, change(t, "warm", 1))
	require.NoError(t, err)
	p.mu.Lock()
	p.trips = 0
	p.mu.Unlock()
	_, err = store.Load(ctx, "a", "b", "people")
	require.NoError(t, err)
	_, err = store.Commit(ctx, change(t, "a", 2))
	require.NoError(t, err)
	p.mu.Lock()
	assert.Equal(t, 2, p.trips, "waiting for the replica is part of the second")
	p.mu.Unlock()
	stats := master.client(t).Info(ctx, "commandstats").Val()
	for _, none := range []string{"cmdstat_keys:", "cmdstat_scan:", "cmdstat_multi:"} {
		assert.NotContains(t, stats, none)
	}
}
