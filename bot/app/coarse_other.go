//go:build !linux

package app

// Coarsen is for Linux alone.
func Coarsen() {}
