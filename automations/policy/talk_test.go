package policy_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
)

func TestWhatAnApprovalNeedsToKnowIsNotSaidInChannelsNorByMail(t *testing.T) {
	t.Parallel()
	dir := office(t)
	worker := person(t, dir, "fin@x")
	outside := people.Person{ID: people.ContactID("olga@outside.example", true), Service: true}
	r := request.Request{Requester: outside.ID, Work: &request.Work{Desk: true, Team: "payables"}}
	said := request.Remark{By: worker.ID, Text: "It costs 1,800 EUR"}
	asked := said
	asked.Act = request.Refer
	for _, p := range []people.Person{{ID: people.OriginID("C1"), Service: true}, outside} {
		assert.True(t, policy.HearsOf(r, p, said, dir), p.ID)
		assert.False(t, policy.HearsOf(r, p, asked, dir), p.ID)
	}
}
