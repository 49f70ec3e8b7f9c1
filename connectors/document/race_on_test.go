//go:build race

package document

import (
	"sync"
	"testing"
)

var (
	plainProgram plain
	plainOnce    sync.Mutex
)

// command starts a child that is built without the race detector, whose own
// memory counts against the limit.
func command(t *testing.T) []string {
	t.Helper()
	plainOnce.Lock()
	defer plainOnce.Unlock()
	return []string{plainProgram.build(t), "document.test", asChild}
}
