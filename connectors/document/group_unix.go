//go:build unix

package document

import "syscall"

// apart puts a child into a process group of its own, so that what it starts
// ends with it.
func apart() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// kill ends the whole group.
func (c *child) kill() {
	_ = syscall.Kill(-c.cmd.Process.Pid, syscall.SIGKILL) // it may be gone already
}
