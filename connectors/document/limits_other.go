//go:build !linux

package document

import "os"

// limitSelf has nothing to offer here: the parent's clock and the bounds within
// the readers remain.
func limitSelf(Limits) error { return nil }

func limitTime(uint64) {}

func limitProcess(int, uint64) {}

// pressure is not known here.
func pressure() float64 { return 0 }

// outOfTime is a signal that nobody sends, since an empty list means all.
func outOfTime() []os.Signal { return []os.Signal{os.Interrupt} }

// watch has nothing to look at here.
func (c *child) watch() func() { return func() {} }
