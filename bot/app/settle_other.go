//go:build !linux

package app

import "runtime/debug"

// settle gives back garbage.
func settle() { debug.FreeOSMemory() }
