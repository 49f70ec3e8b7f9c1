package automations_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/state"
	"factotum/connectors/store/redis"
)

// crowd makes so many requests that wait for mara, all to be reminded of in the
// same minute, as copies of one that was sent.
func (o *office) crowd(tb testing.TB, n int) {
	tb.Helper()
	first := o.submit(taxi).Request.ID
	o.deliver()
	o.wait(time.Second)
	docs, err := o.Store.Load(o.ctx, first)
	require.NoError(tb, err)
	timers, err := o.Store.Due(o.ctx, monday().Add(time.Hour), 10)
	require.NoError(tb, err)
	require.Len(tb, timers, 1)
	for from := 0; from < n; from += 500 {
		c := state.Change{Once: state.Once{Key: fmt.Sprint("crowd/", from)}}
		for i := from; i < min(from+500, n); i++ {
			id := fmt.Sprintf("%s-%06d", first, i)
			body := bytes.ReplaceAll(docs[0].Body, []byte(first), []byte(id))
			c.Documents = append(c.Documents, state.Document{ID: id, Prefix: "EXP", Body: body})
			t := timers[0]
			t.Key, t.Subject, t.At = "remind/"+id, id, monday().Add(time.Duration(i%60)*time.Second)
			c.Timers = append(c.Timers, t)
		}
		patient(tb, func() error {
			_, err := o.Store.Commit(o.ctx, c)
			return err
		})
	}
}

// patient does again what a slow machine has not done in time: nothing is done twice.
func patient(tb testing.TB, do func() error) {
	tb.Helper()
	err := do()
	for fault.CodeOf(err) == fault.Unavailable {
		err = do()
	}
	require.NoError(tb, err)
}

func TestManyRemindersAtOnceAreInTheOutboxByOneWake(t *testing.T) {
	t.Parallel()
	o := setup(t)
	o.crowd(t, 1234)
	o.until(monday().Add(time.Minute))
	patient(t, func() error { return o.Wake(o.ctx) })
	f, err := o.store.Figures(o.ctx)
	require.NoError(t, err)
	assert.EqualValues(t, 1235, f.Waiting, "a line each, and no card that says nothing new")
	require.NoError(t, o.Wake(o.ctx))
	again, err := o.store.Figures(o.ctx)
	require.NoError(t, err)
	assert.Equal(t, f, again, "each once")

	o.approve("id0003-000007", "mara")
	leased, err := o.store.Lease(o.ctx, o.clock(), o.clock().Add(time.Minute), 3)
	require.NoError(t, err)
	var ranks []outbox.Rank
	for _, l := range leased {
		ranks = append(ranks, l.Rank)
	}
	assert.Equal(t, []outbox.Rank{outbox.Prompt, outbox.Ahead, outbox.Ahead}, ranks, "what somebody has just done does not wait behind them")
}

// server is where a Redis is that holds nothing, as host:port; its data is kept.
var server = flag.String("redis", "", "address of an empty Redis to measure, instead of SQLite")

// elsewhere lets the office work on the Redis that was named.
func (o *office) elsewhere() {
	if *server == "" {
		return
	}
	store, err := redis.Open(o.ctx, redis.Options{Addresses: []string{*server}, Workspace: "T" + strconv.FormatInt(time.Now().UnixNano(), 10)})
	require.NoError(o.t, err)
	o.t.Cleanup(func() { require.NoError(o.t, store.Close()) })
	o.Store = store
	o.courier.Store = store
	o.employ(staff())
}

// BenchmarkHundredThousandReminders tells how long the wake takes that finds them,
// and how much more memory is in use at its height than before.
func BenchmarkHundredThousandReminders(b *testing.B) {
	const all = 100_000
	defer debug.SetGCPercent(debug.SetGCPercent(300)) // as the bot that serves
	var grown uint64
	var cores time.Duration
	for range b.N {
		b.StopTimer()
		o := setup(b)
		o.elsewhere()
		o.crowd(b, all)
		o.until(monday().Add(time.Minute))
		stop, spent := height(), burnt(b)
		b.StartTimer()
		require.NoError(b, o.Wake(o.ctx))
		b.StopTimer()
		cores += burnt(b) - spent
		grown = max(grown, stop())
		f, err := o.Store.(interface {
			Figures(ctx context.Context) (state.Figures, error)
		}).Figures(o.ctx)
		require.NoError(b, err)
		require.EqualValues(b, all+1, f.Waiting)
	}
	b.ReportMetric(float64(grown)/(1<<20), "MiB/grown")
	b.ReportMetric(cores.Seconds()/float64(b.N), "cpu-s/op")
}

// burnt is the time that the cores have worked for this process, which tells more
// than the clock where others are at work.
func burnt(tb testing.TB) time.Duration {
	tb.Helper()
	var u syscall.Rusage
	require.NoError(tb, syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// height watches the heap in use until stop is called, which gives by how many
// bytes it was higher than at the beginning.
func height() (stop func() uint64) {
	in := func() uint64 {
		s := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(s)
		return s[0].Value.Uint64()
	}
	runtime.GC()
	before, most := in(), uint64(0)
	end, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-end:
				return
			case <-time.After(5 * time.Millisecond):
				most = max(most, in())
			}
		}
	}()
	return func() uint64 {
		close(end)
		<-ended
		return most - min(before, most)
	}
}
