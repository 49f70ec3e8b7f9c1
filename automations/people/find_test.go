package people_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/automations/people"
)

func TestFind(t *testing.T) {
	t.Parallel()
	d, _ := people.Join([]people.Account{
		{ID: "U1", RealName: "Ann Lee", Email: "ann@corp.example"},
		{ID: "U2", RealName: "Anna Leeds", Email: "anna@corp.example"},
		{ID: "U3", RealName: "José Müller", Email: "j.mueller@corp.example"},
		{ID: "U4", RealName: "Łukasz Weiß", Email: "lw@corp.example"},
		{ID: "U5", RealName: "Søren Æbelø", Email: "s@corp.example"},
		{ID: "U6", RealName: "Ann Gone", Email: "gone@corp.example", Inactive: true},
		{ID: "U7", RealName: "Œuvre Ðórr Þór Işık", Email: "x@corp.example"},
	}, nil, people.Company{})
	tests := map[string]struct {
		words string
		want  []string
	}{
		"whole words before parts":    {"ann lee", []string{"U1", "U2"}},
		"any order":                   {"leeds ann", []string{"U2"}},
		"a part":                      {"le", []string{"U1", "U2"}},
		"without marks":               {"jose muller", []string{"U3"}},
		"with marks and capitals":     {"JOSÉ", []string{"U3"}},
		"the local part":              {"mueller", []string{"U3"}},
		"letters of their own":        {"lukasz weiss", []string{"U4"}},
		"more letters of their own":   {"soren aebelo", []string{"U5"}},
		"still more":                  {"oeuvre dorr thor isik", []string{"U7"}},
		"a letter wrong":              {"jode muller", []string{"U3"}},
		"a letter missing":            {"lkasz", []string{"U4"}},
		"a letter too many":           {"jossee leeds", []string{}},
		"two letters swapped":         {"lukazs", []string{"U4"}},
		"a slip beside a short word":  {"ann leedz", []string{"U2"}},
		"too short to be wrong":       {"xnn", []string{}},
		"an address":                  {"Ann@corp.example", []string{"U1"}},
		"an account":                  {"U2", []string{"U2"}},
		"who has left":                {"gone", []string{}},
		"the address of who has left": {"gone@corp.example", []string{}},
		"nothing":                     {" .,", []string{}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := []string{}
			for _, p := range d.Find(tt.words) {
				got = append(got, p.Accounts[0])
			}
			assert.Equal(t, tt.want, got)
		})
	}
}

func TestFindIsShort(t *testing.T) {
	t.Parallel()
	var accounts []people.Account
	for i := range 50 {
		accounts = append(accounts, people.Account{ID: fmt.Sprintf("U%02d", i), RealName: fmt.Sprintf("Ann %02d", i)})
	}
	d, _ := people.Join(accounts, nil, people.Company{})
	found := d.Find("ann")
	assert.Len(t, found, 20)
	assert.Equal(t, "Ann 00", found[0].Name)
}
