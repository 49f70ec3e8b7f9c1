package mail

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/invoice"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/connectors/store/sqlite"
)

// bureau is a company whose mailbox is on a real server: requests are made of
// what letter makes, and a mail that says poison cannot be read.
type bureau struct {
	t     *testing.T
	desk  *automations.Desk
	store *sqlite.Store
	later atomic.Int64 // nanoseconds that the clock is ahead
	ids   atomic.Int64
}

func startBureau(t *testing.T) *bureau {
	t.Helper()
	store, err := sqlite.Open(filepath.Join(t.TempDir(), "factotum.db"))
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, store.Close()) })
	builtin, err := catalogue.Builtin()
	require.NoError(t, err)
	kinds, problems := catalogue.Load(catalogue.Company{
		Name: "Sample Ltd", Currency: "EUR", RatesBy: "finance", Fallback: "director", Remind: time.Hour, Teams: []string{"payables", "procurement", "it"},
		Options: map[string][]form.Option{"cost_centres": {{Value: "sales", Label: "Sales"}}},
	}, builtin, nil)
	require.Empty(t, problems)
	hours, err := calendar.ParseHours(map[string]string{"mon-fri": "09:00-17:00"})
	require.NoError(t, err)
	working, err := calendar.New(time.UTC, hours, "DE", "", nil)
	require.NoError(t, err)
	b := &bureau{t: t, store: store}
	b.desk = &automations.Desk{
		Store: store, Catalogue: kinds, Now: func() time.Time { return time.Now().Add(time.Duration(b.later.Load())) }, Due: func() {},
		NewID: func() string { return fmt.Sprint(b.ids.Add(1)) }, Calendar: func(people.Person) *calendar.Calendar { return working },
	}
	dir, _ := people.Join(nil, []people.Entry{{Email: "paul@example.com", Teams: []string{"payables"}}}, people.Company{
		Mailboxes: []people.Mailbox{{Key: "bills", Name: "Bills"}}, Unasked: true,
	})
	_, err = b.desk.Staff(t.Context(), dir)
	require.NoError(t, err)
	return b
}

// count is a number that the environment may say otherwise.
func count(t *testing.T, name string, usual int) int {
	t.Helper()
	if text := os.Getenv(name); text != "" {
		n, err := strconv.Atoi(text)
		require.NoError(t, err)
		return n
	}
	return usual
}

func (b *bureau) intake(a *Account, folder string) *automations.Intake {
	return &automations.Intake{
		Desk: b.desk, Mailbox: a, Reader: plainReader{}, Box: people.Mailbox{Key: "bills", Name: "Bills"}, Folders: []string{folder}, Kind: "invoice",
	}
}

// plainReader reads mails of text: their first line is the number of an invoice.
type plainReader struct{}

func (plainReader) Read(_ context.Context, _ string, raw []byte) (automations.Contents, error) {
	_, body, _ := bytes.Cut(raw, []byte("\r\n\r\n"))
	if bytes.HasPrefix(body, []byte("poison")) {
		return automations.Contents{Refused: []automations.Refused{{Code: fault.Invalid, Say: "Reading it took too long, so it was stopped."}}}, nil
	}
	sum := sha256.Sum256(body)
	number, _, _ := strings.Cut(string(body), "\r\n")
	value := func(text string) invoice.Value { return invoice.Value{Text: text, Source: invoice.XML} }
	return automations.Contents{Found: []automations.Found{{
		Hashes: []string{hex.EncodeToString(sum[:])}, Files: []form.File{{Name: "x", Hash: hex.EncodeToString(sum[:])}},
		Invoice: invoice.Invoice{Values: map[invoice.Field]invoice.Value{
			invoice.Seller: value("Acme"), invoice.Number: value(number), invoice.IssueDate: value("2026-11-16"),
			invoice.TotalGross: value("10.00"), invoice.Currency: value("EUR"),
		}},
	}}}, nil
}

func (plainReader) Keep(context.Context, string, []byte) (form.File, error) {
	return form.File{Name: "mail.eml", Hash: strings.Repeat("0", 64)}, nil
}

// bill is a mail with the invoice of that number.
func bill(id, number string) string {
	return fmt.Sprintf("Message-ID: <%s@acme.example>\r\nFrom: billing@acme.example\r\nSubject: %s\r\n\r\n%s\r\n", id, number, number)
}

// asks are the titles of all requests, each as often as there is one, and how
// many remarks were made.
func (b *bureau) asks() (titles []string, remarks int) {
	b.t.Helper()
	records, err := b.store.Log(b.t.Context(), 0, 10_000)
	require.NoError(b.t, err)
	for _, r := range records {
		switch request.Action(r.Move) { //nolint:exhaustive // nothing else is done here
		case request.Submit:
			var m request.Move
			require.NoError(b.t, json.Unmarshal(r.Payload, &m))
			titles = append(titles, m.Sent.Title)
		case request.Note:
			remarks++
		}
	}
	slices.Sort(titles)
	return titles, remarks
}

// TestMailsBecomeRequestsThroughCuts is the whole way, against Dovecot, with two
// replicas and a line that is cut all the time, once for every ten mails.
// FACTOTUM_MAILS=1000 makes it a hundred cuts.
func TestMailsBecomeRequestsThroughCuts(t *testing.T) {
	t.Parallel()
	mails := count(t, "FACTOTUM_MAILS", 200)
	cuts := int64(mails / 10)
	d, b := startDovecot(t), startBureau(t)
	c := d.client(t)
	var want []string
	for n := range mails {
		number := fmt.Sprintf("R-%05d", n)
		if n == mails/2 {
			deliver(t, c, "INBOX", bill("poison", "poison"))
			continue
		}
		want = append(want, "Acme, "+number)
		deliver(t, c, "INBOX", bill(number, number)+strings.Repeat("0123456789\r\n", n*37%1300))
	}
	line := startCutter(t, d.tls, cuts)
	var replicas sync.WaitGroup
	for range 2 {
		in := b.intake(d.account(t, func(cfg *Config) { cfg.Address, cfg.Flag, cfg.Folder = line.address(), "", "Processed" }), "INBOX")
		replicas.Go(func() {
			ctx := within(t)
			for ctx.Err() == nil && (in.Run(ctx) != nil || in.Status().Taken < mails) {
			}
			assert.NoError(t, ctx.Err(), "not all mails were taken in")
		})
	}
	replicas.Wait()
	require.LessOrEqual(t, line.left.Load(), int64(0), "all cuts were made")
	b.later.Store(int64(2 * time.Minute)) // what a cut left behind is set right
	in := b.intake(d.account(t, func(cfg *Config) { cfg.Flag, cfg.Folder = "", "Processed" }), "INBOX")
	require.NoError(t, in.Run(t.Context()))
	got, remarks := b.asks()
	want = append([]string{"(no subject)"}, want...)
	assert.Equal(t, want, got)
	assert.Zero(t, remarks, "nothing arrived twice")
	assert.Equal(t, 1, in.Status().Apart)
	assert.Empty(t, subjects(t, c, "INBOX"))
	assert.Equal(t, []string{"poison"}, subjects(t, c, "Quarantine"))
	processed := subjects(t, c, "Processed")
	slices.Sort(processed)
	assert.Len(t, slices.Compact(processed), mails-1)
}

func TestWhatArrivesAgainIsARemark(t *testing.T) {
	t.Parallel()
	d, b := startDovecot(t), startBureau(t)
	c := d.client(t)
	require.NoError(t, c.Create("Bills", nil).Wait())
	in := b.intake(d.account(t, func(cfg *Config) { cfg.Folders = []string{"Bills"} }), "Bills")
	deliver(t, c, "Bills", bill("1", "R-1"), bill("2", "R-2"), bill("3", "R-1"))
	require.NoError(t, in.Run(t.Context()))
	titles, remarks := b.asks()
	assert.Equal(t, []string{"Acme, R-1", "Acme, R-2"}, titles)
	assert.Equal(t, 1, remarks, "the same invoice under another Message-ID")

	// The folder is numbered anew: another one with the same mails takes its name.
	require.NoError(t, c.Create("New", nil).Wait())
	_, err := c.Select("Bills", nil).Wait()
	require.NoError(t, err)
	_, err = c.Copy(imap.SeqSetNum(1, 2, 3), "New").Wait()
	require.NoError(t, err)
	require.NoError(t, c.UnselectAndExpunge().Wait())
	require.NoError(t, c.Delete("Bills").Wait())
	require.NoError(t, c.Rename("New", "Bills", nil).Wait())
	deliver(t, c, "Bills", bill("4", "R-4"))
	require.NoError(t, in.Run(t.Context()))
	titles, remarks = b.asks()
	assert.Equal(t, []string{"Acme, R-1", "Acme, R-2", "Acme, R-4"}, titles)
	assert.Equal(t, 1, remarks, "what was taken in before is passed over without a word")
	assert.Len(t, subjects(t, c, "Bills", "$Done"), 4)
}
