package automations

import (
	"slices"
	"strings"
	"time"

	"factotum/automations/form"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
)

// copies bring what was said about a ticket to those who take part, but not
// where it was said; to those who are new, all of it. A file follows once there
// is our own copy of it.
func copies(before, after request.Request, dir people.Directory, at time.Time) []outbox.Notice {
	if after.Work == nil || !after.Work.Desk {
		return nil
	}
	var notices []outbox.Notice
	for _, id := range after.Shown {
		reader, ok := dir.Person(id)
		if !ok {
			continue
		}
		first := !slices.Contains(before.Shown, id) || !policy.Hears(before, reader, false, dir)
		for _, m := range after.Thread {
			was, said := before.Said(m.ID)
			if m.ID == "" || stands(m, reader) || !first && said && same(was, m) {
				continue
			}
			if first {
				was = request.Remark{}
			}
			notices = append(notices, copyOf(after, was, m, reader, dir, at)...)
		}
	}
	return notices
}

// stands tells whether the reader has the sentence before them already: they
// wrote it, or it was written where they read.
func stands(m request.Remark, reader people.Person) bool {
	channel, _, _ := strings.Cut(m.ID, "-")
	return m.By == reader.ID || people.SameContact(m.By, reader.ID) || slices.Contains(reader.Accounts, channel)
}

func same(a, b request.Remark) bool {
	return a.Amended.Equal(b.Amended) && a.Internal == b.Internal && a.Removed == b.Removed && slices.Equal(a.Files, b.Files)
}

// copyOf is a sentence for one reader, with the files that can be had now and
// could not before.
func copyOf(r request.Request, was, m request.Remark, reader people.Person, dir people.Directory, at time.Time) []outbox.Notice {
	hears := policy.HearsOf(r, reader, m, dir)
	if !hears && (was.ID == "" || was.Internal) {
		return nil // they never had it
	}
	n := outbox.Notice{
		Key: outbox.CopyKey(r.ID, reader.ID, m.ID), Lane: r.ID, Shape: outbox.Copy, Request: r.ID, To: reader.ID,
		Says: outbox.Says{Name: CopyLine, By: m.By, Text: m.ID, Threaded: true}, At: at,
	}
	notices := []outbox.Notice{n}
	for _, f := range was.Files {
		if f.Hash != "" && (!hears || !slices.Contains(m.Files, f)) {
			notices = append(notices, outbox.Notice{
				Key: fileKey(r, reader, m, f), Lane: r.ID, Shape: outbox.Copy, Request: r.ID, To: reader.ID,
				Says: outbox.Says{Name: GoneLine, Threaded: true}, At: at,
			})
		}
	}
	for _, f := range m.Files {
		if !hears || f.Hash == "" || slices.Contains(was.Files, f) {
			continue
		}
		notices = append(notices, outbox.Notice{
			Key: fileKey(r, reader, m, f), Lane: r.ID, Shape: outbox.Line, Request: r.ID,
			To: reader.ID, Says: outbox.Says{Name: FileLine, By: m.By, Text: f.Hash, Threaded: true}, At: at,
		})
	}
	return notices
}

// fileKey names a file of a sentence for a reader.
func fileKey(r request.Request, reader people.Person, m request.Remark, f form.File) string {
	return outbox.LineKey(r.ID, reader.ID, FileLine+"-"+m.ID+"-"+f.Source)
}

// CopyLine is the name of what brings a sentence of the conversation to another
// reader; its text is the id of the sentence.
const CopyLine = "copy"
