package mail

import (
	"context"
	"errors"
	"math"

	"github.com/emersion/go-imap/v2"

	"factotum/automations/mail"
)

// errRenumbered is a position whose UIDs no longer count: what stands there now
// may be another mail.
var errRenumbered = errors.New("the folder's UIDVALIDITY has changed")

// Settle shows in the mailbox what became of the mail at a position, after that
// is kept elsewhere: what was dealt with is flagged or moved, what a person must
// look at is moved to the quarantine. Folders that are not there are made. Doing
// it again, or for a mail that is gone, changes nothing. Of several replicas, only
// the one whose commit came first should call it: servers that move at the same
// moment for two (Dovecot does) put the mail into the other folder twice. The
// fault is conflict where the folder was numbered anew: nothing was touched then.
func (a *Account) Settle(ctx context.Context, at mail.Position, outcome mail.Outcome) error {
	return a.in(ctx, at.Folder, func(s *session) error {
		if s.validity != at.Validity {
			return errRenumbered
		}
		uid := imap.UIDSetNum(imap.UID(at.UID))
		return s.within(ctx, a.pace.command, func() error {
			switch {
			case outcome == mail.Quarantine:
				return s.move(uid, a.cfg.Quarantine)
			case a.cfg.Folder != "":
				return s.move(uid, a.cfg.Folder)
			default:
				return s.flag(uid, imap.Flag(a.cfg.Flag))
			}
		})
	})
}

// Unsettled is the mails up to a position that carry no sign of having been
// dealt with: whoever kept what was made of them ended before Settle did.
// At most limit are given.
func (a *Account) Unsettled(ctx context.Context, upTo mail.Position, limit int) ([]mail.Position, error) {
	var left []mail.Position
	err := a.in(ctx, upTo.Folder, func(s *session) error {
		if s.validity != upTo.Validity || upTo.UID == 0 {
			return nil
		}
		return s.within(ctx, a.pace.command, func() error {
			uids, err := s.search(imap.UIDRange{Start: 1, Stop: imap.UID(upTo.UID)}, a.cfg.Flag)
			for _, uid := range uids[:min(limit, len(uids))] {
				left = append(left, mail.Position{Account: a.cfg.Name, Folder: upTo.Folder, Validity: s.validity, UID: uint32(uid)})
			}
			return err
		})
	})
	return left, err
}

func (s *session) flag(uid imap.UIDSet, flag imap.Flag) error {
	return s.client.Store(uid, &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{flag}}, nil).Close()
}

// move moves a mail, and makes the folder when the server says that it is not
// there (RFC 9051, section 6.4.7, TRYCREATE).
func (s *session) move(uid imap.UIDSet, folder string) error {
	err := s.moveOnce(uid, folder)
	if !has(err, imap.ResponseCodeTryCreate, imap.ResponseCodeNonExistent) {
		return err
	}
	// Another replica may have made it meanwhile.
	if err = s.client.Create(folder, nil).Wait(); err != nil && !has(err, imap.ResponseCodeAlreadyExists) {
		return err
	}
	return s.moveOnce(uid, folder)
}

// moveOnce moves by MOVE (RFC 6851), or else in three steps. The library's own
// three steps are sent in one go, and delete the mail even where it could not be
// copied. Without UIDPLUS (RFC 4315) the mail stays, marked as deleted: EXPUNGE
// would take other people's deleted mails with it.
func (s *session) moveOnce(uid imap.UIDSet, folder string) error {
	if s.can(imap.CapMove) {
		_, err := s.client.Move(uid, folder).Wait()
		return err
	}
	// COPY of a mail that another replica has marked as deleted would make two.
	data, err := s.client.UIDSearch(&imap.SearchCriteria{UID: []imap.UIDSet{uid}, NotFlag: []imap.Flag{imap.FlagDeleted}}, nil).Wait()
	if err != nil || len(data.AllUIDs()) == 0 {
		return err
	}
	if _, err := s.client.Copy(uid, folder).Wait(); err != nil {
		return err
	}
	if err := s.flag(uid, imap.FlagDeleted); err != nil || !s.can(imap.CapUIDPlus) {
		return err
	}
	return s.client.UIDExpunge(uid).Close()
}

// all is every UID there can be.
func all() imap.UIDRange { return imap.UIDRange{Start: 1, Stop: math.MaxUint32} }
