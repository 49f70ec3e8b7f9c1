package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"factotum/automations/fault"
	"factotum/connectors/slack/practice"
	"factotum/connectors/store/sqlite"
	"factotum/jobs"
)

// DemoOptions are how a demonstration is wanted.
type DemoOptions struct {
	Folder string // of its data; see DefaultFolder
	Port   int    // 0: any that is free
	Fresh  bool   // forget what was there
	Empty  bool   // nothing has happened before
	Year   bool   // a year has happened before that, for reports to tell of
	Past   []byte // what has happened before, as demo/history.yaml has it; nil: that
	Now    func() time.Time
	Log    *slog.Logger
}

// Demo is a demonstration at work: a practice workspace and the real bot in it,
// on one port of this machine.
type Demo struct {
	URL    string
	Folder string

	options  DemoOptions
	clock    *clock
	listener net.Listener
	door     *door
	server   *http.Server
	serving  sync.WaitGroup

	mu      sync.Mutex
	place   Place
	program *program // nil until it works
	post    *postOffice
}

// StartDemo prepares the folder and listens: from here on the page answers, and
// people can act once Run has put the rest together. Returns invalid for a
// folder that is not a demonstration's, conflict for a port in use.
func StartDemo(ctx context.Context, o DemoOptions) (*Demo, error) {
	if err := Prepare(o.Folder, o.Fresh); err != nil {
		return nil, err
	}
	var listen net.ListenConfig
	listener, err := listen.Listen(ctx, "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(o.Port)))
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fault.Wrap(err, fault.Conflict, "Port %d is in use, perhaps by another demonstration. Choose another with --port, or any free one with --port 0.", o.Port)
	}
	if err != nil {
		return nil, fmt.Errorf("app: listen: %w", err)
	}
	empty, err := practice.New(practice.Options{}) //nolint:contextcheck // a workspace has a life of its own
	if err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	d := &Demo{
		URL: "http://" + listener.Addr().String(), Folder: o.Folder,
		options: o, clock: &clock{real: o.Now}, listener: listener, door: newDoor(empty.Handler()),
	}
	d.server = &http.Server{Handler: d.door, ReadHeaderTimeout: 10 * time.Second}
	d.serving.Go(func() {
		if err := d.server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			o.Log.ErrorContext(ctx, "the page is not served any more", "error", err)
		}
	})
	return d, nil
}

// Run opens the workspace, on the first run with the history of the sample
// company, and works until the context ends.
func (d *Demo) Run(ctx context.Context) (err error) {
	defer func() { err = errors.Join(err, d.server.Close()); d.serving.Wait() }()
	s, err := d.settings()
	if err != nil {
		return err
	}
	post, err := openPostOffice(ctx, d.Folder, d.clock.Now, s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, post.close()) }()
	w, err := d.workspace(s) //nolint:contextcheck // a workspace has a life of its own
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	s.Tokens.App, s.Tokens.Bot = w.Tokens()
	s.Feed = d.URL + strings.TrimSuffix(feedPath, "/")
	p, err := open(ctx, s, around{api: d.URL + "/api/", now: d.clock.Now, log: d.options.Log, settled: d.door.settled})
	if err != nil {
		return err
	}
	d.door.open(beside(newFeeds(p.desk.FedCalendar), post.before(w.Handler())))
	if err := errors.Join(d.begin(ctx, p, w.Handler(), post), post.deliver()); err != nil {
		if ctx.Err() != nil {
			err = nil // stopped on its first run, which the next start begins anew
		}
		return errors.Join(err, p.close())
	}
	d.mu.Lock()
	d.place, d.program, d.post = s.Store, p, post
	d.mu.Unlock()
	d.door.settle()
	return p.run(ctx)
}

// beside gives calendars where the practice workspace is.
func beside(calendars, workspace http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET "+feedPath, calendars)
	mux.Handle("/", workspace)
	return mux
}

// settings reads the configuration of the sample company.
func (d *Demo) settings() (*Settings, error) {
	if err := writeRates(d.Folder, d.clock.Now()); err != nil {
		return nil, err
	}
	s, problems := Load(filepath.Join(d.Folder, "company", "factotum.yaml"), func(string) string { return "" })
	if len(problems) > 0 {
		return nil, Refused(problems)
	}
	return s, nil
}

// begin makes the first run of a folder whole: what it began and did not end
// was removed by Prepare.
func (d *Demo) begin(ctx context.Context, p *program, workspace http.Handler, post *postOffice) error {
	if state, err := readMarker(d.Folder); err != nil || state == settled {
		return err
	}
	err := hurried(p.store, func() error {
		if err := p.people(ctx); err != nil || d.options.Empty {
			return err
		}
		if err := post.write(); err != nil {
			return err
		}
		return d.past(ctx, p, workspace)
	})
	if err != nil {
		return err
	}
	return writeMarker(d.Folder, settled)
}

// hurried does what would be done anew after a loss of power, without waiting for
// the disk thousands of times: it is waited for once, at the end.
func hurried(s store, do func() error) error {
	file, ok := s.(*sqlite.Store)
	if !ok {
		return do()
	}
	if err := file.Hurry(); err != nil {
		return err
	}
	if err := do(); err != nil {
		return err
	}
	return file.Secure()
}

// past makes happen what has happened before.
func (d *Demo) past(ctx context.Context, p *program, workspace http.Handler) error {
	if err := relive(ctx, p, d.clock, workspace, d.options); err != nil {
		return fmt.Errorf("app: the history of the sample company: %w", err)
	}
	if d.options.Year {
		return nil
	}
	return p.importSamples(ctx, d.Folder, "vendors")
}

// Ring wakes a job before its time, for those who have moved the clock.
func (d *Demo) Ring(job string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.program != nil {
		d.program.ring(job)
	}
}

// Still calls do while a job does not run, for those who move the clock.
func (d *Demo) Still(job string, do func()) {
	d.mu.Lock()
	program := d.program
	d.mu.Unlock()
	if program == nil {
		do()
		return
	}
	program.schedule.Still(job, do)
}

// Place is where the state lies, once people may act, for those who look at it
// from outside.
func (d *Demo) Place() Place {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.place
}

// Wake fires the timers that are due and brings what they leave, and returns when
// it is done, for those who have moved the clock.
func (d *Demo) Wake(ctx context.Context) error {
	d.mu.Lock()
	program := d.program
	d.mu.Unlock()
	if program == nil {
		return nil
	}
	err := program.desk.Wake(ctx)
	program.schedule.Still(jobs.Deliver, func() { err = errors.Join(err, program.courier.Work(ctx)) })
	return err
}

// frugal is how much garbage there may be for each byte in use, in percent: a
// workspace, a bot and a store share somebody's own machine.
const frugal = 30

// hasty is the same until people may act: what happened before is over in seconds
// and leaves much garbage, most of whose cost would be looking at what stays.
const hasty = 300

// RunDemo is the command: it tells where the demonstration is, opens it in the
// browser when asked to, and works until the context ends.
func RunDemo(ctx context.Context, o DemoOptions, browse bool, out io.Writer) error {
	debug.SetGCPercent(hasty)
	d, err := StartDemo(ctx, o)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "Factotum demo: %s\nIts data: %s\nStop it with Ctrl-C; --fresh starts over. Everybody in it is made up.\n", d.URL, d.Folder)
	if err != nil {
		return errors.Join(err, d.server.Close())
	}
	go func() {
		select {
		case <-d.door.settled:
			debug.SetGCPercent(frugal)
		case <-ctx.Done():
		}
	}()
	if browse {
		openBrowser(ctx, d.URL, o.Log)
	}
	return d.Run(ctx)
}

// DefaultFolder is where a demonstration keeps its data: in the user's folder
// for data by the XDG base directory specification.
func DefaultFolder(env func(string) string) (string, error) {
	if base := env("XDG_DATA_HOME"); filepath.IsAbs(base) {
		return filepath.Join(base, "factotum-demo"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fault.Wrap(err, fault.Invalid, "There is no home folder to keep the demonstration in. Name a folder with --data.")
	}
	return filepath.Join(home, ".local", "share", "factotum-demo"), nil
}
