package automations

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"factotum/automations/outbox"
)

// bring updates the message that stands, or posts it, and notes where. After an
// attempt whose outcome is unknown it is looked for before it is posted again.
func (c *Courier) bring(ctx context.Context, l outbox.Leased, d *delivered, m outbox.Message, created time.Time) (err error) {
	d.fresh = !d.Stands()
	if !d.fresh {
		if err := c.Messenger.Update(ctx, d.Channel, d.TS, m); !errors.Is(err, outbox.ErrGone) {
			return err
		}
	}
	switch {
	case m.File != nil:
		return c.bringFile(ctx, l, d, m)
	case d.fresh && l.Again:
		since := l.At
		if l.Shape != outbox.Line {
			since = created // the notice may be newer than the message that was lost
		}
		channel, ts, found, err := c.Messenger.Find(ctx, m, since.Add(-skew))
		if err != nil {
			return err
		}
		if found {
			if d.Channel, d.TS = channel, ts; l.Shape != outbox.Line {
				err = c.Messenger.Update(ctx, channel, ts, m)
			}
			return err
		}
	}
	if d.lost {
		return nil
	}
	d.Channel, d.TS, err = c.Messenger.Post(ctx, m)
	return err
}

func contentHash(m outbox.Message) string {
	sum := sha256.Sum256(append([]byte(m.Text+"\x00"+m.Thread+"\x00"), m.Blocks...))
	return hex.EncodeToString(sum[:])
}
