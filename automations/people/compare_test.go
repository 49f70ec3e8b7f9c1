package people_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/automations/people"
)

func TestDifferences(t *testing.T) {
	t.Parallel()
	type account = people.Account
	type entry = people.Entry
	ann := account{ID: "U1", RealName: "Ann Lee", Email: "ann@x"}
	tests := map[string]struct {
		accounts []account
		entries  []entry
		company  people.Company
		want     []string // the sentences
	}{
		"no file": {accounts: []account{ann}},
		"only in the file": {
			entries: []entry{{Email: "bo@x", Name: "Bo"}, {Email: "left@x", Inactive: true}},
			want:    []string{"Bo (bo@x) is in the people file but not in Slack, so nothing can be sent to them. Invite them, or mark the row inactive."},
		},
		"only in Slack": {
			accounts: []account{ann, {ID: "U2", Email: "bo@x"}, {ID: "U3", Guest: true}, {ID: "U4", Inactive: true}},
			entries:  []entry{{Email: "ann@x"}},
			want:     []string{"bo@x is in Slack but not in the people file, so they have no manager. Add a row for them."},
		},
		"manager unknown": {
			accounts: []account{ann}, entries: []entry{{Email: "ann@x", Manager: "bo@x"}},
			want: []string{"The manager of ann@x, bo@x, is neither in the people file nor in Slack. Correct it, or add a row for them."},
		},
		"own manager": {
			accounts: []account{ann}, entries: []entry{{Email: "ann@x", Manager: "U1"}},
			want: []string{"ann@x is their own manager in the people file. Name another, or leave it empty for who has none."},
		},
		"manager has left": {
			accounts: []account{ann}, entries: []entry{{Email: "ann@x", Manager: "bo@x"}, {Email: "bo@x", Inactive: true}},
			want: []string{"The manager of ann@x, bo@x, has left or is not a full member, so they may not decide. Name another."},
		},
		"managers in a ring": {
			accounts: []account{ann, {ID: "U2", Email: "bo@x"}, {ID: "U3", Email: "cy@x"}},
			entries: []entry{
				{Email: "ann@x", Manager: "bo@x"}, {Email: "bo@x", Manager: "cy@x"}, {Email: "cy@x", Manager: "bo@x"},
			},
			want: []string{"The managers go round in a ring: bo@x, then cy@x, and back to the first. Name another manager for one of them, or leave it empty for who has none."},
		},
		"two rows with one address": {
			accounts: []account{ann}, entries: []entry{{Email: "ann@x"}, {Email: "Ann@x", Roles: []string{"owner"}}},
			want: []string{"Two rows of the people file have the address ann@x; the first one is used. Delete the other."},
		},
		"a row without address": {
			entries: []entry{{Name: "Ann"}},
			want:    []string{"A row of the people file (Ann) has no e-mail address and is left out. Add the address."},
		},
		"two rows claim one account": {
			accounts: []account{ann, {ID: "U2", Email: "bo@x"}, {ID: "U9"}},
			entries:  []entry{{Email: "ann@x", Also: []string{"U9"}}, {Email: "bo@x", Also: []string{"U9"}}},
			want:     []string{"The rows of bo@x and ann@x both claim U9; it stays with ann@x. Delete it from the row that is wrong."},
		},
		"a row claims somebody's account": {
			accounts: []account{ann, {ID: "U2", Email: "bo@x"}},
			entries:  []entry{{Email: "ann@x"}, {Email: "bo@x", Also: []string{"U1"}}},
			want:     []string{"The row of bo@x claims the account U1, whose address ann@x belongs to ann@x; it stays with ann@x. Correct the row."},
		},
		"one mailbox, two people": {
			accounts: []account{ann, {ID: "U2", Email: "ann+test@x"}, {ID: "U3", Email: "bo+1@x"}},
			want:     []string{`ann+test@x and ann@x seem to be one mailbox. If they are one person, list the first under "also" in the row of the second.`},
		},
		"one mailbox, one person": {
			accounts: []account{ann, {ID: "U2", Email: "ann+test@x"}},
			entries:  []entry{{Email: "ann@x", Also: []string{"ann+test@x"}}},
		},
		"a role nobody has": {
			accounts: []account{ann, {ID: "U2", Guest: true, Groups: []string{"money"}}},
			company: people.Company{
				Roles: []string{"Legal"}, Groups: map[string]people.Grant{"money": {Role: "finance"}},
			},
			want: []string{
				`Nobody who may decide has the role "finance". Write it into the column roles of somebody in the people file, or give it by a user group.`,
				`Nobody who may decide has the role "legal". Write it into the column roles of somebody in the people file, or give it by a user group.`,
			},
		},
		"a group nobody is in": {
			accounts: []account{ann}, company: people.Company{Groups: map[string]people.Grant{"books": {Team: "books"}}},
			want: []string{"The user group @books is mapped, but nobody in Slack is in it. Correct the handle, or delete the line."},
		},
		"Slack was not asked": {
			entries: []entry{
				{Email: "ann@x", Manager: "bo@x", Roles: []string{"owner"}},
				{Email: "cy@x", Manager: "U9"},
				{Email: "di@x", Manager: "ed@x"},
				{Email: "ed@x", Manager: "di@x"},
			},
			company: people.Company{
				Unasked: true, Roles: []string{"owner", "legal", "Finance"}, Groups: map[string]people.Grant{"@money": {Role: "finance"}, "hr": {Role: "hr"}},
				Teams: []people.Team{{Key: "it", Lead: "flo@x"}},
			},
			want: []string{
				"The manager of ann@x, bo@x, is not in the people file. Correct it, or add a row for them.",
				"The managers go round in a ring: di@x, then ed@x, and back to the first. Name another manager for one of them, or leave it empty for who has none.",
				"The lead of the team it, flo@x, is not in the people file. Correct it, or add a row for them.",
				`Nobody who may decide has the role "legal". Write it into the column roles of somebody in the people file, or give it by a user group.`,
			},
		},
		"undeclared team and cost centre": {
			accounts: []account{ann}, entries: []entry{{Email: "ann@x", Teams: []string{"ot"}, CostCentre: "2"}},
			company: people.Company{Teams: []people.Team{{Key: "it"}}, CostCentres: []people.CostCentre{{Code: "1"}, {Code: "1"}}},
			want: []string{
				`ann@x has the cost centre "2", which the people's files do not declare. Correct it, declare it, or leave it where it was added with /entry.`,
				`ann@x is in the team "ot", which is not declared. Correct it, or declare the team.`,
			},
		},
		"unknown lead and owner": {
			company: people.Company{
				Teams:       []people.Team{{Key: "it", Lead: "bo@x"}},
				CostCentres: []people.CostCentre{{Code: "1", Owner: "U9"}},
			},
			want: []string{
				"The owner of the cost centre 1, U9, is neither in the people file nor in Slack. Correct it, or add a row for them.",
				"The lead of the team it, bo@x, is neither in the people file nor in Slack. Correct it, or add a row for them.",
			},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, differences := people.Join(tt.accounts, tt.entries, tt.company)
			var got []string
			for _, difference := range differences {
				assert.NotEmpty(t, difference.About+difference.Say)
				assert.NotEmpty(t, difference.Of)
				got = append(got, difference.Say)
			}
			assert.Equal(t, tt.want, got)
		})
	}
}
