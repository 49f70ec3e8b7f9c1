package automations

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"factotum/automations/audit"
	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/mail"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Tickets says that mails to a mailbox are tickets, and answers to them.
type Tickets struct {
	Kind string
	Team string // that works on them; empty: as the kind says
}

// Post is what somebody wrote in a mail.
type Post struct {
	Subject string
	Words   string
	Files   []form.File // our own copies
	Refused []Refused
}

// mostBeside is how many files of a mail stand beside the ticket: where there are
// more, the mail as a whole does.
const mostBeside = 10

// ticket makes a ticket of a mail, or a sentence about the one that it answers.
// Both are done once for the same mail. What no person wrote stays in the
// quarantine and is answered by nobody.
func (in *Intake) ticket(ctx context.Context, l *letter) error {
	ours := slices.ContainsFunc(in.Own, func(a string) bool { return strings.EqualFold(a, l.sender.Address) })
	if ours || mail.Automatic(l.Raw) {
		l.pieces, l.outcome = nil, mail.Quarantine
		err := in.bounced(ctx, l)
		l.opened = err == nil
		return err
	}
	if !in.allowed(l.sender) || !l.sender.Answerable() {
		return in.unanswered(ctx, l, "Its sender is not among those whose mail is taken in here, or cannot be answered for sure.")
	}
	post, err := in.Opener.Letter(ctx, l.Raw)
	if err != nil {
		return err
	}
	if len(post.Refused) > 0 && post.Words == "" && len(post.Files) == 0 {
		return in.unanswered(ctx, l, refusals(post.Refused))
	}
	for _, r := range post.Refused {
		post.Words += "\n\n" + named(r)
	}
	err = in.takePost(ctx, l, post)
	switch {
	case err == nil:
		l.pieces, l.outcome, l.opened = nil, mail.Done, true
		return nil
	case passes(ctx, err):
		return err
	}
	return in.unanswered(ctx, l, "It could not be taken in: "+fault.Say(err))
}

// unanswered puts a mail aside for a person.
func (in *Intake) unanswered(ctx context.Context, l *letter, reason string) error {
	kept, err := in.Reader.Keep(ctx, "mail.eml", l.Raw)
	if err != nil {
		return err
	}
	l.pieces, l.outcome, l.opened = []Arrival{in.aside(l, "", reason, &kept)}, mail.Quarantine, true
	return nil
}

// takePost brings what somebody wrote to the ticket that it answers, or opens
// one. Whoever answers a ticket that is not theirs opens one of their own, which
// leads there.
func (in *Intake) takePost(ctx context.Context, l *letter, post Post) error {
	dir, err := in.Desk.Directory(ctx)
	if err != nil {
		return err
	}
	by, thread := in.author(dir, l.sender), mail.ThreadOf(l.Raw, post.Subject)
	about, theirs, err := in.answered(ctx, l.sender, by, thread)
	if err != nil {
		return err
	}
	if theirs {
		if done, err := in.rated(ctx, l, by, post, about); done || err != nil {
			l.ticket, l.thread = about.Request.ID, thread.ID
			return err
		}
	}
	said := Saying{Ticket: about.Request.ID, ID: in.remark(l), Text: cmp.Or(mail.Fresh(post.Words), "(no words)"), Files: post.Files}
	if theirs && (!isOver(about.Request) || onlyThanks(about, said)) {
		_, err := in.Desk.Say(ctx, by, said)
		var refusal *request.Refusal
		if !errors.As(err, &refusal) {
			l.ticket, l.thread = about.Request.ID, thread.ID
			return err
		}
	}
	return in.openTicket(ctx, l, by, post, thread, about)
}

// rated takes an answer that says how it was, to a ticket that is done; false
// for any other.
func (in *Intake) rated(ctx context.Context, l *letter, by people.Person, post Post, about File) (bool, error) {
	score, why, ok := mail.Rating(mail.Fresh(post.Words))
	if !ok || about.Request.State != request.Done || about.Request.Work.By == "" || about.Request.Requester != by.ID || len(post.Files) > 0 {
		return false, nil
	}
	_, err := in.Desk.Rate(ctx, by, "rate/"+in.remark(l), about.Request.ID, score, why)
	return err == nil, err
}

// isOver tells whether nobody looks at what is said about a ticket any more.
func isOver(r request.Request) bool {
	return r.State == request.Cancelled || r.State == request.Done && !r.Work.Settled.IsZero()
}

// remark is the id of what a mail says.
func (in *Intake) remark(l *letter) string { return "mail-" + in.idOf(l, "say") }

// author is who wrote: a person of the directory whose address our mail server
// vouches for, and anybody else as somebody outside.
func (in *Intake) author(dir people.Directory, sender mail.Verdict) people.Person {
	if p, ok := dir.Called(sender.Address); ok && sender.Verified() && !p.Service && !p.External && !p.Inactive && len(p.Accounts) > 0 {
		return p
	}
	p, _ := dir.Person(people.ContactID(sender.Address, sender.Verified()))
	return p
}

// answered finds the ticket that a mail is about, and whether it is the
// sender's: they have got a mail about it that they answer, or name it in the
// subject and are, as far as anybody knows, who asked for it. Anybody can write
// a number, and an address.
func (in *Intake) answered(ctx context.Context, sender mail.Verdict, by people.Person, thread mail.Thread) (f File, theirs bool, err error) {
	for _, id := range thread.Answers {
		found := ours.FindStringSubmatch(id)
		if found == nil {
			continue
		}
		at, err := in.Desk.posted(ctx, outbox.MailChannel, found[1])
		if err != nil {
			return f, false, err
		}
		if at.Request == "" {
			continue
		}
		f, err = in.Desk.open(ctx, at.Request)
		return f, err == nil && policy.Speaks(f.Request, by, f.Dir), err
	}
	for _, number := range thread.Numbers {
		id, err := in.Desk.Store.Lookup(ctx, number)
		if err != nil {
			return f, false, err
		}
		if id == "" {
			continue
		}
		named, err := in.Desk.open(ctx, id)
		if err != nil {
			return f, false, err
		}
		if w := named.Request.Work; w != nil && w.Desk && named.Request.Requester == by.ID && !sender.Refuted() {
			return named, true, nil
		}
	}
	return f, false, nil
}

// openTicket opens a ticket of a mail, once.
func (in *Intake) openTicket(ctx context.Context, l *letter, by people.Person, post Post, thread mail.Thread, about File) error {
	id := in.idOf(l, in.Tickets.Kind)
	_, err := in.Desk.open(ctx, id)
	if err == nil {
		return nil // it was opened before
	}
	if fault.CodeOf(err) != fault.NotFound {
		return err
	}
	kind, err := in.Desk.Catalogue.Kind(in.Tickets.Kind)
	if err != nil {
		return err
	}
	kept := Correspondence{
		Box: in.Box.Key, Name: shortened(l.sender.Name, 100), Subject: shortened(mail.Subject(post.Subject), 200),
		First: thread.ID, Last: thread.ID, Quiet: l.sender.Refuted(),
	}
	if slices.Contains(l.sender.Doubts, mail.Disguised) {
		kept.Name = ""
	}
	if by.Contact() {
		if err := in.Desk.keepCorrespondence(ctx, id, kept); err != nil {
			return err
		}
	}
	draft, err := in.drafted(ctx, l, kind, by, post)
	if err != nil {
		return err
	}
	draft.ID, draft.Team = id, in.Tickets.Team
	if by.Contact() {
		draft.Called = kept.Name
	}
	if _, err = in.Desk.Submit(ctx, by, "open/"+id, draft); err != nil || about.Request.ID == "" {
		return err
	}
	return in.linked(ctx, id, about)
}

// drafted fills in the form of a ticket as the mail says.
func (in *Intake) drafted(ctx context.Context, l *letter, kind catalogue.Kind, by people.Person, post Post) (Draft, error) {
	files := post.Files
	if len(files) > mostBeside {
		whole, err := in.Reader.Keep(ctx, "mail.eml", l.Raw)
		if err != nil {
			return Draft{}, err
		}
		files = append(slices.Clone(files[:mostBeside-1]), whole)
	}
	dir, err := in.Desk.Directory(ctx)
	if err != nil {
		return Draft{}, err
	}
	note := ""
	if odds := doubts(l.sender); by.Contact() && len(odds) > 0 {
		note = "From " + fromOf(l.sender) + "\n⚠️ " + strings.Join(odds, "\n⚠️ ")
	}
	subject := cmp.Or(mail.Subject(post.Subject), "A mail without a subject")
	values := kind.TellMail(subject, note, mail.Unsigned(post.Words), files, kind.Context(in.Desk.moment(by, dir)))
	return Draft{Kind: kind.Key, Values: values}, nil
}

// linked leads from a ticket to the one that its mail answers, unless that is
// private.
func (in *Intake) linked(ctx context.Context, id string, about File) error {
	r := about.Request
	if r.Work == nil || !r.Work.Desk || r.Work.Private {
		return nil
	}
	_, err := in.Desk.update(ctx, id, state.Once{Key: "link/" + id}, func(File) (act, error) {
		tie := request.Tie{Kind: request.Related, ID: r.ID, Number: about.Number, Title: r.Title}
		return act{move: request.Move{Action: request.Link, By: audit.System, At: in.Desk.Now().UTC(), Tie: &tie}}, nil
	})
	var refusal *request.Refusal
	if errors.As(err, &refusal) {
		err = nil // it was closed meanwhile
	}
	return err
}

// bounced tells those who work on a ticket that a mail about it did not arrive,
// where the report names one of ours.
func (in *Intake) bounced(ctx context.Context, l *letter) error {
	if !mail.Undelivered(l.Raw) {
		return nil
	}
	for _, found := range ours.FindAllSubmatch(l.Raw[:min(len(l.Raw), 1<<20)], 20) {
		at, err := in.Desk.posted(ctx, outbox.MailChannel, string(found[1]))
		if err != nil {
			return err
		}
		if at.Request == "" {
			continue
		}
		said := fmt.Sprintf("A mail to %s could not be delivered, says a mail server. The report is in the quarantine of the mailbox %s.", people.ContactAddress(at.To), in.Box.Name)
		_, err = in.Desk.update(ctx, at.Request, saidOnce(in.remark(l)), func(File) (act, error) {
			return act{move: request.Move{Action: request.Say, By: in.Box.ID(), At: in.Desk.Now().UTC(), Text: said, Remark: in.remark(l), Internal: true}}, nil
		})
		var refusal *request.Refusal
		if errors.As(err, &refusal) {
			err = nil // said before, or nobody works on it any more
		}
		return err
	}
	return nil
}

// answers is the document of the mail thread once this mail belongs to it; false
// where that changes nothing.
func (in *Intake) answers(ctx context.Context, l *letter) (state.Document, bool, error) {
	if l.ticket == "" || l.thread == "" {
		return state.Document{}, false, nil
	}
	c, doc, err := in.Desk.correspondence(ctx, l.ticket)
	if err != nil || doc.Version == 0 || c.Last == l.thread {
		return doc, false, err
	}
	c.Last = l.thread
	doc.Body, err = encode(c)
	return doc, true, err
}
