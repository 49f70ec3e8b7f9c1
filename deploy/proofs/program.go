package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// program is the bot as its users run it.
type program struct {
	binary, config, log string
	env                 []string
	running             *exec.Cmd
}

// build makes the binary from the source in the current folder.
func build(ctx context.Context, o *office) (*program, error) {
	p := &program{
		binary: filepath.Join(o.folder, "factotum"), config: filepath.Join(o.folder, "factotum.yaml"), log: filepath.Join(o.folder, "log"),
		env: append(os.Environ(), "FACTOTUM_SLACK_API_URL="+o.api, "FACTOTUM_SLACK_APP_TOKEN="+o.appToken, "FACTOTUM_SLACK_BOT_TOKEN="+o.botToken),
	}
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", p.binary, "factotum/bot").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build: %w\n%s", err, out)
	}
	return p, nil
}

func (p *program) start(ctx context.Context) error {
	log, err := os.OpenFile(p.log, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }() // the program has its own
	p.running = exec.CommandContext(ctx, p.binary, "serve", "--config", p.config)
	p.running.Env, p.running.Stdout, p.running.Stderr = p.env, log, log
	return p.running.Start()
}

// kill takes the program away without a word. It fails if the program had
// ended by itself.
func (p *program) kill() error {
	if p.running.Process == nil {
		return errors.New("the program could not be started")
	}
	if err := p.running.Process.Kill(); err != nil {
		return fmt.Errorf("the program was not there to be killed: %w; its last words:\n%s", err, p.words())
	}
	err := p.running.Wait()
	var ended *exec.ExitError
	if errors.As(err, &ended) {
		if status, ok := ended.Sys().(syscall.WaitStatus); ok && status.Signal() == syscall.SIGKILL {
			return nil
		}
	}
	return fmt.Errorf("the program ended by itself: %w; its last words:\n%s", err, p.words())
}

// words are the last that the program has said.
func (p *program) words() string {
	said, err := os.ReadFile(p.log)
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(strings.TrimSpace(string(said)), "\n")
	return strings.Join(lines[max(0, len(lines)-10):], "\n")
}

// stop ends the program as an administrator would.
func (p *program) stop() error {
	if err := p.running.Process.Signal(syscall.SIGTERM); err != nil {
		return fmt.Errorf("stop: %w", err)
	}
	if err := p.running.Wait(); err != nil {
		return fmt.Errorf("the program did not end well: %w; its last words:\n%s", err, p.words())
	}
	return nil
}

// answers waits until the program knows its people.
func (p *program) answers(ctx context.Context, o *office) bool {
	c := control{base: o.url}
	for range 100 {
		if _, ok := c.ask(ctx, someone(managers)); ok {
			return true
		}
		pause(ctx, 100*time.Millisecond)
	}
	return false
}
