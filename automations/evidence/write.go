package evidence

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"factotum/automations/audit"
)

// afterAt is how the first line of the proof begins, which gives the head that
// the first entry follows.
const afterAt = `{"after":"`

// Writer writes a pack as the log is read. It holds the entries about the duties
// and nothing else: files go through it as they are read.
type Writer struct {
	told
	zip     *zip.Writer
	part    io.Writer // the one that is being written
	sum     func()
	sums    strings.Builder
	records map[string][]audit.Record // of what the pack is about
}

// Write begins a pack whose entries follow the head of the log before them.
func Write(out io.Writer, c Contents, after audit.Head) (*Writer, error) {
	w := &Writer{told: told{Contents: c, Head: after, First: after.Position + 1}, zip: zip.NewWriter(out), records: map[string][]audit.Record{}}
	for _, d := range c.Duties {
		w.records[d.ID] = nil
	}
	body, err := c.encode()
	if err != nil {
		return nil, err
	}
	if err := w.whole(contentsPart, body); err != nil {
		return nil, err
	}
	if err := w.begin(proofPart); err != nil {
		return nil, err
	}
	return w, w.write([]byte(afterAt + after.String() + "\"}\n"))
}

// begin starts a part; the one before is over.
func (w *Writer) begin(name string) error {
	w.end()
	part, err := w.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: w.At.UTC()})
	if err != nil {
		return fmt.Errorf("evidence: begin %s: %w", name, err)
	}
	hash := sha256.New()
	w.part, w.sum = io.MultiWriter(part, hash), func() {
		fmt.Fprintf(&w.sums, "%s  %s\n", hex.EncodeToString(hash.Sum(nil)), name)
	}
	return nil
}

// end notes the sum of the part that was written.
func (w *Writer) end() {
	if w.sum != nil {
		w.sum()
	}
	w.sum = nil
}

func (w *Writer) write(body []byte) error {
	if _, err := w.part.Write(body); err != nil {
		return fmt.Errorf("evidence: write: %w", err)
	}
	return nil
}

func (w *Writer) whole(name string, body []byte) error {
	if err := w.begin(name); err != nil {
		return err
	}
	return w.write(body)
}

// Entry adds the next entry of the log. What was typed is written of the duties
// of the pack, and of the pack itself, only.
func (w *Writer) Entry(r audit.Record, seal audit.Seal) error {
	_, about := w.records[r.Subject]
	if !about && (w.Request == "" || r.Subject != w.Request) && r.Move != audit.Erase {
		r.Payload = nil
	}
	line, err := audit.Line(r, seal)
	if err != nil {
		return err
	}
	if about {
		w.records[r.Subject] = append(w.records[r.Subject], r)
	}
	w.Head = audit.Head{Position: r.Position, Seal: seal}
	return w.write(line)
}

// Close writes the rest: the pages, and the files, each as open gives it.
func (w *Writer) Close(open func(hash string) (io.ReadCloser, error)) error {
	if err := w.write([]byte(audit.Proof(w.Head))); err != nil {
		return err
	}
	if err := w.tell(w.records); err != nil {
		return err
	}
	for _, p := range pages() {
		if err := w.begin(p.name); err != nil {
			return err
		}
		if err := p.write(w.told, w.part); err != nil {
			return err
		}
	}
	for _, p := range w.copies() {
		if err := w.file(p, open); err != nil {
			return err
		}
	}
	w.end()
	if err := w.whole(sumsPart, []byte(w.sums.String())); err != nil {
		return err
	}
	if err := w.zip.Close(); err != nil {
		return fmt.Errorf("evidence: end the pack: %w", err)
	}
	return nil
}

// file copies one, and fails where it is not what was kept.
func (w *Writer) file(p piece, open func(hash string) (io.ReadCloser, error)) (err error) {
	in, err := open(p.Hash)
	if err != nil {
		return fmt.Errorf("evidence: open %s: %w", p.Part, err)
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	if err := w.begin(p.Part); err != nil {
		return err
	}
	hash := sha256.New()
	if _, err := io.Copy(io.MultiWriter(w.part, hash), in); err != nil {
		return fmt.Errorf("evidence: copy %s: %w", p.Part, err)
	}
	if hex.EncodeToString(hash.Sum(nil)) != p.Hash {
		return &BadPartError{p.Part, "our copy is damaged: it is not what was brought"}
	}
	return nil
}

// page is a part that follows from what is told.
type page struct {
	name  string
	write func(told, io.Writer) error
}

func pages() []page {
	return []page{{pagePart, told.page}, {readPart, told.read}, {dutiesPart, told.duties}, {deedsPart, told.deedTable}, {filesPart, told.fileTable}}
}

// tell makes the stories of the duties from the entries about them.
func (t *told) tell(records map[string][]audit.Record) error {
	for _, d := range t.Duties {
		s := story{Duty: d, records: records[d.ID]}
		if len(s.records) == 0 || s.records[0].Payload != nil && s.records[0].Move != "submit" {
			return &BadPartError{proofPart, fmt.Sprintf("the entry by which %s was opened is not there", d.Number)}
		}
		if err := s.tell(); err != nil {
			return err
		}
		t.stories = append(t.stories, s)
	}
	return nil
}

// copies are all files of the pack, in order.
func (t told) copies() []piece {
	var all []piece
	for _, s := range t.stories {
		all = append(all, slices.DeleteFunc(s.pieces(t.Absent), func(p piece) bool { return p.Part == "" })...)
	}
	return all
}

// EnteredText is the note by which a pack is entered in the log.
func EnteredText(c Contents) (string, error) {
	hash, err := c.Hash()
	return fmt.Sprintf("The pack was made: %d duties. pack.json in it has the SHA-256 %s.", len(c.Duties), hash), err
}

// entered tells whether a record is that note.
func entered(r audit.Record, c Contents, text string) bool {
	var m struct {
		Text string `json:"text"`
	}
	return c.Request != "" && r.Subject == c.Request && json.Unmarshal(r.Payload, &m) == nil && m.Text == text
}
