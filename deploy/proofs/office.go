package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"factotum/connectors/slack/practice"
)

// managers is how many people decide. Slack takes one message a second in a
// conversation, so that many are needed for load.
const managers = 20

// office is a made-up company: its configuration, and its workspace, which
// outlives the program.
type office struct {
	folder    string
	workspace *practice.Workspace
	server    *http.Server
	url       string // of the workspace
	api       string // of the Web API as the program is told
	appToken  string
	botToken  string
	lives     atomic.Int64 // of the program, that ended
	proxy     *http.Server
	redis     *cell // nil: the data lies in a file
	keep      bool
	blind     atomic.Bool // the program does not find what it has posted

	mu    sync.Mutex
	posts []attempt // to post a message
}

// attempt is one of the program to post.
type attempt struct {
	channel string
	at      time.Time
	life    int64
}

// person is somebody who acts. The first are managers.
type person struct{ account, email string }

func someone(i int) person {
	return person{account: fmt.Sprintf("U%05d", i), email: fmt.Sprintf("p%d@example.com", i)}
}

// company works at all hours: nobody is reminded at night, and proofs are made then.
const company = `company: {name: Sample Ltd, currency: EUR, zone: Europe/Berlin, hours: {mon-sun: "00:00-24:00"}}
approvals: {fallback: director}
builtin: [leave]
people: people.csv
admins: [p0@example.com]
data: data
`

// open makes the company, its workspace and, where asked for, its Redis.
func open(ctx context.Context, p plan) (_ *office, err error) {
	o := &office{keep: p.keep}
	if o.folder, err = os.MkdirTemp("", "factotum-proofs-"); err != nil {
		return nil, err
	}
	if p.keep {
		fmt.Println("data:", o.folder)
	}
	config := company
	if p.store == "redis" {
		if o.redis, err = found(ctx, p.promotions > 0); err != nil {
			return nil, errors.Join(err, os.RemoveAll(o.folder))
		}
		config += o.redis.config()
	}
	users, err := o.furnish(config, managers+p.workers)
	if err != nil {
		return nil, err
	}
	options := practice.Options{Users: users, Commands: []practice.Command{{Command: "/leave"}, {Command: "/desk"}}, Limits: p.limits()}
	if o.workspace, err = practice.New(options); err != nil { //nolint:contextcheck // the workspace has a life of its own
		return nil, err
	}
	if p.unruly {
		o.workspace.Misbehave(mischief(p.seed))
		o.blind.Store(p.sabotage)
	}
	o.appToken, o.botToken = o.workspace.Tokens()
	o.server, o.url, err = serve(ctx, o.watched(o.workspace.Handler()), o.heard)
	o.api = o.url + "/api/"
	return o, err
}

// furnish writes the configuration and the people's file, and gives the people.
func (o *office) furnish(config string, n int) ([]practice.User, error) {
	rows, users := []string{"email,name,manager,roles"}, []practice.User{}
	for i := range n {
		p, manager, role := someone(i), someone(i%managers).email, ""
		if i < managers {
			manager, role = someone(0).email, "people"
		}
		if i == 0 {
			manager, role = "", "director"
		}
		name := fmt.Sprintf("Person %d", i)
		rows = append(rows, strings.Join([]string{p.email, name, manager, role}, ","))
		users = append(users, practice.User{ID: p.account, Name: fmt.Sprint("p", i), RealName: name, Email: p.email, TZ: "Europe/Berlin"})
	}
	files := map[string]string{"factotum.yaml": config, "people.csv": strings.Join(rows, "\n") + "\n"}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(o.folder, name), []byte(text), 0o600); err != nil {
			return nil, err
		}
	}
	return users, nil
}

// serve answers on a free port of this machine; heard, if any, is told of each
// connection.
func serve(ctx context.Context, h http.Handler, heard func(context.Context, net.Conn) context.Context) (*http.Server, string, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, "", err
	}
	server := &http.Server{Handler: h, ConnContext: heard, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			fmt.Fprintln(os.Stderr, "proofs: the workspace is not served:", err)
		}
	}()
	return server, "http://" + listener.Addr().String(), nil
}

// awaitSilence waits until nothing is due to be delivered any more; what stays
// due for too long is found later.
func (o *office) awaitSilence(ctx context.Context, longest time.Duration) {
	for end := time.Now().Add(longest); ctx.Err() == nil && time.Now().Before(end); pause(ctx, longest/300) {
		if n, err := o.waiting(ctx); err == nil && n == 0 {
			return
		}
	}
}

func (o *office) close() {
	if o.proxy != nil {
		_ = o.proxy.Close() // the process ends anyway
	}
	_ = o.server.Close()
	_ = o.workspace.Close()
	if o.redis != nil {
		o.redis.close()
	}
	if !o.keep {
		_ = os.RemoveAll(o.folder)
	}
}
