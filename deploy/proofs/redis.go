package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// server is one redis-server.
type server struct {
	folder  string
	port    int
	args    []string
	running *exec.Cmd
}

// cell is what the program's data lies in: a server, and where promotions are
// asked for a second one and a Sentinel that watches both.
type cell struct {
	folder         string
	master, second *server
	sentinel       *server
}

// found starts the servers.
func found(ctx context.Context, copies bool) (c *cell, err error) {
	c = &cell{}
	if c.folder, err = os.MkdirTemp("", "redis"); err != nil { // short: the path of a socket has at most 107 bytes
		return nil, err
	}
	if c.master, err = c.server(ctx); err != nil || !copies {
		return c, err
	}
	if c.second, err = c.server(ctx, "--replicaof", "127.0.0.1 "+strconv.Itoa(c.master.port)); err != nil {
		return c, err
	}
	if err := c.synced(ctx); err != nil {
		return c, err
	}
	return c, c.watch(ctx)
}

// server starts a server as Factotum asks for one; args come on top.
func (c *cell) server(ctx context.Context, args ...string) (*server, error) {
	folder, err := os.MkdirTemp(c.folder, "s")
	if err != nil {
		return nil, err
	}
	port, err := freePort(ctx)
	if err != nil {
		return nil, err
	}
	s := &server{folder: folder, port: port, args: append([]string{
		"--port", strconv.Itoa(port), "--bind", "127.0.0.1", "--unixsocket", filepath.Join(folder, "s"), "--dir", folder, "--logfile", "log",
		"--save", "", "--appendonly", "yes", "--appendfsync", "always", "--maxmemory-policy", "noeviction", "--repl-diskless-sync-delay", "0",
	}, args...)}
	return s, s.start(ctx)
}

// watch starts a Sentinel that alone decides which of the two is the master.
func (c *cell) watch(ctx context.Context) error {
	port, err := freePort(ctx)
	if err != nil {
		return err
	}
	config := filepath.Join(c.folder, "sentinel.conf")
	text := fmt.Sprintf("port %d\nbind 127.0.0.1\nunixsocket %s\ndir %s\nsentinel monitor main 127.0.0.1 %d 1\n"+
		"sentinel down-after-milliseconds main 2000\nsentinel failover-timeout main 3000\n", port, filepath.Join(c.folder, "s"), c.folder, c.master.port)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		return err
	}
	c.sentinel = &server{folder: c.folder, port: port, args: []string{config, "--sentinel"}}
	return c.sentinel.start(ctx)
}

func freePort(ctx context.Context) (int, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer func() { _ = l.Close() }() // it is only looked at
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(port)
}

// start returns once the server answers from its data.
func (s *server) start(ctx context.Context) error {
	s.running = exec.CommandContext(ctx, "redis-server", s.args...)
	if err := s.running.Start(); err != nil {
		return err
	}
	return until(ctx, "redis-server answers", func() bool { return s.ask(ctx, "PING") == "PONG" })
}

// ask runs a command; what fails has no answer.
func (s *server) ask(ctx context.Context, command ...string) string {
	out, err := exec.CommandContext(ctx, "redis-cli", append([]string{"-s", filepath.Join(s.folder, "s")}, command...)...).Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

func (s *server) kill() error {
	err := s.running.Process.Kill()
	_ = s.running.Wait() // tells that it was killed
	return err
}

// die kills the server, sabotaged after it has written no log for a while, and
// starts it again after a pause.
func (c *cell) die(ctx context.Context, sabotage bool, gone time.Duration) error {
	if sabotage {
		c.master.ask(ctx, "CONFIG", "SET", "appendonly", "no")
		pause(ctx, shortest)
	}
	if err := c.master.kill(); err != nil {
		return err
	}
	pause(ctx, gone)
	return c.master.start(ctx)
}

// promote lets the replica hang for a while, kills the master, lets the replica
// go on and waits until Sentinel has promoted it and the former master follows
// it. What was acknowledged while the replica hung is on the dead master only.
// Sabotaged, there is one more copy meanwhile, which dies with the master.
func (c *cell) promote(ctx context.Context, sabotage bool, hang time.Duration) error {
	if strings.HasPrefix(c.second.ask(ctx, "ROLE"), "master") { // Sentinel took a slow master for a dead one
		c.master, c.second = c.second, c.master
		if err := c.synced(ctx); err != nil {
			return err
		}
	}
	if err := c.second.running.Process.Signal(syscall.SIGSTOP); err != nil {
		return err
	}
	doomed := []*server{c.master}
	if sabotage {
		other, err := c.server(ctx, "--replica-priority", "0", "--replicaof", "127.0.0.1 "+strconv.Itoa(c.master.port))
		if err != nil {
			return err
		}
		doomed, hang = append(doomed, other), hang+longest
	}
	pause(ctx, hang)
	for _, s := range doomed {
		if err := s.kill(); err != nil {
			return err
		}
	}
	if err := c.second.running.Process.Signal(syscall.SIGCONT); err != nil {
		return err
	}
	promoted := func() bool { return strings.HasPrefix(c.second.ask(ctx, "ROLE"), "master") }
	if err := until(ctx, "the replica is promoted", promoted); err != nil {
		return err
	}
	c.master, c.second = c.second, c.master
	c.second.follow(c.master)
	if err := c.second.start(ctx); err != nil {
		return err
	}
	return c.synced(ctx)
}

// follow makes the server begin as a replica of another one.
func (s *server) follow(master *server) {
	const option = "--replicaof"
	if n := len(s.args) - 2; s.args[n] == option {
		s.args = s.args[:n]
	}
	s.args = append(s.args, option, "127.0.0.1 "+strconv.Itoa(master.port))
}

// config is what the program is told.
func (c *cell) config() string {
	if c.sentinel == nil {
		return fmt.Sprintf("store:\n  redis: {addresses: %s, workspace: %s}\n", filepath.Join(c.master.folder, "s"), workspaceID)
	}
	return fmt.Sprintf("store:\n  redis: {addresses: \"127.0.0.1:%d\", master: main, workspace: %s, replicas: 1}\n", c.sentinel.port, workspaceID)
}

// synced waits until the replica has everything, and its master knows.
func (c *cell) synced(ctx context.Context) error {
	return until(ctx, "the replica has caught up", func() bool {
		known := c.sentinel == nil || strings.Contains(c.sentinel.ask(ctx, "SENTINEL", "GET-MASTER-ADDR-BY-NAME", "main"), strconv.Itoa(c.master.port)) &&
			strings.Contains(c.sentinel.ask(ctx, "SENTINEL", "REPLICAS", "main"), "127.0.0.1:"+strconv.Itoa(c.second.port))
		return known && strings.Contains(c.second.ask(ctx, "INFO", "replication"), "master_link_status:up")
	})
}

// until waits for something that takes seconds at most.
func until(ctx context.Context, what string, is func() bool) error {
	for end := time.Now().Add(time.Minute); ctx.Err() == nil && time.Now().Before(end); pause(ctx, 20*time.Millisecond) {
		if is() {
			return nil
		}
	}
	return errors.Join(fmt.Errorf("it did not happen that %s", what), ctx.Err())
}

func (c *cell) close() {
	for _, s := range []*server{c.sentinel, c.master, c.second} {
		if s != nil {
			_ = s.kill() // the process ends anyway
		}
	}
	_ = os.RemoveAll(c.folder)
}
