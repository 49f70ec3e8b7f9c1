package redis_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
	"factotum/connectors/store/redis"
)

// load commits from many sides; whoever is told that the store is unavailable
// sends the same change again, as a person would.
type load struct {
	stop         chan struct{}
	writers      sync.WaitGroup
	mu           sync.Mutex
	acknowledged map[string]string
	refused      atomic.Int64
}

func put(t *testing.T, s *redis.Store, writers int) *load {
	t.Helper()
	l := &load{stop: make(chan struct{}), acknowledged: map[string]string{}}
	for w := range writers {
		l.writers.Go(func() {
			for n := 0; ; n++ {
				id := fmt.Sprintf("r/%d/%d", w, n)
				c := change(t, id, int64(n))
				for {
					r, err := s.Commit(context.Background(), c)
					if err == nil {
						l.mu.Lock()
						l.acknowledged[id] = r.Numbers[id]
						l.mu.Unlock()
						break
					}
					l.refused.Add(1)
					if !assert.Equal(t, fault.Unavailable, fault.CodeOf(err), err) {
						return
					}
				}
				select {
				case <-l.stop:
					return
				default:
				}
			}
		})
	}
	return l
}

func (l *load) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.acknowledged)
}

// more waits until so many more were acknowledged.
func (l *load) more(t *testing.T, n int) {
	t.Helper()
	n += l.count()
	require.Eventually(t, func() bool { return l.count() >= n }, ample, time.Millisecond)
}

func (l *load) end() map[string]string {
	close(l.stop)
	l.writers.Wait()
	return l.acknowledged
}

func TestWhatWasAcknowledgedSurvivesAKillOfRedis(t *testing.T) {
	t.Parallel()
	s := start(t)
	store := opened(t, s, redis.Options{Workspace: "T1"})
	l := put(t, store, 16)
	const kills = 10
	for i := range kills {
		l.more(t, 20+7*i)
		s.kill()
		s.launch(t)
	}
	l.more(t, 20)
	acknowledged := l.end()
	whole(t, store, acknowledged)
	t.Logf("%d kills: %d acknowledged, 0 lost; %d were told to try again", kills, len(acknowledged), l.refused.Load())
}
