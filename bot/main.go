// Command factotum is a Slack bot that takes a company's back-office requests
// from asking to done. It owns the command line and nothing else.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime"
	"strconv"
	"syscall"
	"time"
	_ "time/tzdata" // people have zones wherever this runs

	"github.com/alecthomas/kong"

	"factotum/automations/fault"
	"factotum/bot/app"
)

// The exit codes.
const (
	good     = 0
	findings = 1
	misuse   = 2
)

func main() { os.Exit(run(os.Args[1:], os.Getenv, os.Stdout, os.Stderr)) }

// errFindings ends a command that has said itself what is wrong.
var errFindings = errors.New("there are findings")

// run is the program with its surroundings as arguments.
func run(args []string, env func(string) string, stdout, stderr io.Writer) int {
	var c commands
	parser, err := kong.New(&c, kong.Name("factotum"), kong.Writers(stdout, stderr),
		kong.Description("A Slack bot that takes back-office requests from asking to done. Begin with: factotum demo"),
		kong.UsageOnError(), kong.Vars{"cpus": strconv.Itoa(runtime.NumCPU())})
	if err != nil {
		return say(stderr, misuse, err)
	}
	ended := -1
	parser.Exit = func(code int) { ended = code }
	if len(args) == 0 {
		args = []string{"--help"}
	}
	chosen, err := parser.Parse(args)
	if ended >= 0 {
		return ended // help was printed
	}
	if err != nil {
		return say(stderr, misuse, err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	w := &world{ctx: ctx, env: env, out: stdout, told: stderr, log: slog.New(slog.NewTextHandler(stderr, nil))}
	switch err := chosen.Run(w); {
	case errors.Is(err, errFindings):
		return findings
	case err != nil:
		return say(stderr, findings, err)
	}
	return good
}

// say writes an error as people read it.
func say(stderr io.Writer, code int, err error) int {
	text := err.Error()
	var f *fault.Error
	if errors.As(err, &f) {
		text = f.Say
	}
	_, _ = fmt.Fprintln(stderr, text) // there is nowhere left to complain
	return code
}

// world is what commands work in.
type world struct {
	ctx context.Context
	env func(string) string
	out io.Writer
	log *slog.Logger

	told io.Writer // for progress and for what could not be done
}

type commands struct {
	Demo     demo     `cmd:"" help:"A practice workspace in the browser with the real bot in it: no Slack, no server."`
	Practice practise `cmd:"" name:"practice" help:"A practice workspace for another bot: prints its address, tokens and signing secret."`
	Serve    serve    `cmd:"" help:"The bot in your Slack workspace."`
	Check    check    `cmd:"" help:"Read the configuration, ask Slack, and say everything that is wrong."`
	Manifest manifest `cmd:"" help:"Print the Slack app manifest for the configured kinds of request."`
	Read     read     `cmd:"" help:"Read invoices and receipts, and print one JSON object a line for each."`
	Import   imports  `cmd:"" help:"Take the rows of a CSV file over into a dataset, such as: factotum import vendors vendors.csv"`
	Audit    auditing `cmd:"" name:"audit" help:"Check or export the audit log, accept what it lost, erase a person."`
	Books    ledgers  `cmd:"" name:"books" help:"Make the books anew, export them, or print their tables."`
	Backup   backup   `cmd:"" help:"Write the whole state into one file, also while the bot is running."`
	Restore  restore  `cmd:"" help:"Put a backup into an empty store, of either kind."`

	ReadChild readChild `cmd:"" hidden:""`
}

type demo struct {
	Fresh  bool   `help:"Forget what happened in the demonstration and begin anew."`
	Port   int    `default:"8484" help:"Port on this machine; 0 takes any that is free."`
	Data   string `help:"Folder that keeps the demonstration (default: factotum-demo in your folder for data)."`
	NoOpen bool   `help:"Do not open the browser."`
	Brief  bool   `help:"Begin without the year that reports tell of: ready in a moment."`
}

// Run shows the demonstration until it is stopped.
func (d *demo) Run(w *world) error {
	folder := d.Data
	if folder == "" {
		var err error
		if folder, err = app.DefaultFolder(w.env); err != nil {
			return err
		}
	}
	return app.RunDemo(w.ctx, app.DemoOptions{Folder: folder, Port: d.Port, Fresh: d.Fresh, Year: !d.Brief, Now: time.Now, Log: w.log}, !d.NoOpen, w.out)
}

type practise struct {
	Port    int      `default:"8080" help:"Port on this machine; 0 takes any that is free."`
	Events  string   `help:"Request URL of the bot, for signed HTTP (default: Socket Mode)."`
	Command []string `help:"Slash command of the bot; may be repeated."`
}

// Run shows the workspace until it is stopped.
func (p *practise) Run(w *world) error {
	return app.RunPractice(w.ctx, app.PracticeOptions{Port: p.Port, Events: p.Events, Commands: p.Command}, w.out)
}

type configured struct {
	Config string `default:"factotum.yaml" short:"c" help:"The configuration."`
}

type data struct {
	Data string `short:"d" help:"Folder of data (default: the store that the configuration names)."`
	configured
}

// place is where the data lies.
func (d *data) place(w *world) (app.Place, error) {
	if d.Data != "" {
		return app.Place{Data: d.Data}, nil
	}
	s, problems := app.Load(d.Config, w.env)
	if len(problems) > 0 {
		return app.Place{}, app.Refused(problems)
	}
	return s.Store, nil
}

type backup struct {
	data
	File string `arg:"" help:"File to write; it must not exist."`
}

// Run writes the backup.
func (b *backup) Run(w *world) error {
	place, err := b.place(w)
	if err != nil {
		return err
	}
	packed, err := app.Backup(w.ctx, place, b.File)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w.out, "%s written to %s\n", packed, b.File)
	return err
}

type restore struct {
	data
	File string `arg:"" help:"The backup."`
}

// Run restores into an empty store.
func (r *restore) Run(w *world) error {
	place, err := r.place(w)
	if err != nil {
		return err
	}
	packed, err := app.Restore(w.ctx, place, r.File, w.log)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w.out, "%s restored to %s\n", packed, place)
	return err
}

type serve struct{ configured }

// Run serves until it is stopped.
func (s *serve) Run(w *world) error {
	app.Coarsen()
	return app.Serve(w.ctx, s.Config, w.env, w.log)
}

type check struct {
	configured
	Replay   string `placeholder:"90d" help:"Print who was asked for the requests of the last days (90d) or weeks (12w), and who would be now; nothing else."`
	Calendar bool   `help:"Print on which days each obligation is next due, and nothing else."`
	ICS      string `name:"ics" placeholder:"FILE" help:"Write them into a file for calendar programs instead."`
}

// calendar prints when duties are due, or writes it into a file.
func (c *check) calendar(w *world) error {
	count, err := 0, error(nil)
	if c.ICS != "" {
		count, err = app.CalendarFile(w.ctx, c.Config, w.env, time.Now(), c.ICS, w.out)
	} else {
		count, err = app.Calendar(w.ctx, c.Config, w.env, time.Now(), w.out)
	}
	if err == nil && count > 0 {
		return errFindings
	}
	return err
}

// Run ends with findings when anything needs somebody.
func (c *check) Run(w *world) error {
	if c.Replay != "" {
		count, err := app.Replay(w.ctx, c.Config, w.env, c.Replay, time.Now(), w.out)
		if err == nil && count > 0 {
			return errFindings
		}
		return err
	}
	if c.Calendar || c.ICS != "" {
		return c.calendar(w)
	}
	count, err := app.Check(w.ctx, c.Config, w.env, w.out)
	if err == nil && count > 0 {
		return errFindings
	}
	return err
}

type manifest struct{ configured }

// Run prints the manifest and nothing else.
func (m *manifest) Run(w *world) error {
	s, problems := app.Load(m.Config, w.env)
	if len(problems) > 0 {
		return app.Refused(problems)
	}
	text, err := app.Manifest(s)
	if err != nil {
		return err
	}
	_, err = w.out.Write(text)
	return err
}
