package main

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"path/filepath"
	"strings"
	"time"
)

// redisServer is a redis-server as Factotum asks for one.
type redisServer struct {
	*process
	address string
}

func startRedis(ctx context.Context, folder string) (*redisServer, error) {
	address, err := freePort(ctx)
	if err != nil {
		return nil, err
	}
	_, port, _ := strings.Cut(address, ":")
	p, err := start(ctx, "redis-server", address, filepath.Join(folder, "redis.log"), nil,
		"redis-server", "--port", port, "--bind", "127.0.0.1", "--dir", folder, "--save", "",
		"--appendonly", "yes", "--appendfsync", "always", "--maxmemory-policy", "noeviction",
		"--auto-aof-rewrite-percentage", "0") // a rewrite in the middle would be charged to whose turn it is
	return &redisServer{p, address}, err
}

// ask runs a command whose answer is one line.
func (r *redisServer) ask(ctx context.Context, command string) error {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", r.address)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // everything was answered
	if _, err := conn.Write([]byte(command + "\r\n")); err != nil {
		return err
	}
	said, err := bufio.NewReader(conn).ReadString('\n')
	if err == nil && !strings.HasPrefix(said, "+") {
		err = fmt.Errorf("redis: %s: %s", command, said)
	}
	return err
}

// trips counts the commands that arrive from the beginning of do up to the one
// that commits what has the given key. What scripts call does not travel.
func (r *redisServer) trips(ctx context.Context, key string, do func() error) (int, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", r.address)
	if err != nil {
		return 0, err
	}
	defer func() { _ = conn.Close() }() // it only listens
	if _, err := conn.Write([]byte("MONITOR\r\n")); err != nil {
		return 0, err
	}
	if err := conn.SetReadDeadline(time.Now().Add(timeout)); err != nil {
		return 0, err
	}
	lines := bufio.NewScanner(conn)
	lines.Buffer(nil, 1<<20)
	lines.Scan() // +OK
	if err := do(); err != nil {
		return 0, err
	}
	n := 0
	for lines.Scan() {
		command := lines.Text()
		if strings.Contains(command, " lua] ") {
			continue
		}
		n++
		if strings.Contains(command, key) {
			return n, nil
		}
	}
	return 0, fmt.Errorf("redis: the commit of %s was not seen: %w", key, lines.Err())
}
