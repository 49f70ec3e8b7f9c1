package evidence

import (
	"archive/zip"
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"factotum/automations/audit"
	"factotum/automations/fault"
)

// most is how large a part may be that is read whole, in bytes: what strangers
// have packed can be much more than it seems.
const most = 256 << 20

// Proved is what a check of a pack counted.
type Proved struct {
	Contents
	Head    audit.Head
	Entries int64 // of the log
	Files   int   // that were brought as evidence
}

// String is the result in a line.
func (p Proved) String() string {
	end := "It was made by a command, so it is not entered in the log itself."
	if p.Request != "" {
		end = "It is entered in the log itself, as " + p.Number + "."
	}
	return fmt.Sprintf("%s: %d duties due from %s to %s, %d files, %d entries of the log in order, each as it was sealed; pages and tables follow from them. %s Its head is %s: compare it with one that was published.",
		told{Contents: p.Contents}.About(), len(p.Duties), p.From, p.To, p.Files, p.Entries, end, p.Head)
}

// verify checks what the parts of a pack say.
func verify(in *zip.Reader, heads []audit.Head) (Proved, error) {
	c := check{in: in, buffer: make([]byte, 1<<15)}
	sums, err := c.sums()
	if err != nil {
		return Proved{}, err
	}
	if err := c.contents(); err != nil {
		return Proved{}, err
	}
	files := len(in.File) - 3 - len(pages())
	if err := c.proof(heads); err != nil {
		return Proved{}, err
	}
	for _, h := range heads {
		if h.Position < c.First-1 || h.Position > c.Head.Position {
			return Proved{}, fault.New(fault.Invalid, "The pack cannot be compared with the head %s, since it holds the entries %d to %d of the log. Give one that was published in between, up to %d.", h, c.First, c.Head.Position, c.Head.Position)
		}
	}
	if err := c.follows(); err != nil {
		return Proved{}, err
	}
	if err := c.copied(sums); err != nil {
		return Proved{}, err
	}
	return Proved{Contents: c.Contents, Head: c.Head, Entries: c.Entries(), Files: files}, nil
}

// check is what was read of a pack.
type check struct {
	told
	in     *zip.Reader
	buffer []byte // of what is copied: packs have many parts
}

// sums compares all parts with their sums, in order, and gives them.
func (c *check) sums() ([]string, error) {
	last := len(c.in.File) - 1
	if last < 2+len(pages()) || c.in.File[last].Name != sumsPart {
		return nil, &BadPartError{sumsPart, "is not there, as the last part of the pack"}
	}
	body, err := c.read(last)
	if err != nil {
		return nil, err
	}
	lines := strings.SplitAfter(string(body), "\n")
	lines = lines[:len(lines)-1]
	sums := make([]string, last)
	for i, line := range lines {
		sum, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		switch {
		case !ok:
			return nil, &BadPartError{sumsPart, fmt.Sprintf("line %d is no sum", i+1)}
		case i >= last:
			return nil, &BadPartError{name, "is missing"}
		case c.in.File[i].Name != name:
			return nil, &BadPartError{name, fmt.Sprintf("is not in its place, where %q stands: it was removed, or something was added or moved", c.in.File[i].Name)}
		}
		if sums[i], err = c.sum(i); err != nil {
			return nil, err
		}
		if sums[i] != sum {
			return nil, &BadPartError{name, "is not what it was when the pack was made"}
		}
	}
	if len(lines) < last {
		return nil, &BadPartError{c.in.File[len(lines)].Name, "was added after the pack was made"}
	}
	return sums, nil
}

// sum is the SHA-256 of a part.
func (c *check) sum(i int) (string, error) {
	f, err := c.in.File[i].Open()
	if err != nil {
		return "", unreadable(c.in.File[i].Name, err)
	}
	defer f.Close() //nolint:errcheck // nothing was written
	hash := sha256.New()
	if _, err := io.CopyBuffer(hash, f, c.buffer); err != nil {
		return "", unreadable(c.in.File[i].Name, err)
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

func unreadable(part string, err error) error {
	return &BadPartError{part, "cannot be read: " + err.Error()}
}

// read gives a part as a whole.
func (c *check) read(i int) ([]byte, error) {
	name := c.in.File[i].Name
	f, err := c.in.File[i].Open()
	if err != nil {
		return nil, unreadable(name, err)
	}
	defer f.Close() //nolint:errcheck // nothing was written
	body, err := io.ReadAll(io.LimitReader(f, most+1))
	if err != nil {
		return nil, unreadable(name, err)
	}
	if len(body) > most {
		return nil, &BadPartError{name, "is larger than anything that Factotum makes"}
	}
	return body, nil
}

// contents reads what the pack is about.
func (c *check) contents() error {
	if c.in.File[0].Name != contentsPart || c.in.File[1].Name != proofPart {
		return &BadPartError{contentsPart, "is not the first part of the pack, followed by " + proofPart}
	}
	body, err := c.read(0)
	if err != nil {
		return err
	}
	c.Contents, err = decode(body)
	return err
}

// proof checks the entries, and tells from them what became of the duties.
func (c *check) proof(heads []audit.Head) error {
	f, err := c.in.File[1].Open()
	if err != nil {
		return unreadable(proofPart, err)
	}
	defer f.Close() //nolint:errcheck // nothing was written
	text, err := EnteredText(c.Contents)
	if err != nil {
		return err
	}
	p := proving{Contents: c.Contents, text: text, in: bufio.NewReader(f), records: map[string][]audit.Record{}}
	p.log.Expect(heads...)
	for _, d := range c.Duties {
		p.records[d.ID] = nil
	}
	if c.First, err = p.all(); err != nil {
		var bad *audit.BadError
		if errors.As(err, &bad) {
			return &BadPartError{proofPart, bad.Error()}
		}
		return err
	}
	if c.Head = p.log.Head(); c.Request != "" && !p.entered {
		return &BadPartError{contentsPart, fmt.Sprintf("is not what was entered in the log as %s: it was changed, or a duty was left out or added", c.Number)}
	}
	return c.tell(p.records)
}

// follows makes the pages again and compares them.
func (c *check) follows() error {
	for i, p := range pages() {
		var want bytes.Buffer
		if err := p.write(c.told, &want); err != nil {
			return err
		}
		body, err := c.read(2 + i)
		if err != nil {
			return err
		}
		if c.in.File[2+i].Name != p.name || !bytes.Equal(body, want.Bytes()) {
			return &BadPartError{p.name, "says something else than the log: it was changed"}
		}
	}
	return nil
}

// copied compares the files with what the log says was brought.
func (c *check) copied(sums []string) error {
	first := 2 + len(pages())
	files := c.copies()
	for i, p := range files {
		switch at := first + i; {
		case at >= len(sums) || c.in.File[at].Name != p.Part:
			return &BadPartError{p.Part, "is missing: the log says that it was brought"}
		case sums[at] != p.Hash:
			return &BadPartError{p.Part, "is not what was brought as evidence"}
		}
	}
	if len(sums) > first+len(files) {
		return &BadPartError{c.in.File[first+len(files)].Name, "was added: nobody has brought it"}
	}
	return nil
}
