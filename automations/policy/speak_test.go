package policy_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
)

// mailed is a pending request of a mailbox that finance has to let go on.
func mailed(holds ...request.Hold) request.Request {
	return request.Request{
		State: request.Pending, Requester: "mail:invoices", Holds: holds, Since: time.Now(),
		Stewards: []request.Rule{{Kind: request.ByTeam, Of: "payables"}},
		Steps:    []request.Step{{Name: "Boss", Need: 1, Rules: []request.Rule{{Kind: request.ByPerson, Of: "boss@x"}}}},
	}
}

func bankHold(voices ...string) request.Hold {
	h := request.Hold{
		Kind: request.BankHold, Key: "k", Say: "the account is another", Release: request.Rule{Kind: request.ByRole, Of: "finance"},
		Otherwise: []request.Rule{{Kind: request.ByRole, Of: "director"}},
	}
	for _, by := range voices {
		h.Voices = append(h.Voices, request.Voice{By: by})
	}
	return h
}

func named(list []people.Person) []string {
	names := []string{}
	for _, p := range list {
		names = append(names, p.ID)
	}
	return names
}

func TestWhoSpeaksForTheRequester(t *testing.T) {
	t.Parallel()
	dir := office(t)
	r := mailed()
	assert.Equal(t, []string{"fin@x"}, named(policy.Speakers(r, dir)), "a mailbox is nobody")
	r.Requester = "ana@x"
	assert.Equal(t, []string{"ana@x", "fin@x"}, named(policy.Speakers(r, dir)))
	r.Excluded = []string{"fin@x"}
	fin, _ := dir.Person("fin@x")
	fay, _ := dir.Person("fay@x")
	assert.True(t, policy.Speaks(r, fin, dir), "who corrected it still speaks for it")
	assert.False(t, policy.Speaks(r, fay, dir))
	assert.True(t, policy.See(r, fin, dir, nil))
	assert.Empty(t, policy.Owing(r, dir))
	r.Thread = []request.Remark{{By: "boss@x", Text: "Why?", Question: true}}
	assert.Equal(t, []string{"fin@x"}, named(policy.Owing(r, dir)))
	assert.Contains(t, policy.Waiting(r), "team:payables")
	r.Thread = append(r.Thread, request.Remark{By: "ana@x", Text: "Because"})
	assert.Empty(t, policy.Owing(r, dir))
	r.State = request.Returned
	assert.Equal(t, []string{"fin@x"}, named(policy.Owing(r, dir)))
}

func TestWhoEndsAHold(t *testing.T) {
	t.Parallel()
	dir := office(t)
	unsure := request.Hold{Kind: request.UnsureHold, Say: "look"}
	may := func(r request.Request, h request.Hold, id string) policy.Refused {
		p, _ := dir.Person(id)
		_, refused := policy.MayEnd(r, h, p, dir)
		return refused
	}
	r := mailed(unsure, bankHold())
	assert.Empty(t, may(r, unsure, "fin@x"))
	assert.Equal(t, policy.NotAsked, may(r, unsure, "fay@x"))
	assert.Empty(t, may(r, bankHold(), "fay@x"))
	assert.Equal(t, policy.NotAsked, may(r, bankHold(), "boss@x"), "who decides the step does not end the hold")
	assert.Equal(t, policy.Outsider, may(r, bankHold(), "gus@x"))
	assert.ElementsMatch(t, []string{"fin@x", "fay@x"}, named(policy.Undecided(r, dir)), "all holds at once")
	assert.Equal(t, []string{"person:mail:invoices", "role:finance", "team:payables"}, policy.Waiting(r))

	r.Excluded = []string{"fin@x"}
	assert.Equal(t, policy.OwnRequest, may(r, bankHold(), "fin@x"), "who changed the account")
	assert.Empty(t, may(r, unsure, "fin@x"))
	assert.Empty(t, may(r, bankHold("fay@x"), "ceo@x"), "nobody else of finance is left")
	r.Excluded = nil
	assert.Equal(t, policy.NotAsked, may(r, bankHold("fay@x"), "ceo@x"))
}

func TestOneHumanConfirmsOnce(t *testing.T) {
	t.Parallel()
	dir := office(t, func(accounts *[]people.Account, rows *[]people.Entry) {
		*accounts = append(*accounts, people.Account{ID: "U9", RealName: "Fay again", Email: "fay@y"})
		*rows = append(*rows, people.Entry{Email: "fay@y", Roles: []string{"finance"}})
		for i := range *rows {
			if (*rows)[i].Email == "fay@x" {
				(*rows)[i].Also = []string{"fay@y"}
			}
		}
	})
	second, ok := dir.Person("fay@y")
	assert.True(t, ok)
	_, refused := policy.MayEnd(mailed(bankHold("fay@x")), bankHold("fay@x"), second, dir)
	assert.Equal(t, policy.NotAsked, refused)
	_, refused = policy.MayEnd(mailed(bankHold()), bankHold(), second, dir)
	assert.Equal(t, policy.NotAsked, refused, "of two accounts of one human one is asked")
}
