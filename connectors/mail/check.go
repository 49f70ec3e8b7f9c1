package mail

import (
	"context"
	"fmt"
	"slices"

	"github.com/emersion/go-imap/v2"

	"factotum/automations/fault"
)

// Finding is one thing that Check looked at, in plain words.
type Finding struct {
	OK   bool
	Says string
}

// Check logs in and counts what is waiting in each folder. It changes nothing.
func (a *Account) Check(ctx context.Context) []Finding {
	s, err := a.dial(ctx)
	if err != nil {
		return []Finding{{Says: fault.Say(a.explain(ctx, "", nil, err))}}
	}
	defer s.close()
	findings := []Finding{{OK: true, Says: fmt.Sprintf("The mail server %s accepts the login of %s.", a.cfg.Address, a.cfg.User)}}
	if !s.can(imap.CapIdle) {
		findings = append(findings, Finding{OK: true, Says: fmt.Sprintf("The mail server does not tell of new mail: it is looked for every %s.", a.cfg.Poll)})
	}
	names, err := s.folders(ctx, a.pace.command)
	if err != nil {
		return append(findings, Finding{Says: fault.Say(a.explain(ctx, "", nil, err))})
	}
	for _, folder := range a.cfg.Folders {
		findings = append(findings, a.checkFolder(ctx, s, folder)...)
	}
	for _, folder := range []string{a.cfg.Folder, a.cfg.Quarantine} {
		if folder != "" && !slices.Contains(names, folder) {
			findings = append(findings, Finding{OK: true, Says: fmt.Sprintf("The folder %s is not there yet: it is made with the first mail for it.", folder)})
		}
	}
	return findings
}

// checkFolder counts the mails that carry no sign of having been dealt with.
func (a *Account) checkFolder(ctx context.Context, s *session, folder string) []Finding {
	// EXAMINE would not say which flags the folder keeps.
	err := s.choose(ctx, a.pace.command, folder, false)
	if refused(err) {
		return []Finding{{Says: a.noFolder(ctx, s, folder)}}
	}
	var waiting []imap.UID
	if err == nil {
		err = s.within(ctx, a.pace.command, func() error {
			waiting, err = s.search(all(), a.cfg.Flag)
			return err
		})
	}
	if err != nil {
		return []Finding{{Says: fault.Say(a.explain(ctx, folder, nil, err))}}
	}
	findings := []Finding{{OK: true, Says: fmt.Sprintf("The folder %s has %s waiting.", folder, mails(len(waiting)))}}
	if flag := imap.Flag(a.cfg.Flag); flag != "" && !slices.Contains(s.keeps, flag) && !slices.Contains(s.keeps, imap.FlagWildcard) {
		findings = append(findings, Finding{Says: fmt.Sprintf("The folder %s does not keep the flag %s: name a folder to move mails to instead.", folder, flag)})
	}
	return findings
}

func mails(n int) string {
	if n == 1 {
		return "1 mail"
	}
	return fmt.Sprintf("%d mails", n)
}
