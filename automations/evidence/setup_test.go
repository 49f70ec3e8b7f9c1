package evidence_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"factotum/automations/audit"
	"factotum/automations/calendar"
	"factotum/automations/evidence"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/request"
)

// company is a log with duties, and what a pack of them needs beside.
type company struct {
	contents evidence.Contents
	records  []audit.Record
	files    map[string]string // by hash
	version  map[string]int64
	now      time.Time
}

func (c *company) log(t testing.TB, subject, move string, by string, payload any) {
	t.Helper()
	c.now = c.now.Add(7 * time.Hour)
	if !strings.HasPrefix(move, "refused ") && move != "fetch" {
		c.version[subject]++
	}
	version := c.version[subject]
	if strings.HasPrefix(move, "refused ") {
		version = 0
	}
	r, err := audit.Of(c.now, by, subject, move, version, "7d0c", payload)
	require.NoError(t, err)
	r.Position = int64(len(c.records) + 1)
	c.records = append(c.records, r)
}

func (c *company) act(t testing.TB, duty string, m request.Move) {
	t.Helper()
	m.At = c.now.Add(7 * time.Hour)
	c.log(t, duty, string(m.Action), m.By, m)
}

// file is one of which there is a copy.
func (c *company) file(name, body string) form.File {
	hash := audit.Hash([]byte(body))
	c.files[hash] = body
	return form.File{Name: name, Type: "pdf", Size: int64(len(body)), Source: "F" + hash[:6], Hash: hash}
}

// opens opens a duty of ana's.
func (c *company) opens(t testing.TB, id, title, due string) {
	t.Helper()
	c.act(t, id, request.Move{Action: request.Submit, By: people.CalendarID, Sent: &request.Submission{
		Kind: "duty_vat", Requester: people.CalendarID, Title: title, Created: c.now,
		Stewards: []request.Rule{{Kind: request.ByPerson, Of: "ana@example.com"}},
		Work:     &request.Work{Due: due, Assignee: "ana@example.com", Duty: &request.Duty{Period: due, Opens: due, Most: 2}},
	}})
	c.contents.Duties = append(c.contents.Duties, evidence.Duty{
		ID: id, Number: fmt.Sprintf("DUT-%d", len(c.contents.Duties)+1), Obligation: "vat", Subject: "Tax", What: "File the return.", Why: "§ 18 UStG", Source: "https://example.com/ustg",
		Reviewer: "role finance", Fields: []evidence.Field{{Key: "statement", Label: "What was done?"}, {Key: "figure", Label: "Tax"}, {Key: "file", Label: "Return"}},
	})
	c.log(t, "ticket-"+id, "submit", "zoe@example.com", map[string]string{"title": "something else"})
}

// proves brings evidence.
func (c *company) proves(t testing.TB, id, on, words string, files ...form.File) {
	t.Helper()
	done, err := calendar.Parse(on)
	require.NoError(t, err)
	n := decimal.RequireFromString("1204.50")
	c.act(t, id, request.Move{Action: request.Refer, By: "ana@example.com", Day: on, Sent: &request.Submission{
		Values:   form.Values{"statement": {Text: words}, "figure": {Number: &n}, "file": {Files: files}, "done_on": {Date: done}},
		Steps:    []request.Step{{Name: "Sign-off", Need: 1, Rules: []request.Rule{{Kind: request.ByPerson, Of: "ben@example.com"}}}},
		Excluded: []string{"ana@example.com"},
	}})
}

func (c *company) decides(t testing.TB, id string, a request.Action, text string) {
	t.Helper()
	c.act(t, id, request.Move{Action: a, By: "ben@example.com", Text: text, Why: "you review it", Asked: []string{"ben@example.com"}})
}

// setup is a quarter: one duty in time after it was sent back, one late, one
// waived, one overdue.
func setup(t testing.TB) *company {
	t.Helper()
	c := &company{files: map[string]string{}, version: map[string]int64{}, now: time.Date(2026, 10, 1, 8, 0, 0, 0, time.UTC)}
	c.contents = evidence.Contents{
		Format: evidence.Format, Company: "Harbour & Pine <Ltd>", Subject: "Tax", From: "2026-10-01", To: "2026-12-31", Request: "pack-1", Number: "PACK-1", By: "ada@example.com",
		People: map[string]evidence.Person{"ana@example.com": {Name: "Ana Ruiz", Zone: "Europe/Madrid"}, "ben@example.com": {Name: "Ben Okafor", Zone: "UTC"}, "ada@example.com": {Name: "Ada Auditor", Zone: "Europe/Madrid"}},
	}
	for i := range 3 {
		c.log(t, fmt.Sprint("before-", i), "submit", "zoe@example.com", "not of this pack")
	}
	c.opens(t, "duty-vat-1", "VAT return, September 2026", "2026-10-12")
	first, second := c.file("../../return <1>.pdf", "%PDF first"), c.file("return.pdf", "%PDF second")
	c.proves(t, "duty-vat-1", "2026-10-05", "Filed.", first)
	c.log(t, "duty-vat-1", "refused approve", "ana@example.com", map[string]string{"why": "own"})
	c.decides(t, "duty-vat-1", request.Return, "Which portal?")
	c.opens(t, "duty-vat-2", "VAT return, October 2026", "2026-10-08")
	c.proves(t, "duty-vat-1", "2026-10-06", "Filed in the portal.", first, second)
	c.decides(t, "duty-vat-1", request.Approve, "")
	c.proves(t, "duty-vat-2", "2026-10-09", "Filed late.", c.file("receipt.txt", "receipt"))
	c.decides(t, "duty-vat-2", request.Approve, "Mind the day")
	c.opens(t, "duty-vat-3", "VAT return, November 2026", "2026-11-30")
	c.act(t, "duty-vat-3", request.Move{Action: request.Cancel, By: "ben@example.com", Text: "=HYPERLINK(1) Filed by the parent company"})
	c.opens(t, "duty-vat-4", "VAT return, December 2026", "2026-10-10")
	c.act(t, "duty-vat-4", request.Move{Action: request.Assign, By: "ana@example.com", To: "ben@example.com", Choice: "ben@example.com", From: "ana@example.com", Text: "Not mine"})
	c.now = made()
	c.contents.At = c.now
	return c
}

// enter notes in the log that the pack was made.
func (c *company) enter(t testing.TB) {
	t.Helper()
	madrid, err := time.LoadLocation("Europe/Madrid")
	require.NoError(t, err)
	c.contents.Zones = map[string][]evidence.Shift{"Europe/Madrid": evidence.Shifts(madrid, c.records[0].Time, c.now.Add(24*time.Hour))}
	text, err := evidence.EnteredText(c.contents)
	require.NoError(t, err)
	c.act(t, "pack-1", request.Move{Action: request.Note, By: audit.System, Text: text})
	c.log(t, "after", "submit", "zoe@example.com", "not of this pack")
}

// pack writes the pack from the fourth entry on, and gives it with its head.
func (c *company) pack(t testing.TB) ([]byte, audit.Head) {
	t.Helper()
	var out bytes.Buffer
	w := c.write(t, &out)
	require.NoError(t, w.Close(c.open))
	return out.Bytes(), w.Head
}

// write writes all of it but the pages.
func (c *company) write(t testing.TB, out io.Writer) *evidence.Writer {
	t.Helper()
	var seal audit.Seal
	var w *evidence.Writer
	for i, r := range c.records {
		var err error
		if i == 3 {
			w, err = evidence.Write(out, c.contents, audit.Head{Position: 3, Seal: seal})
			require.NoError(t, err)
		}
		seal, err = seal.Next(r.Entry)
		require.NoError(t, err)
		if w != nil {
			require.NoError(t, w.Entry(r, seal))
		}
	}
	return w
}

// open gives the copy of a file.
func (c *company) open(hash string) (io.ReadCloser, error) {
	return io.NopCloser(strings.NewReader(c.files[hash])), nil
}

// part is one of an archive.
type part struct {
	name string
	body []byte
}

func unpack(t testing.TB, pack []byte) []part {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(pack), int64(len(pack)))
	require.NoError(t, err)
	var parts []part
	for _, f := range in.File {
		r, err := f.Open()
		require.NoError(t, err)
		body, err := io.ReadAll(r)
		require.NoError(t, err)
		parts = append(parts, part{f.Name, body})
	}
	return parts
}

// verify packs the parts again and checks them.
func verify(t testing.TB, parts []part, heads ...audit.Head) (evidence.Proved, error) {
	t.Helper()
	var out bytes.Buffer
	out.Grow(1 << 16)
	w := zip.NewWriter(&out)
	w.RegisterCompressor(zip.Deflate, func(to io.Writer) (io.WriteCloser, error) { return &stored{to: to}, nil })
	for _, p := range parts {
		to, err := w.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: made()})
		require.NoError(t, err)
		_, err = to.Write(p.body)
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return evidence.Verify(bytes.NewReader(out.Bytes()), int64(out.Len()), heads...)
}

// made is when the pack of setup is made.
func made() time.Time { return time.Date(2026, 10, 21, 6, 0, 0, 0, time.UTC) }

// stored deflates without compressing (RFC 1951, 3.2.4), which costs nothing.
type stored struct {
	to   io.Writer
	body []byte
}

func (s *stored) Write(p []byte) (int, error) {
	s.body = append(s.body, p...)
	return len(p), nil
}

func (s *stored) Close() error {
	for last := byte(0); last == 0; {
		n := min(len(s.body), 1<<16-1)
		if n == len(s.body) {
			last = 1
		}
		head := binary.LittleEndian.AppendUint16([]byte{last}, uint16(n))
		if _, err := s.to.Write(binary.LittleEndian.AppendUint16(head, ^uint16(n))); err != nil {
			return err
		}
		if _, err := s.to.Write(s.body[:n]); err != nil {
			return err
		}
		s.body = s.body[n:]
	}
	return nil
}
