package mail

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"math"
	"slices"

	"github.com/emersion/go-imap/v2"

	"factotum/automations/mail"
)

// Next reads the mails of a folder beyond a position in the order of their UIDs,
// at most limit of them, each whole and one at a time: what is held in memory
// is one mail. It leaves no trace in the mailbox. An error, a fault, is the last
// thing that is given; what came before it is sound.
//
// A folder whose UIDVALIDITY is no longer that of the position is read from its
// beginning, and At.Validity of its mails shows it: they may have been dealt with
// under another UID, which Message.Fingerprint tells. Mails that vanish while
// they are read (another replica moved them, a person deleted them) and mails
// marked as deleted are passed over.
func (a *Account) Next(ctx context.Context, after mail.Position, limit int) iter.Seq2[mail.Message, error] {
	return func(yield func(mail.Message, error) bool) {
		err := a.in(ctx, after.Folder, func(s *session) error {
			at := mail.Position{Account: a.cfg.Name, Folder: after.Folder, Validity: s.validity}
			if after.Validity == s.validity {
				at.UID = after.UID
			}
			entries, err := a.list(ctx, s, at.UID, limit)
			if err != nil {
				return err
			}
			for _, e := range entries {
				at.UID = uint32(e.uid)
				m, there, err := a.read(ctx, s, at, e.size)
				if err != nil {
					return err
				}
				if there && !yield(m, nil) {
					return errStop
				}
			}
			return nil
		})
		if err != nil && !errors.Is(err, errStop) {
			yield(mail.Message{}, err)
		}
	}
}

// entry is a mail that is there to be read.
type entry struct {
	uid  imap.UID
	size int64
}

// list is the first mails beyond a UID, with their sizes.
func (a *Account) list(ctx context.Context, s *session, beyond uint32, limit int) ([]entry, error) {
	if beyond == math.MaxUint32 || limit < 1 {
		return nil, nil
	}
	var entries []entry
	err := s.within(ctx, a.pace.command, func() error {
		uids, err := s.search(imap.UIDRange{Start: imap.UID(beyond + 1)}, "")
		if err != nil || len(uids) == 0 {
			return err
		}
		found, err := s.client.Fetch(imap.UIDSetNum(uids[:min(limit, len(uids))]...), &imap.FetchOptions{UID: true, RFC822Size: true}).Collect()
		for _, m := range found {
			entries = append(entries, entry{uid: m.UID, size: m.RFC822Size})
		}
		return err
	})
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(a.uid, b.uid) })
	return entries, err
}

// search finds the mails of a range in order, without those marked as deleted or
// with the flag. A range without end is answered with the last mail even where
// that stands before its start (RFC 9051, section 6.4.8), so that it is checked.
func (s *session) search(within imap.UIDRange, without string) ([]imap.UID, error) {
	criteria := &imap.SearchCriteria{UID: []imap.UIDSet{{within}}, NotFlag: []imap.Flag{imap.FlagDeleted}}
	if without != "" {
		criteria.NotFlag = append(criteria.NotFlag, imap.Flag(without))
	}
	data, err := s.client.UIDSearch(criteria, nil).Wait()
	if err != nil {
		return nil, err
	}
	var uids []imap.UID
	for _, uid := range data.AllUIDs() {
		if uid >= within.Start {
			uids = append(uids, uid)
		}
	}
	slices.Sort(uids)
	return uids, nil
}
