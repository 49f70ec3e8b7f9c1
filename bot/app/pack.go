package app

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"factotum/automations"
	"factotum/automations/audit"
	"factotum/automations/calendar"
	"factotum/automations/evidence"
	"factotum/automations/fault"
	"factotum/automations/people"
	"factotum/automations/report"
	"factotum/connectors/files"
)

// PackOrder is an evidence pack that is asked for by a command.
type PackOrder struct {
	Subject string // empty: all
	Period  string // in words
	By      string
	Now     time.Time
	File    string // to write; empty: named after what is in it
}

// PackEvidence writes an evidence pack into a new file, beside the bot, and gives
// the name of the file and what was packed.
func PackEvidence(ctx context.Context, s *Settings, order PackOrder) (name, said string, err error) {
	office := s.offices.of(people.Person{})
	span, err := report.ParsePeriod(order.Period, calendar.DateOf(order.Now, office.Location))
	if err != nil {
		return "", "", err
	}
	if err := s.dutiesAbout(order.Subject); err != nil {
		return "", "", err
	}
	store, err := s.Store.read(ctx)
	if err != nil {
		return "", "", fault.Wrap(err, fault.Invalid, "There is nothing to pack: %s cannot be read.", s.Store)
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	dir, err := automations.Staffed(ctx, store.Load)
	if err != nil {
		return "", "", err
	}
	kept, err := files.Open(filepath.Join(s.Data, filesFolder), order.Now)
	if err != nil {
		return "", "", err
	}
	packer := automations.Packer{Store: store, Catalogue: s.Catalogue, Dir: dir, Law: s.offices.law, Archive: vault{kept}}
	g, err := packer.Gather(ctx, automations.Packing{Subject: order.Subject, From: span.From, To: span.To, Maker: order.By, At: order.Now})
	if err != nil {
		return "", "", err
	}
	if name = order.File; name == "" {
		about := order.Subject
		if about == "" {
			about = automations.AllSubjects
		}
		name = automations.PackName(about, span.From, span.To)
	}
	head := audit.Head{}
	err = fresh(name, func(out io.Writer) (err error) {
		head, err = packer.Write(ctx, out, g)
		return err
	})
	return name, fmt.Sprintf("%d duties due from %s to %s, with the log up to its head %s", len(g.Duties), span.From, span.To, head), err
}

// dutiesAbout refuses a subject that no duty has.
func (s *Settings) dutiesAbout(subject string) error {
	desk := automations.Desk{Catalogue: s.Catalogue}
	all := desk.Subjects()
	if subject == "" || slices.Contains(all, subject) {
		return nil
	}
	return fault.New(fault.NotFound, "There are no duties about %q. There are: %s.", subject, strings.Join(all, ", "))
}

// fresh writes a file that did not exist; of what failed nothing stays.
func fresh(name string, write func(io.Writer) error) (err error) {
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "%s cannot be written: it exists, or the folder does not. Name another with -o.", name)
	}
	out := bufio.NewWriterSize(file, 1<<16)
	if err = errors.Join(write(out), out.Flush(), file.Close()); err != nil {
		err = errors.Join(err, os.Remove(name))
	}
	return err
}

// IsPack tells an evidence pack from an export of the log.
func IsPack(name string) bool {
	file, err := os.Open(name)
	if err != nil {
		return false
	}
	defer file.Close() //nolint:errcheck // nothing was written
	begin := make([]byte, 4)
	_, err = io.ReadFull(file, begin)
	return err == nil && string(begin) == "PK\x03\x04"
}

// VerifyPack checks an evidence pack by itself, without any store, and gives its
// SHA-256 as a whole. The error names the first part that is wrong.
func VerifyPack(name string, heads ...audit.Head) (proved evidence.Proved, sum string, err error) {
	file, err := os.Open(name)
	if err != nil {
		return proved, "", fmt.Errorf("app: open the pack: %w", err)
	}
	defer file.Close() //nolint:errcheck // nothing was written
	hash := sha256.New()
	size, err := io.Copy(hash, file)
	if err != nil {
		return proved, "", fmt.Errorf("app: read the pack: %w", err)
	}
	proved, err = evidence.Verify(file, size, heads...)
	return proved, hex.EncodeToString(hash.Sum(nil)), err
}
