package people_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/automations/people"
)

func TestSame(t *testing.T) {
	t.Parallel()
	d, _ := people.Join([]people.Account{
		{ID: "U1", Email: "ann@corp.example"},
		{ID: "U2", Email: "ann@home.example"},
		{ID: "U3", Email: "bo@corp.example"},
		{ID: "U4"},
	}, []people.Entry{
		{Email: "ann@corp.example", Also: []string{"ann@home.example"}},
		{Email: "bo@corp.example"},
		{Email: "cy@corp.example", Also: []string{"U3"}},
		{Email: "di@corp.example", Also: []string{"lost@home.example"}},
		{Email: "ed@corp.example", Also: []string{"lost@home.example"}},
	}, people.Company{})
	tests := map[string]struct {
		a, b string
		want bool
	}{
		"one id":                          {"ann@corp.example", "ann@corp.example", true},
		"an id in another case":           {"ann@corp.example", "Ann@corp.example", true},
		"an account and its id":           {"U1", "ann@corp.example", true},
		"two accounts":                    {"U1", "U2", true},
		"an alias and an account":         {"ann@home.example", "U1", true},
		"an account that a row claims":    {"cy@corp.example", "bo@corp.example", true},
		"the same the other way":          {"bo@corp.example", "cy@corp.example", true},
		"an address that two rows claim":  {"di@corp.example", "ed@corp.example", true},
		"an id made of an account":        {"slack:U4", "U4", true},
		"two people":                      {"ann@corp.example", "bo@corp.example", false},
		"two accounts of two people":      {"U1", "U3", false},
		"somebody unknown":                {"nobody@corp.example", "ann@corp.example", false},
		"an unknown account and a person": {"ann@corp.example", "U9", false},
		"one unknown account":             {"U9", "U9", true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, d.Same(tt.a, tt.b))
		})
	}
	assert.Equal(t, []string{"cy@corp.example"}, ids(d.Doubles("bo@corp.example")))
	assert.Equal(t, []string{"bo@corp.example"}, ids(d.Doubles("cy@corp.example")))
	assert.Empty(t, d.Doubles("ann@corp.example"), "two accounts of one person are no doubles")
	assert.Empty(t, d.Doubles("nobody@corp.example"))
}
