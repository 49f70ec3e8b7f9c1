package people_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/automations/people"
)

func TestPeopleAreFoundByWhatTheyAreCalled(t *testing.T) {
	t.Parallel()
	d, _ := people.Join([]people.Account{
		{ID: "U1", RealName: "Ana Ruiz", Email: "ana@x"}, {ID: "U2", RealName: "Anatol Rüd", Email: "anatol@x"}, {ID: "U3", RealName: "Ben Ruiz", Email: "ben@x", Inactive: true},
	}, nil, people.Company{})
	for word, want := range map[string][]string{
		"ana": {"ana@x", "anatol@x"}, "ANA ru": {"ana@x"}, "ruiz": {"ana@x", "ben@x"}, "rü": {"anatol@x"}, "ana@x": {"ana@x"}, "U2": {"anatol@x"}, "@ben@x": {"ben@x"},
		"uiz": {}, "": {}, " ": {}, "zoe": {},
	} {
		found := []string{}
		for _, p := range d.Named(word) {
			found = append(found, p.ID)
		}
		assert.Equal(t, want, found, word)
	}
	assert.Len(t, d.Everybody(), 3)
}
