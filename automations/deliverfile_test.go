package automations_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/connectors/store/sqlite"
)

// delayed is a messenger to which something happens before it posts a message or
// takes the bytes of a file.
type delayed struct {
	*postbox
	post, upload func(outbox.Message)
}

func (d delayed) Post(ctx context.Context, m outbox.Message) (string, string, error) {
	d.post(m)
	return d.postbox.Post(ctx, m)
}

func (d delayed) Upload(ctx context.Context, m outbox.Message) (string, error) {
	d.upload(m)
	return d.postbox.Upload(ctx, m)
}

// overtaken has another worker deliver what is due after the lease of the first
// file has ended.
func (b *bureau) overtaken() func(outbox.Message) {
	return func() func(outbox.Message) {
		var once sync.Once
		return func(m outbox.Message) {
			if m.File != nil {
				once.Do(func() {
					b.wait(31 * time.Second)
					b.deliver()
				})
			}
		}
	}()
}

func TestAFileIsShownOnceWhateverHappensMeanwhile(t *testing.T) {
	t.Parallel()
	nothing := func(outbox.Message) {}
	for name, happens := range map[string]func(b *bureau){
		"nothing": func(*bureau) {},
		"the answer is lost": func(b *bureau) {
			lost := map[string]bool{}
			b.box.lose = func(m outbox.Message) error {
				if m.File == nil || lost[m.Key] {
					return nil
				}
				lost[m.Key] = true
				return fault.New(fault.Unavailable, "Slack does not answer.")
			}
		},
		"its worker dies": func(b *bureau) {
			_, err := (&automations.Courier{Store: b.store, Desk: b.Desk, Messenger: b.box, Answer: b.courier.Answer, Workers: 1}).Deliver(b.ctx)
			require.NoError(b.t, err)
			_, err = (&automations.Courier{Store: mute{b.store, "report/"}, Desk: b.Desk, Messenger: b.box, Answer: b.courier.Answer, Workers: 1}).Deliver(b.ctx)
			require.ErrorIs(b.t, err, errDied)
		},
		"another brings its bytes": func(b *bureau) {
			courier := *b.courier
			courier.Messenger = delayed{b.box, nothing, b.overtaken()}
			require.NoError(b.t, courier.Work(b.ctx))
		},
		"another shows it": func(b *bureau) {
			courier := *b.courier
			courier.Messenger = delayed{b.box, b.overtaken(), nothing}
			require.NoError(b.t, courier.Work(b.ctx))
		},
		"its bytes are thrown away": func(b *bureau) {
			b.box.refuse = func(m outbox.Message) error {
				if m.File != nil && m.File.ID == "F1" {
					return outbox.ErrGone
				}
				return nil
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := reporting(t)
			r, words, err := b.Question(b.ctx, b.who("fay"), "spend")
			require.NoError(t, err)
			_, err = b.Fetch(b.ctx, b.who("fay"), b.id(), automations.Fetching{Report: r.Name, Words: words})
			require.NoError(t, err)
			require.NoError(t, b.fetcher.Run(b.ctx))
			b.fetcher.Wait()
			happens(b)
			for range 5 {
				b.deliver()
				b.wait(time.Minute)
			}
			var names []string
			for _, p := range b.box.sent("U03") {
				if p.File != nil {
					names = append(names, p.Text)
				}
			}
			assert.Len(t, names, 2)
			assert.Empty(t, b.failed())
		})
	}
}

// counted tells of every lease.
type counted struct {
	*sqlite.Store
	leases chan struct{}
}

func (c counted) Lease(ctx context.Context, now, until time.Time, limit int) ([]outbox.Leased, error) {
	leased, err := c.Store.Lease(ctx, now, until, limit)
	select {
	case c.leases <- struct{}{}:
	default:
	}
	return leased, err
}

func TestWhatIsInHandIsNotDeliveredAgainWhenTheClockJumps(t *testing.T) {
	t.Parallel()
	o := setup(t)
	o.submit(taxi)
	leases, tries := make(chan struct{}), 0
	courier := *o.courier
	courier.Store = counted{o.store, leases}
	courier.Messenger = delayed{o.box, func(outbox.Message) {
		if tries++; tries == 1 {
			o.wait(31 * time.Second)
			<-leases
			<-leases
		}
	}, nil}
	courier.Workers = 2
	require.NoError(t, courier.Work(o.ctx))
	assert.Equal(t, []string{pending}, o.box.to("U00"))
	assert.Equal(t, []string{pending}, o.box.to("U01"))
	assert.Equal(t, 2, tries)
	assert.Zero(t, o.box.finds, "what was posted is recorded")
	assert.Zero(t, o.box.updates)
}
