package redis_test

import (
	"context"
	"testing"

	"factotum/connectors/store/redis"
	"factotum/connectors/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m, at) }

// at opens the store that a process which is killed writes to.
func at(socket string) (storetest.Store, error) {
	return redis.Open(context.Background(), redis.Options{Addresses: []string{socket}, Workspace: "T1"})
}

func TestStoreKeepsItsPromises(t *testing.T) {
	t.Parallel()
	s := start(t)
	storetest.Run(t, func(tb testing.TB) storetest.Store { return s.open(tb, redis.Options{}) })
}

func TestWhatWasAcknowledgedSurvivesAKillOfTheBot(t *testing.T) {
	t.Parallel()
	storetest.Kill(t, start(t).socket(), 10, at)
}
