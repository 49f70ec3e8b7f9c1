//go:build !linux

package app

// unmap does nothing: other systems count shared pages otherwise.
func unmap() {}
