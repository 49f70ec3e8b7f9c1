package main

import (
	"errors"
	"fmt"
	"os"
	"os/user"
	"strings"
	"time"

	"factotum/automations/audit"
	"factotum/automations/fault"
	"factotum/bot/app"
)

type auditing struct {
	Verify verify `cmd:"" help:"Check the log: order, seals, payloads, and that it leads to what is stored."`
	Export export `cmd:"" help:"Write the log as JSON Lines, with its proof."`
	Pack   pack   `cmd:"" help:"Write the duties of a time with their evidence and the proof into one archive."`
	Accept accept `cmd:"" help:"Go on with a log that has lost entries; decisions are frozen until then."`
	Erase  erase  `cmd:"" help:"Erase what a person typed into finished requests; the log still verifies."`
}

type verify struct {
	data
	Pack string   `arg:"" optional:"" help:"An evidence pack, or an export of the log, to check by itself, instead of the store."`
	File string   `short:"f" help:"An export to check by itself, instead of the store."`
	Head []string `help:"Head that was published elsewhere, such as in Slack: 1204:5f0c…; more than one may be given."`
}

// Run prints what was counted.
func (v *verify) Run(w *world) error {
	var heads []audit.Head
	for _, text := range v.Head {
		head, err := audit.ParseHead(text)
		if err != nil {
			return fault.Wrap(err, fault.Invalid, "%q is no head: write it as it was published, position and seal, such as 1204:5f0c… with all 64 digits.", text)
		}
		heads = append(heads, head)
	}
	if v.File == "" {
		v.File = v.Pack
	}
	if v.File != "" && app.IsPack(v.File) {
		proved, sum, err := app.VerifyPack(v.File, heads...)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(w.out, "%s\nThe archive as a whole has the SHA-256 %s.\n", proved, sum)
		return err
	}
	if v.File != "" {
		last, err := app.VerifyExport(w.ctx, v.File, heads...)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(w.out, "%d entries in order, each as it was sealed, every payload as recorded. Its head is %s: compare it with one that was published.\n", last.Position, last)
		return err
	}
	place, err := v.place(w)
	if err != nil {
		return err
	}
	verified, err := app.VerifyAudit(w.ctx, place, heads...)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(w.out, verified)
	return err
}

type export struct {
	data
	Out string `short:"o" help:"File to write instead of the terminal; it must not exist."`
}

// Run writes the log.
func (e *export) Run(w *world) (err error) {
	place, err := e.place(w)
	if err != nil {
		return err
	}
	if e.Out == "" {
		_, err = app.ExportAudit(w.ctx, place, w.out)
		return err
	}
	file, err := os.OpenFile(e.Out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("the log was not written: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	head, err := app.ExportAudit(w.ctx, place, file)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w.out, "%d entries written to %s; their head is %s\n", head.Position, e.Out, head)
	return err
}

type pack struct {
	configured
	Subject string `help:"Only duties about that, such as Tax (default: all)."`
	Period  string `default:"last quarter" help:"When they were due, such as 2026, Q3 2026, or 2026-01..2026-06."`
	Out     string `short:"o" help:"File to write (default: named after what is in it); it must not exist."`
}

// Run writes the pack.
func (p *pack) Run(w *world) error {
	s, problems := app.Load(p.Config, w.env)
	if len(problems) > 0 {
		return app.Refused(problems)
	}
	name, said, err := app.PackEvidence(w.ctx, s, app.PackOrder{Subject: p.Subject, Period: p.Period, By: operator(), Now: time.Now(), File: p.Out})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w.out, "%s written: %s. Check it anywhere with: factotum audit verify %q\n", name, said, name)
	return err
}

type accept struct{ data }

// Run says from which entry on the log is accepted.
func (a *accept) Run(w *world) error {
	place, err := a.place(w)
	if err != nil {
		return err
	}
	head, err := app.AcceptAudit(w.ctx, place, operator(), time.Now())
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w.out, "Accepted: the log goes on after entry %d. A bot that is running lets people decide again within a quarter of a minute.\n", head.Position)
	return err
}

type erase struct {
	data
	Person string `required:"" help:"Address of the person, as the directory has it."`
}

// Run says what was erased, and what not yet.
func (e *erase) Run(w *world) error {
	place, err := e.place(w)
	if err != nil {
		return err
	}
	done, err := app.Erase(w.ctx, place, e.Person, operator(), w.log)
	if err != nil {
		return err
	}
	text := fmt.Sprintf("%d payloads and the texts of %d requests erased.", done.Payloads, done.Requests)
	if len(done.Files) > 0 {
		text += fmt.Sprintf(" Copies of %d files stay, as the vouchers they are: %s.", len(done.Files), strings.Join(done.Files, ", "))
	}
	if len(done.Open) > 0 {
		text += fmt.Sprintf(" Still under way, so nothing of them was erased: %s. Erase again when they are finished.", strings.Join(done.Open, ", "))
	}
	_, err = fmt.Fprintln(w.out, text)
	return err
}

// operator is who runs the command, for the log.
func operator() string {
	if u, err := user.Current(); err == nil {
		return "operator " + u.Username
	}
	return "operator"
}
