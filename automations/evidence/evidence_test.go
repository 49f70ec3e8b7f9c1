package evidence_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/audit"
	"factotum/automations/evidence"
	"factotum/automations/request"
)

// text is a part of a pack.
func text(parts []part, name string) string {
	for _, p := range parts {
		if p.name == name {
			return string(p.body)
		}
	}
	return ""
}

func TestAPackTellsWhatTheLogProves(t *testing.T) {
	t.Parallel()
	c := setup(t)
	c.enter(t)
	pack, head := c.pack(t)
	again, _ := c.pack(t)
	assert.True(t, bytes.Equal(pack, again), "the same comes of the same")
	parts := unpack(t, pack)
	proved, err := verify(t, parts, head)
	require.NoError(t, err)
	assert.Equal(t, head, proved.Head)
	assert.Equal(t, 3, proved.Files)
	assert.Equal(t, int64(len(c.records)-3), proved.Entries)
	assert.Contains(t, proved.String(), "Tax: 4 duties due from 2026-10-01 to 2026-12-31, 3 files,")
	assert.Contains(t, proved.String(), "It is entered in the log itself, as PACK-1.")
	page := text(parts, "index.html")
	for _, want := range []string{
		"Harbour &amp; Pine &lt;Ltd&gt;", "DUT-2 (VAT return, October 2026) was due on 8 Oct 2026 and done on 9 Oct 2026.",
		"DUT-4 (VAT return, December 2026) was due on 10 Oct 2026 and was not done when this pack was made.", "DUT-3 (VAT return, November 2026) was waived",
		"by Ben Okafor: =HYPERLINK(1) Filed by the parent company", "was refused: approve", "Europe/Madrid", "by Ben Okafor", "said that it is not theirs, and proposed Ben Okafor", "1204.5", head.String(),
	} {
		assert.Contains(t, page, want)
	}
	assert.NotContains(t, page, "<1>")
	assert.Contains(t, text(parts, "deeds.csv"), "'=HYPERLINK", "no cell is a formula")
	assert.NotContains(t, text(parts, "proof.jsonl"), "something else", "what was typed elsewhere is in no pack")
	assert.Equal(t, "%PDF first", text(parts, "files/DUT-1/1 return _1_.pdf"))
	if to := os.Getenv("FACTOTUM_PACK"); to != "" {
		require.NoError(t, os.WriteFile(to, pack, 0o600))
	}
}

func TestWhatIsMissingIsSaidOpenly(t *testing.T) {
	t.Parallel()
	c := setup(t)
	c.contents.Request, c.contents.Subject, c.contents.Withheld = "", "", 2
	c.contents.Absent = []string{audit.Hash([]byte("receipt"))}
	c.contents.Young = []evidence.Young{{Title: "VAT return", Since: "2026-10-03"}, {Title: "Trade tax", Since: "2026-10-03"}}
	c.contents.Unopened = []evidence.Unopened{{Title: "VAT return, May", Due: "2026-10-10"}, {Title: "VAT return, June", Due: "2026-12-10"}}
	c.act(t, "duty-vat-4", request.Move{Action: request.Remind, By: "ben@example.com", Day: "2026-10-09"})
	for _, keys := range [][]string{{"7", "manager"}, {"0"}, {"+2", "head"}} {
		c.act(t, "duty-vat-4", request.Move{Action: request.Alert, By: audit.System, Alerts: keys})
	}
	c.enter(t)
	pack, _ := c.pack(t)
	parts := unpack(t, pack)
	proved, err := verify(t, parts)
	require.NoError(t, err)
	assert.Contains(t, proved.String(), "All duties: 4 duties")
	assert.Contains(t, proved.String(), "It was made by a command")
	page := text(parts, "index.html")
	for _, want := range []string{
		"the file “receipt.txt” is not in this pack: there is no copy of it any more", "VAT return, May was due on 10 Oct 2026 and was never opened.", "VAT return, June is due on 10 Dec 2026; it had not opened yet.",
		"Kept in Factotum since 3 Oct 2026 only, so that what was due before is not in this pack: VAT return, Trade tax.",
		"reminded 7 days before; told the manager that it is late", "reminded on working day 2 after it was due; told the compliance lead that it is late", "reminded on the day", "2 more duties of this period and subject exist that Ada Auditor may not see", "put its reminders off until 9 Oct 2026",
	} {
		assert.Contains(t, page, want)
	}
}

func TestWhatWasErasedOnRecordIsSaid(t *testing.T) {
	t.Parallel()
	c := setup(t)
	gone := int64(0)
	for _, r := range c.records {
		if r.Subject == "duty-vat-3" && r.Move == "cancel" {
			gone = r.Position
		}
	}
	c.records[gone-1].Payload = nil
	c.enter(t)
	unrecorded, _ := c.pack(t)
	_, err := verify(t, unpack(t, unrecorded))
	var bad *evidence.BadPartError
	require.ErrorAs(t, err, &bad)
	assert.Equal(t, fmt.Sprintf("proof.jsonl: entry %d: its payload is gone, and no erasure of it is on record", gone), bad.Error())
	c.log(t, "duty-vat-3", audit.Erase, "operator", audit.Erasure{Person: "ben@example.com", Positions: []int64{gone}})
	pack, _ := c.pack(t)
	parts := unpack(t, pack)
	_, err = verify(t, parts)
	require.NoError(t, err)
	assert.Contains(t, text(parts, "index.html"), "DUT-3: what was typed was erased on record")
}

func TestADamagedCopyAndAMissingOpeningAreRefused(t *testing.T) {
	t.Parallel()
	c := setup(t)
	c.enter(t)
	for hash := range c.files {
		c.files[hash] += " "
	}
	w, err := evidence.Write(io.Discard, c.contents, audit.Head{})
	require.NoError(t, err)
	require.ErrorContains(t, w.Close(nil), "the entry by which DUT-1 was opened is not there")
	w = c.write(t, io.Discard)
	err = w.Close(c.open)
	require.ErrorContains(t, err, "files/DUT-1/1 return _1_.pdf: our copy is damaged")
	gone := errors.New("gone")
	require.ErrorIs(t, c.write(t, io.Discard).Close(func(string) (io.ReadCloser, error) { return nil, gone }), gone)
}

func TestTheLookOfPacksIsKeptByItsFormat(t *testing.T) {
	t.Parallel()
	c := setup(t)
	c.enter(t)
	pack, _ := c.pack(t)
	all := ""
	for _, p := range unpack(t, pack) {
		if !strings.HasPrefix(p.name, "files/") {
			all += p.name + " " + audit.Hash(p.body) + "\n"
		}
	}
	assert.Equal(t, "116ca06636b4fc6bec5dc412ce596324b86fc395973f7c5b433f9cb591c2687d", audit.Hash([]byte(all)), "packs made before would no longer be good: raise evidence.Format with every change of their pages")
}
