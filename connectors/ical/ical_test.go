package ical_test

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	independent "github.com/emersion/go-ical"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"factotum/automations/calendar"
	"factotum/automations/obligation"
	"factotum/connectors/ical"
)

func now() time.Time { return time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC) }

// place is an occurrence that is due on a day.
func place(title string, change func(*obligation.Place)) obligation.Place {
	day := calendar.NewDate(2026, 12, 10)
	p := obligation.Place{
		Due: obligation.Due{Nominal: day, Day: day}, Title: title, Mark: obligation.Open,
		Obligation: obligation.Obligation{Key: "vat", Subject: "Tax", What: "File the return.", Why: "§ 18 UStG", Source: "https://example.com/rule?a=1;b=2"},
	}
	if change != nil {
		change(&p)
	}
	return p
}

// read is what another program makes of a file.
func read(t require.TestingT, file []byte) (*independent.Calendar, []independent.Event) {
	decoder := independent.NewDecoder(bytes.NewReader(file))
	c, err := decoder.Decode()
	require.NoError(t, err)
	_, err = decoder.Decode()
	require.ErrorIs(t, err, io.EOF, "one calendar")
	require.NoError(t, independent.NewEncoder(io.Discard).Encode(c), "it holds what the RFC asks for, and nothing twice")
	return c, c.Events()
}

func TestAnotherProgramReadsTheFile(t *testing.T) {
	t.Parallel()
	moved := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	c, events := read(t, ical.File("Duties, all", []obligation.Place{
		place("VAT return, November 2026", func(p *obligation.Place) { p.ID, p.Number, p.Version, p.Changed = "d1", "DUT-1", 3, moved }),
		place("Badge check, B-7", func(p *obligation.Place) { p.Record, p.Event, p.Mark = "badges/7", p.Day, obligation.Late }),
		place("Audit", func(p *obligation.Place) { p.Obligation.Key, p.Mark = "audit", obligation.Waived }),
		place("Closing", func(p *obligation.Place) { p.Obligation.Key, p.Mark = "closing", obligation.Behind }),
	}, now()))
	name, err := c.Props.Text("X-WR-CALNAME")
	require.NoError(t, err)
	assert.Equal(t, "Duties, all", name)
	require.Len(t, events, 4)
	e := events[0]
	start, err := e.DateTimeStart(time.UTC)
	require.NoError(t, err)
	end, err := e.DateTimeEnd(time.UTC)
	require.NoError(t, err)
	assert.Equal(t, time.Date(2026, 12, 10, 0, 0, 0, 0, time.UTC), start)
	assert.Equal(t, 24*time.Hour, end.Sub(start), "the whole day")
	assert.Equal(t, independent.ValueDate, e.Props.Get("DTSTART").ValueType(), "in every zone the same day")
	text := func(e independent.Event, key string) string {
		v, err := e.Props.Text(key)
		require.NoError(t, err)
		return v
	}
	assert.Equal(t, "vat-2026-12-10@factotum", text(e, "UID"))
	assert.Equal(t, "3", e.Props.Get("SEQUENCE").Value)
	assert.Equal(t, "20261122T080000Z", e.Props.Get("DTSTAMP").Value)
	assert.Equal(t, "20261120T090000Z", e.Props.Get("LAST-MODIFIED").Value)
	assert.Equal(t, "TRANSPARENT", e.Props.Get("TRANSP").Value)
	assert.Equal(t, "https://example.com/rule?a=1;b=2", e.Props.Get("URL").Value)
	assert.Equal(t, "File the return.\n§ 18 UStG\n(DUT-1: open)", text(e, "DESCRIPTION"))
	assert.Empty(t, e.Children, "no alarms: Factotum reminds itself")
	assert.Equal(t, "vat-badges/7~2026-12-10@factotum", text(events[1], "UID"))
	assert.Equal(t, "LATE: Badge check, B-7", text(events[1], "SUMMARY"))
	assert.Equal(t, "CANCELLED", events[2].Props.Get("STATUS").Value)
	assert.Equal(t, "✓ Closing", text(events[3], "SUMMARY"))
}

func TestNoTextBreaksTheFile(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		piece := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
			"\r\nEND:VEVENT\r\nBEGIN:VALARM", "\nATTENDEE:mailto:x@example.com", "a,b;c\\n\\,\\;", strings.Repeat("👩🏽‍💻", 40), strings.Repeat("ü", 75), "\x00\x07\u2028\u2029\x85", "\xff\xfe", "\"quoted\"; X=1:",
		}))
		title, what, subject := piece.Draw(rt, "title"), piece.Draw(rt, "what"), piece.Draw(rt, "subject")
		p := place(title, func(p *obligation.Place) { p.Obligation.What, p.Obligation.Subject = what, subject })
		file := ical.File(subject, []obligation.Place{p}, now())
		assert.True(rt, utf8.Valid(file))
		for line := range bytes.SplitSeq(bytes.TrimSuffix(file, []byte("\r\n")), []byte("\r\n")) {
			assert.LessOrEqual(rt, len(line), 75, "RFC 5545, section 3.1")
			assert.True(rt, utf8.Valid(line), "folded between letters")
			assert.NotContains(rt, string(line), "\n")
			assert.NotContains(rt, string(line), "\r")
		}
		_, events := read(rt, file)
		require.Len(rt, events, 1)
		assert.Empty(rt, events[0].Children)
		assert.Nil(rt, events[0].Props.Get("ATTENDEE"))
		got, err := events[0].Props.Text("SUMMARY")
		require.NoError(rt, err)
		if !strings.ContainsAny(title, "\r\n\u2028\u2029\x00\x07\x7f") && utf8.ValidString(title) && strings.IndexFunc(title, func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 }) < 0 {
			assert.Equal(rt, title, got, "nothing is lost")
		}
	})
}
