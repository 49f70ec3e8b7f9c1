package redis_test

import (
	"context"
	"fmt"
	"strconv"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"factotum/automations/state"
	"factotum/connectors/store/redis"
)

func BenchmarkCommit(b *testing.B) {
	for _, writers := range []int{1, 32} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
			s := opened(b, start(b), redis.Options{})
			var n atomic.Int64
			b.SetParallelism((writers + 1) / 2) // times GOMAXPROCS
			b.ResetTimer()
			work := func() {
				i := n.Add(1)
				_, err := s.Commit(context.Background(), change(b, fmt.Sprintf("r%d", i), i))
				require.NoError(b, err)
			}
			if writers == 1 {
				for b.Loop() {
					work()
				}
			} else {
				b.RunParallel(func(pb *testing.PB) {
					for pb.Next() {
						work()
					}
				})
			}
			b.ReportMetric(float64(n.Load())/b.Elapsed().Seconds(), "commits/s")
		})
	}
}

func BenchmarkPage(b *testing.B) {
	for _, indexes := range []int{1, 8} {
		b.Run(fmt.Sprintf("indexes=%d", indexes), func(b *testing.B) {
			s := opened(b, start(b), redis.Options{})
			var names []string
			for i := range indexes {
				names = append(names, fmt.Sprint("index/", i))
			}
			for batch := range 100 {
				var c state.Change
				c.Once.Key = fmt.Sprint("fill/", batch)
				for i := range 100 {
					id := fmt.Sprint("r", batch*100+i)
					c.Documents = append(c.Documents, state.Document{ID: id, Body: make([]byte, 1000)})
					for _, name := range names {
						c.Add = append(c.Add, state.Entry{Index: name, Sort: fmt.Sprintf("%012d", (batch*100+i)*7919%10000), ID: id})
					}
				}
				_, err := s.Commit(context.Background(), c)
				require.NoError(b, err)
			}
			b.ResetTimer()
			after := ""
			for b.Loop() {
				page, err := s.Page(context.Background(), names, after, 20)
				require.NoError(b, err)
				require.Equal(b, 10000, page.Total)
				after = page.Next
			}
		})
	}
}

// BenchmarkDecision gives what the server itself spends on a decision: one
// load, one commit.
func BenchmarkDecision(b *testing.B) {
	server := start(b)
	s, client, ctx := opened(b, server, redis.Options{}), server.client(b), context.Background()
	spent := func() (seconds float64) {
		info := client.Info(ctx, "cpu").Val()
		for _, name := range []string{"used_cpu_user_main_thread", "used_cpu_sys_main_thread"} {
			part, err := strconv.ParseFloat(lineOf(info, name), 64)
			require.NoError(b, err)
			seconds += part
		}
		return seconds
	}
	before, n := spent(), int64(0)
	for b.Loop() {
		n++
		id := fmt.Sprintf("r%d", n)
		_, err := s.Load(ctx, id, "people")
		require.NoError(b, err)
		_, err = s.Commit(ctx, change(b, id, n))
		require.NoError(b, err)
	}
	b.ReportMetric((spent()-before)*1e6/float64(n), "server-µs/decision")
}
