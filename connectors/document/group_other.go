//go:build !unix

package document

import "syscall"

func apart() *syscall.SysProcAttr { return nil }

// kill ends the child; what it started ends at its own limits.
func (c *child) kill() {
	_ = c.cmd.Process.Kill() // it may be gone already
}
