package document

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
	"factotum/automations/invoice"
)

// ample is how long what must come is waited for: only a test that fails waits as long,
// and a busy machine may take minutes for what is otherwise there at once.
const ample = 5 * time.Minute

func TestManyAreReadByFewChildren(t *testing.T) {
	t.Parallel()
	r := setup(t, func(o *Options) { o.Tools, o.Limits.Reads = Tools{}, 7 })
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() {
			number := fmt.Sprintf("N-%d", i)
			result := read(t, r, "bill.pdf", bill(number), Ask{})
			if assert.Len(t, result.Found, 1) {
				assert.Equal(t, number, result.Found[0].Invoice.Values[invoice.Number].Text)
				assert.Len(t, result.Found[0].Hash, 64)
			}
		})
	}
	all.Wait()
}

func TestWhatCannotBeReadIsSaid(t *testing.T) {
	t.Parallel()
	r := setup(t, func(o *Options) { o.Tools = Tools{} })
	for name, c := range map[string]struct {
		raw  []byte
		code fault.Code
		say  string
	}{
		"nothing":           {nil, fault.Invalid, "empty"},
		"an archive":        {[]byte("PK\x03\x04"), fault.Invalid, "Archives"},
		"a letter":          {onePage(helvetica, printed("Dear Ms Example,", "thank you very much for your visit last week.")), fault.NotFound, "No invoice"},
		"a page of nothing": {onePage("", ""), fault.Unavailable, "tesseract"},
		"other XML":         {[]byte("<note/>"), fault.NotFound, "no e-invoice"},
		"half a file":       {[]byte("%PDF-1.7\nhalf"), fault.Invalid, "damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := read(t, r, "../x.pdf", c.raw, Ask{})
			require.Len(t, result.Refused, 1)
			assert.Equal(t, c.code, result.Refused[0].Code)
			assert.Contains(t, result.Refused[0].Say, c.say)
			assert.Equal(t, "x.pdf", result.Refused[0].Label)
		})
	}
	huge := Source{Name: "huge", Size: MaxSize + 1, Body: bytes.NewReader(nil)}
	result, err := r.Read(t.Context(), huge, Ask{})
	require.NoError(t, err)
	assert.Contains(t, result.Refused[0].Say, "50 MB")
}

// TestAChildHasNothingToSteal looks at a child from outside.
func TestAChildHasNothingToSteal(t *testing.T) {
	t.Parallel()
	c, err := start(Options{Command: command(t), Limits: Usual()})
	require.NoError(t, err)
	_, err = c.read(t.Context(), request{Size: 1, Time: ample}, bytes.NewReader([]byte("x")), time.Now().Add(ample))
	require.NoError(t, err)
	env, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", c.cmd.Process.Pid))
	require.NoError(t, err)
	assert.Empty(t, env)
	limits, err := os.ReadFile(fmt.Sprintf("/proc/%d/limits", c.cmd.Process.Pid))
	require.NoError(t, err)
	assert.NotRegexp(t, `Max data size +unlimited`, string(limits))
	assert.Regexp(t, `Max core file size +0 `, string(limits))
	assert.NotRegexp(t, `Max cpu time +unlimited +unlimited`, string(limits))
	c.end()
	assert.NoDirExists(t, c.folder)
}

func TestAChildThatLiesOrHangsHarmsNobody(t *testing.T) {
	t.Parallel()
	for name, script := range map[string]string{
		"it ends at once":       "exit 0",
		"it says too much":      `printf '\377\377\377\377'; sleep 60`,
		"it says nonsense":      `printf '\0\0\0\4what'; sleep 60`,
		"it says nothing":       "sleep 60",
		"it starts others":      "sleep 60 & sleep 60",
		"it cuts its own words": `printf '\0\0\1\0{'`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := setup(t, func(o *Options) {
				o.Command, o.Limits.Wall, o.Limits.Busy = []string{"/bin/sh", "sh", "-c", script}, 500*time.Millisecond, 0
			})
			result := read(t, r, "x.pdf", bill("1"), Ask{})
			require.Len(t, result.Refused, 1)
			assert.Equal(t, fault.Invalid, result.Refused[0].Code)
		})
	}
}

func TestWhoeverAsksMayStopWaiting(t *testing.T) {
	t.Parallel()
	r := setup(t, func(o *Options) { o.Command, o.Jobs = []string{"/bin/sh", "sh", "-c", "sleep 60"}, 1 })
	ctx, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	_, err := r.Read(ctx, Source{Name: "x", Size: 1, Body: bytes.NewReader([]byte("x"))}, Ask{})
	require.ErrorIs(t, err, context.DeadlineExceeded)
	none := New(Options{Command: []string{"/does/not/exist", "x"}, Limits: Usual()})
	defer none.Close()
	_, err = none.Read(t.Context(), Source{Name: "x", Size: 1, Body: bytes.NewReader([]byte("x"))}, Ask{})
	require.ErrorContains(t, err, "starting a child")
}

// BenchmarkBill reads a PDF with text; the child is warm after the first.
func BenchmarkBill(b *testing.B) {
	command, err := Itself(asChild)
	require.NoError(b, err)
	r := New(Options{Command: command, Limits: Usual()})
	defer r.Close()
	for name, raw := range map[string][]byte{"pdf": bill("A-1"), "xml": eInvoice()} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				_, err := r.Read(b.Context(), Source{Name: name, Size: int64(len(raw)), Body: bytes.NewReader(raw)}, Ask{})
				require.NoError(b, err)
			}
		})
	}
}
