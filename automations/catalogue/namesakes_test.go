package catalogue_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/automations/catalogue"
	"factotum/automations/form"
	"factotum/automations/people"
)

func TestSomebodyIsFoundByWhatTheyAreCalled(t *testing.T) {
	t.Parallel()
	var accounts []people.Account
	for id, name := range map[string]string{"ana": "Ana Ruiz", "jo": "Jo Li", "joe": "Jo Lind", "jules": "Jules Martín", "gone": "Gone Girl"} {
		accounts = append(accounts, people.Account{ID: "U" + id, Name: id, RealName: name, Email: id + "@corp.example", Inactive: id == "gone"})
	}
	dir, _ := people.Join(accounts, nil, people.Company{})
	named := catalogue.Namesakes(dir)
	const ana, jo, joe, jules = "ana@corp.example", "jo@corp.example", "joe@corp.example", "jules@corp.example"
	for called, want := range map[string]form.Namesakes{
		"ana  RUIZ":         {Full: []string{ana}},
		"Uana":              {Full: []string{ana}},
		"@Uana":             {Full: []string{ana}},
		ana:                 {Full: []string{ana}},
		"jules":             {Part: []string{jules}, Near: []string{"Jules Martín"}},
		"Martin":            {Part: []string{jules}, Near: []string{"Jules Martín"}},
		"Jo":                {Part: []string{jo, joe}, Near: []string{"Jo Li", "Jo Lind"}},
		"Jo Lin":            {Near: []string{"Jo Lind", "Jo Li"}},
		"Julse":             {Near: []string{"Jules Martín"}},
		"Anna Ruis":         {Near: []string{"Ana Ruiz"}},
		"Gone Girl":         {},
		"gone@corp.example": {},
		"Workshop":          {},
		"":                  {},
	} {
		assert.Equal(t, want, named(called), called)
	}
}

func TestASearchMeansAllWhoseNamesBeginSo(t *testing.T) {
	t.Parallel()
	dir, _ := people.Join([]people.Account{
		{ID: "U1", RealName: "Ana Ruiz", Email: "ana@x"}, {ID: "U2", RealName: "Anatol Rüd", Email: "anatol@x"}, {ID: "U3", RealName: "Ben Ruiz", Email: "ben@x", Inactive: true},
	}, nil, people.Company{})
	for word, want := range map[string][]string{
		"ana": {"ana@x", "anatol@x"}, "ANA rui": {"ana@x"}, "ruiz": {"ana@x", "ben@x"}, "rü": {"ana@x", "anatol@x", "ben@x"}, "rud": {"anatol@x"}, "ana@x": {"ana@x"}, "U2": {"anatol@x"}, "@ben@x": {"ben@x"},
		"uiz": nil, "": nil, " ": nil, "zoe": nil,
	} {
		assert.Equal(t, want, catalogue.Meant(dir, word), word)
	}
}
