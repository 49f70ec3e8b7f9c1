package automations

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"factotum/automations/audit"
	"factotum/automations/fault"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
)

// explain turns a refusal of the pure packages into the fault with the sentence
// for this person. Other errors pass unchanged.
func (d *Desk) explain(f File, by people.Person, err error) error {
	var policyRefusal *notAllowed
	if errors.As(err, &policyRefusal) {
		if a, away := f.Dir.Away(by.ID); away && policyRefusal.why == policy.NotAsked {
			return fault.Wrap(err, fault.Denied, "You are away until %s, and %s waits for %s in the meantime, so nothing was changed. If you are there after all, press “I’m back” on Home first.", dayOf(a.Last), f.Name(), waitsFor(f))
		}
		return fault.Wrap(err, fault.Denied, "%s", disallowed(f, policyRefusal.why))
	}
	var refusal *request.Refusal
	if errors.As(err, &refusal) {
		code, say := blocked(f, by, refusal)
		return fault.Wrap(err, code, "%s", say)
	}
	return err
}

// disallowed says why policy does not let somebody decide.
func disallowed(f File, why policy.Refused) string {
	switch why {
	case frozen:
		return fmt.Sprintf("%s cannot be decided right now: Factotum has found that its data is older than what people were told, so nothing is approved or paid until an administrator has looked into it. Nothing was changed. They have been told.", f.Name())
	case policy.OwnRequest:
		return fmt.Sprintf("%s is your own request or for you, so somebody else has to decide it. Nothing was changed.", f.Name())
	case policy.Outsider:
		return fmt.Sprintf("Guests, people of other organisations and people who have left cannot decide requests, so nothing was changed. Ask a colleague who may decide %s.", f.Name())
	case policy.MadeVendor:
		return fmt.Sprintf("You had a hand in taking on the vendor of %s, or in saying where its money goes, so others decide on it and pay it. Nothing was changed. It waits for %s.", f.Name(), waitsFor(f))
	case notStaff:
		return strangerHere(f)
	case notOwner:
		return fmt.Sprintf("%s is not yours to change: it is with %s. Nothing was changed.", f.Name(), name(f.Dir, f.Request.Work.Assignee, people.Person{}))
	case policy.NotAsked:
		return fmt.Sprintf("You are not, or no longer, among those who decide %s, so nothing was changed. It waits for %s.", f.Name(), waitsFor(f))
	}
	return "Nothing was changed."
}

// waitsFor names those whom the request waits for.
func waitsFor(f File) string {
	var names []string
	for _, c := range policy.Asked(f.Request, f.Dir) {
		how := c.Reason.StandIn.String()
		names = append(names, strings.TrimSpace(c.Person.Name+" "+how))
	}
	for _, p := range policy.Workers(f.Request, f.Dir) {
		names = append(names, p.Name)
	}
	switch {
	case len(names) == 0:
		return "nobody at the moment: tell your Factotum administrator"
	case len(names) > 3:
		return fmt.Sprintf("%s, %s and %d more", names[0], names[1], len(names)-2)
	default:
		return List(names)
	}
}

// List joins names as one reads them: Ana, Ben and Cy.
func List(names []string) string {
	switch len(names) {
	case 0:
		return ""
	case 1:
		return names[0]
	}
	text := names[0]
	for _, n := range names[1 : len(names)-1] {
		text += ", " + n
	}
	return text + " and " + names[len(names)-1]
}

// blocked says why a request cannot be moved so.
func blocked(f File, by people.Person, r *request.Refusal) (fault.Code, string) {
	for _, why := range []func(File, people.Person, *request.Refusal) (fault.Code, string){untimely, barred, lacking} {
		if code, say := why(f, by, r); say != "" {
			return code, say
		}
	}
	return fault.Internal, "Something went wrong on our side and nothing was changed. Please tell your Factotum administrator."
}

// untimely says why it cannot be moved so now; empty where that is not why.
func untimely(f File, by people.Person, r *request.Refusal) (fault.Code, string) {
	switch r.Cause { //nolint:exhaustive // the others are told by barred and lacking
	case request.NotNow:
		return fault.Conflict, fmt.Sprintf("%s Nothing was changed by your click.", standing(f, by, r))
	case request.Overtaken:
		return fault.Conflict, overtaken(f, by, r.Last)
	case request.Held:
		if r.Action == request.Correct {
			return fault.Conflict, fmt.Sprintf("A field of %s has two values in the document, and one is chosen with the button on its card. Nothing was changed.", f.Name())
		}
		return fault.Conflict, fmt.Sprintf("%s cannot be decided yet: %s. You will be told when it can.", f.Name(), r.Hold.Say)
	case request.Copying:
		return fault.Unavailable, fmt.Sprintf("The files of %s are still being copied to safety, so it cannot be approved yet. Please try again in a moment.", f.Name())
	case request.Twice:
		if r.Action == request.Confirm {
			return fault.Conflict, fmt.Sprintf("You have already confirmed the account of %s. Somebody else has to make a call of their own.", f.Name())
		}
		return fault.Conflict, fmt.Sprintf("You have already approved this step of %s. It now waits for %s.", f.Name(), waitsFor(f))
	case request.Elsewhere:
		return fault.Conflict, fmt.Sprintf("%s. Nothing was changed by your click.", whoHas(f, by))
	case request.Over:
		return fault.Conflict, over(f, by, r)
	case request.Early:
		return fault.Conflict, fmt.Sprintf("This can be confirmed from %s on, so nothing was changed. Until then the vendor has time to object.", when(r.Hold.NotBefore, by))
	}
	return "", ""
}

// barred says why this person cannot move it so; empty where that is not why.
func barred(f File, _ people.Person, r *request.Refusal) (fault.Code, string) {
	switch r.Cause { //nolint:exhaustive // the others are told by untimely and lacking
	case request.Own:
		return fault.Denied, disallowed(f, policy.OwnRequest)
	case request.Stranger:
		who := "the person who asked for"
		if len(f.Request.Stewards) > 0 {
			who = "who asked for, or looks after,"
		}
		return fault.Denied, fmt.Sprintf("Only %s %s can do this, so nothing was changed.", who, f.Name())
	case request.NotAsked:
		if r.Action == request.Price {
			return fault.Conflict, fmt.Sprintf("No rate is missing for %s any more, so nothing was changed.", f.Name())
		}
		return fault.Denied, disallowed(f, policy.NotAsked)
	}
	return "", ""
}

// lacking says what is missing for it; empty where that is not why.
func lacking(f File, _ people.Person, r *request.Refusal) (fault.Code, string) {
	switch r.Cause { //nolint:exhaustive // the others are told by untimely and barred
	case request.Wordless:
		return fault.Invalid, "Please write a few words, so that the other side knows what you mean. Nothing was changed."
	case request.Unchosen:
		return fault.Invalid, "Choose which of the values is right. Nothing was changed."
	case request.Unpriced:
		return fault.Invalid, "A rate is still missing. Give all of them; nothing was changed."
	case request.NoWork:
		return fault.Conflict, fmt.Sprintf("Nothing is left to be done for %s.", f.Name())
	case request.Unrouted:
		return fault.Conflict, fmt.Sprintf("Nobody is asked to decide %s, so nothing was changed. Tell your Factotum administrator.", f.Name())
	}
	return "", ""
}

// over says what has come to its end before the click.
func over(f File, by people.Person, r *request.Refusal) string {
	if r.Action == request.Reopen {
		return fmt.Sprintf("%s was closed on %s, so it is not opened again and nothing was changed. Open a new one and name %s in it.", f.Name(), when(f.Request.Work.Settled, by), f.Name())
	}
	return fmt.Sprintf("What held %s has been ended already, so nothing was changed by your click. Please look at it again.", f.Name())
}

// overtaken says who decided the step before the click on an older card.
func overtaken(f File, by people.Person, last request.Decision) string {
	if last.By == "" {
		return fmt.Sprintf("%s was changed and sent again since this card was shown. Nothing was changed by your click; please look at it again.", f.Name())
	}
	return fmt.Sprintf("The step “%s” of %s was already %s by %s on %s. Nothing was changed by your click; it now waits for %s.",
		last.Step, f.Name(), last.Verdict, name(f.Dir, last.By, by), when(last.At, by), waitsFor(f))
}

// standing says where a request stands and who brought it there.
func standing(f File, by people.Person, r *request.Refusal) string {
	if r.Action == request.Correct && r.State == request.Open {
		return fmt.Sprintf("%s is approved, so its fields stay as they are: with “Back to approval…” on its card it is decided anew, and can be corrected then.", f.Name())
	}
	if f.Request.IsDuty() {
		return dutyStands(f, by)
	}
	switch r.State { //nolint:exhaustive // the rest is said by one sentence
	case request.Withdrawn:
		return fmt.Sprintf("%s was withdrawn by %s on %s.", f.Name(), name(f.Dir, f.Request.Requester, by), when(f.Request.Since, by))
	case request.Expired:
		return fmt.Sprintf("%s expired on %s because nobody decided it in time.", f.Name(), when(f.Request.Since, by))
	case request.Draft:
		return "This draft has not been sent yet."
	case request.Done:
		if f.Request.Work != nil && f.Request.Work.By != "" {
			return fmt.Sprintf("%s is done: “%s” by %s on %s.", f.Name(), f.Request.Work.Done, name(f.Dir, f.Request.Work.By, by), when(f.Request.Since, by))
		}
	}
	if r.Last.By != "" {
		return fmt.Sprintf("%s was already %s by %s on %s.", f.Name(), r.Last.Verdict, name(f.Dir, r.Last.By, by), when(r.Last.At, by))
	}
	return fmt.Sprintf("%s is %s.", f.Name(), r.State)
}

// dutyStands says where a duty stands.
func dutyStands(f File, by people.Person) string {
	last, _ := f.Request.LastDecision()
	switch f.Request.State { //nolint:exhaustive // a duty is in no other state where something is refused
	case request.Pending:
		return fmt.Sprintf("The evidence of %s was brought and waits for %s to sign it off, so nothing is to be done or put off now.", f.Name(), waitsFor(f))
	case request.Done:
		return fmt.Sprintf("%s was signed off by %s on %s.", f.Name(), name(f.Dir, last.By, by), when(last.At, by))
	case request.Cancelled:
		return fmt.Sprintf("%s was waived on %s.", f.Name(), when(f.Request.Since, by))
	}
	return fmt.Sprintf("%s waits for %s to bring its evidence.", f.Name(), name(f.Dir, f.Request.Work.Assignee, by))
}

// name is how the reader knows the person.
func name(dir people.Directory, id string, reader people.Person) string {
	if dir.Same(id, reader.ID) {
		return "you"
	}
	if id == audit.System {
		return "Factotum"
	}
	if p, ok := dir.Person(id); ok {
		return p.Name
	}
	return "somebody who has left"
}

// when is a moment in the reader's own time zone: 20 Nov 2026, 14:05.
func when(t time.Time, reader people.Person) string {
	return t.In(zone(reader)).Format("2 Jan 2006, 15:04")
}

// zone is the person's time zone; UTC where it is not known.
func zone(p people.Person) *time.Location {
	loc, err := time.LoadLocation(p.Zone)
	if err != nil {
		return time.UTC
	}
	return loc
}

// zones are the time zones of people as they were loaded, of which each is a
// file; there are some hundred in the world.
type zones struct{ known sync.Map }

// of is zone, loaded once.
func (z *zones) of(p people.Person) *time.Location {
	if loc, ok := z.known.Load(p.Zone); ok {
		return loc.(*time.Location)
	}
	loc := zone(p)
	if loc.String() == p.Zone { // what is no zone is not kept: anybody can be called anything
		z.known.Store(p.Zone, loc)
	}
	return loc
}
