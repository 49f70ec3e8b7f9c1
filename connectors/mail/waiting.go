package mail

import (
	"context"
	"math"

	"github.com/emersion/go-imap/v2"

	"factotum/automations/mail"
)

// Waiting counts the mails of a folder beyond a position, without reading them.
func (a *Account) Waiting(ctx context.Context, after mail.Position) (waiting int, err error) {
	err = a.in(ctx, after.Folder, func(s *session) error {
		beyond := imap.UIDRange{Start: 1}
		if after.Validity == s.validity {
			if after.UID == math.MaxUint32 {
				return nil
			}
			beyond.Start = imap.UID(after.UID + 1)
		}
		return s.within(ctx, a.pace.command, func() error {
			uids, err := s.search(beyond, "")
			waiting = len(uids)
			return err
		})
	})
	return waiting, err
}
