package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// tick is the unit of /proc/PID/stat (proc_pid_stat(5)); every Linux that Go
// runs on counts a hundred a second.
const tick = 10 * time.Millisecond

// process is a server that is measured, or Redis.
type process struct {
	name, log string
	command   *exec.Cmd
}

// start runs a command and waits until it listens.
func start(ctx context.Context, name, address, log string, env []string, args ...string) (*process, error) {
	file, err := os.OpenFile(log, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // the command has its own
	p := &process{name: name, log: log, command: exec.CommandContext(ctx, args[0], args[1:]...)}
	p.command.Env, p.command.Stdout, p.command.Stderr = append(os.Environ(), env...), file, file
	if err := p.command.Start(); err != nil {
		return nil, err
	}
	for range 1000 {
		dialer := net.Dialer{Timeout: time.Second}
		if conn, err := dialer.DialContext(ctx, "tcp", address); err == nil {
			return p, conn.Close()
		}
		if err := pause(ctx, 10*time.Millisecond); err != nil {
			return p, err
		}
	}
	return p, fmt.Errorf("%s does not listen: see %s", name, log)
}

// stop ends the process as an administrator would.
func (p *process) stop() error {
	if err := p.command.Process.Signal(syscall.SIGTERM); err != nil {
		return fmt.Errorf("%s ended by itself: %w; see %s", p.name, err, p.log)
	}
	err := p.command.Wait()
	var ended *exec.ExitError
	if errors.As(err, &ended) && !ended.Exited() {
		return nil
	}
	return err
}

// cpu is what the process has spent in user and kernel mode.
func (p *process) cpu() (time.Duration, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.command.Process.Pid))
	if err != nil {
		return 0, err
	}
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:])) // the name may hold blanks
	user, err := strconv.Atoi(fields[11])
	system, bad := strconv.Atoi(fields[12])
	return time.Duration(user+system) * tick, errors.Join(err, bad)
}

// memory is what the process holds, in bytes (VmRSS).
func (p *process) memory() (int, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.command.Process.Pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(text), "VmRSS:")
	line, _, _ := strings.Cut(rest, "kB")
	kib, err := strconv.Atoi(strings.TrimSpace(line))
	return kib << 10, err
}

func freePort(ctx context.Context) (string, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	address := listener.Addr().String()
	return address, listener.Close()
}
