package automations

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"factotum/automations/fault"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
)

// company is ines with her manager mara, and a team of four that pays.
func company(t *testing.T) people.Directory {
	t.Helper()
	accounts := []people.Account{
		{ID: "U1", RealName: "Ines Sample", Email: "ines@example.com", Zone: "Europe/Berlin"},
		{ID: "U2", RealName: "Mara Sample", Email: "mara@example.com", Zone: "Asia/Tokyo"},
	}
	entries := []people.Entry{{Email: "ines@example.com", Manager: "mara@example.com"}, {Email: "mara@example.com"}}
	for _, name := range []string{"Ana", "Ben", "Cy", "Dee"} {
		email := name + "@example.com"
		accounts = append(accounts, people.Account{ID: "U" + name, RealName: name + " Sample", Email: email})
		entries = append(entries, people.Entry{Email: email, Teams: []string{"payables"}})
	}
	dir, problems := people.Join(accounts, entries, people.Company{Teams: []people.Team{{Key: "payables", Name: "Payables"}}})
	assert.Empty(t, problems)
	return dir
}

func pendingFile(t *testing.T) File {
	t.Helper()
	return File{Number: "EXP-1", Dir: company(t), Request: request.Request{
		State: request.Pending, Requester: "ines@example.com", Since: time.Date(2026, 11, 20, 23, 30, 0, 0, time.UTC),
		Steps: []request.Step{{Name: "Manager", Rules: []request.Rule{{Kind: request.ManagerOf, Of: "ines@example.com"}}, Need: 1}},
	}}
}

func TestEveryRefusalHasItsSentence(t *testing.T) {
	t.Parallel()
	said := request.Decision{Verdict: request.Approved, By: "mara@example.com", At: time.Date(2026, 11, 20, 9, 5, 0, 0, time.UTC)}
	refusal := func(c request.Cause) *request.Refusal {
		return &request.Refusal{Cause: c, State: request.Pending, Hold: request.Hold{Say: "a rate is missing"}}
	}
	ended := func(s request.State) *request.Refusal { return &request.Refusal{Cause: request.NotNow, State: s} }
	tests := map[string]struct {
		err  error
		code fault.Code
		want string
	}{
		"own":             {&notAllowed{policy.OwnRequest}, fault.Denied, "EXP-1 is your own request or for you, so somebody else has to decide it. Nothing was changed."},
		"outsider":        {&notAllowed{policy.Outsider}, fault.Denied, "Guests, people of other organisations and people who have left cannot decide requests, so nothing was changed. Ask a colleague who may decide EXP-1."},
		"not asked":       {&notAllowed{policy.NotAsked}, fault.Denied, "You are not, or no longer, among those who decide EXP-1, so nothing was changed. It waits for Mara Sample."},
		"unheard":         {&notAllowed{"unheard"}, fault.Denied, "Nothing was changed."},
		"held":            {refusal(request.Held), fault.Conflict, "EXP-1 cannot be decided yet: a rate is missing. You will be told when it can."},
		"copying":         {refusal(request.Copying), fault.Unavailable, "The files of EXP-1 are still being copied to safety, so it cannot be approved yet. Please try again in a moment."},
		"twice":           {refusal(request.Twice), fault.Conflict, "You have already approved this step of EXP-1. It now waits for Mara Sample."},
		"wordless":        {refusal(request.Wordless), fault.Invalid, "Please write a few words, so that the other side knows what you mean. Nothing was changed."},
		"own by state":    {refusal(request.Own), fault.Denied, "EXP-1 is your own request or for you, so somebody else has to decide it. Nothing was changed."},
		"stranger":        {refusal(request.Stranger), fault.Denied, "Only the person who asked for EXP-1 can do this, so nothing was changed."},
		"not asked, move": {refusal(request.NotAsked), fault.Denied, "You are not, or no longer, among those who decide EXP-1, so nothing was changed. It waits for Mara Sample."},
		"unpriced":        {refusal(request.Unpriced), fault.Invalid, "A rate is still missing. Give all of them; nothing was changed."},
		"no work":         {refusal(request.NoWork), fault.Conflict, "Nothing is left to be done for EXP-1."},
		"unrouted":        {refusal(request.Unrouted), fault.Conflict, "Nobody is asked to decide EXP-1, so nothing was changed. Tell your Factotum administrator."},
		"malformed":       {refusal(request.Malformed), fault.Internal, "Something went wrong on our side and nothing was changed. Please tell your Factotum administrator."},
		"unfit":           {refusal(request.Unfit), fault.Internal, "Something went wrong on our side and nothing was changed. Please tell your Factotum administrator."},
		"draft":           {ended(request.Draft), fault.Conflict, "This draft has not been sent yet. Nothing was changed by your click."},
		"withdrawn":       {ended(request.Withdrawn), fault.Conflict, "EXP-1 was withdrawn by Ines Sample on 21 Nov 2026, 08:30. Nothing was changed by your click."},
		"expired":         {ended(request.Expired), fault.Conflict, "EXP-1 expired on 21 Nov 2026, 08:30 because nobody decided it in time. Nothing was changed by your click."},
		"cancelled":       {ended(request.Cancelled), fault.Conflict, "EXP-1 is cancelled. Nothing was changed by your click."},
		"decided": {
			&request.Refusal{Cause: request.NotNow, State: request.Open, Last: said}, fault.Conflict,
			"EXP-1 was already approved by you on 20 Nov 2026, 18:05. Nothing was changed by your click.",
		},
		"not a refusal": {fault.New(fault.NotFound, "No."), fault.NotFound, "No."},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := pendingFile(t)
			mara, _ := f.Dir.Person("mara@example.com")
			err := new(Desk).explain(f, mara, tt.err)
			assert.Equal(t, tt.code, fault.CodeOf(err))
			assert.Equal(t, tt.want, fault.Say(err))
			assert.ErrorIs(t, err, tt.err)
		})
	}
}

func TestWhatIsDoneSaysHowAndByWhom(t *testing.T) {
	t.Parallel()
	f := pendingFile(t)
	f.Request.State, f.Request.Work = request.Done, &request.Work{Team: "payables", Done: "Reimbursed", By: "left@example.com"}
	refusal := &request.Refusal{Cause: request.NotNow, State: request.Done, Last: request.Decision{Verdict: request.Approved, By: "mara@example.com"}}
	err := new(Desk).explain(f, people.Person{ID: "p", Zone: "No/Where"}, refusal)
	assert.Equal(t, "EXP-1 is done: “Reimbursed” by somebody who has left on 20 Nov 2026, 23:30. Nothing was changed by your click.", fault.Say(err))
	f.Request.Work = nil
	err = new(Desk).explain(f, people.Person{ID: "p"}, refusal)
	assert.Contains(t, fault.Say(err), "EXP-1 was already approved by Mara Sample on ")
}

func TestItIsSaidForWhomARequestWaits(t *testing.T) {
	t.Parallel()
	f := pendingFile(t)
	assert.Equal(t, "Mara Sample", waitsFor(f))
	f.Request.State, f.Request.Work = request.Open, &request.Work{Team: "payables"}
	assert.Equal(t, "Ana Sample, Ben Sample and 2 more", waitsFor(f))
	f.Request.State = request.Done
	assert.Equal(t, "nobody at the moment: tell your Factotum administrator", waitsFor(f))
}

func TestNamesAreListedAsOneReadsThem(t *testing.T) {
	t.Parallel()
	for want, names := range map[string][]string{"": nil, "Ana": {"Ana"}, "Ana and Ben": {"Ana", "Ben"}, "Ana, Ben and Cy": {"Ana", "Ben", "Cy"}} {
		assert.Equal(t, want, List(names))
	}
}

func TestRefusalsHaveATextForLogs(t *testing.T) {
	t.Parallel()
	assert.EqualError(t, &notAllowed{policy.NotAsked}, "automations: not allowed: not asked")
	assert.False(t, isRefusal(errors.New("disk full")))
}

func TestATimeZoneIsLoadedOnce(t *testing.T) {
	t.Parallel()
	var z zones
	for name, want := range map[string]string{"Europe/Berlin": "Europe/Berlin", "UTC": "UTC", "": "UTC", "Nowhere/AtAll": "UTC"} {
		p := people.Person{Zone: name}
		assert.Equal(t, want, z.of(p).String(), name)
		assert.Same(t, z.of(p), z.of(p), name)
	}
	kept := 0
	z.known.Range(func(any, any) bool { kept++; return true })
	assert.Equal(t, 2, kept, "what is no zone is not kept")
}
