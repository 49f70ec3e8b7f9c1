package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"factotum/automations/fault"
	"factotum/connectors/slack/practice"
)

// PracticeOptions are how a workspace for another bot is wanted.
type PracticeOptions struct {
	Port     int      // 0: any that is free
	Events   string   // where the bot takes signed requests; empty: Socket Mode
	Commands []string // slash commands that the bot has
}

// RunPractice opens a practice workspace with nobody but people in it, prints
// what a bot needs to live there, and works until the context ends.
func RunPractice(ctx context.Context, o PracticeOptions, out io.Writer) (err error) {
	in := practice.Options{
		Users: []practice.User{
			{ID: "U0ANA", Name: "ana", RealName: "Ana Lopez", Email: "ana@example.com", TZ: "Europe/Berlin"},
			{ID: "U0BEN", Name: "ben", RealName: "Ben Sy", Email: "ben@example.com", TZ: "Asia/Tokyo"},
		},
		Channels: []practice.Channel{{ID: "C0GENERAL", Name: "general", Members: []string{"U0ANA", "U0BEN", "U0PRACTICE"}}},
		HTTP:     o.Events != "", RequestURLs: practice.RequestURLs{Events: o.Events},
	}
	for _, name := range o.Commands {
		in.Commands = append(in.Commands, practice.Command{Command: "/" + strings.TrimPrefix(name, "/")})
	}
	var listen net.ListenConfig
	listener, err := listen.Listen(ctx, "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(o.Port)))
	if err != nil {
		return fault.Wrap(err, fault.Conflict, "Port %d cannot be used. Choose another with --port, or any free one with --port 0.", o.Port)
	}
	w, err := practice.New(in) //nolint:contextcheck // a workspace has a life of its own
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	server := &http.Server{Handler: w.Handler(), ReadHeaderTimeout: 10 * time.Second}
	stop := context.AfterFunc(ctx, func() { _ = errors.Join(w.Close(), server.Close()) })
	defer stop()
	if err := introduce(w, "http://"+listener.Addr().String(), in.HTTP, out); err != nil {
		return errors.Join(err, w.Close(), listener.Close())
	}
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("app: practice: %w", err)
	}
	return nil
}

// introduce prints what the bot's configuration needs, as an environment.
func introduce(w *practice.Workspace, url string, signed bool, out io.Writer) error {
	app, bot := w.Tokens()
	lines := []string{"# The workspace: " + url + " (" + url + "/docs)", "SLACK_API_URL=" + url + "/api/", "SLACK_BOT_TOKEN=" + bot}
	if signed {
		lines = append(lines, "SLACK_SIGNING_SECRET="+w.SigningSecret())
	} else {
		lines = append(lines, "SLACK_APP_TOKEN="+app)
	}
	_, err := fmt.Fprintln(out, strings.Join(lines, "\n"))
	return err
}
