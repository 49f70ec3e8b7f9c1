package people_test

import (
	"fmt"
	"testing"

	"factotum/automations/people"
)

// company makes n people, ten to a manager.
func company(n int) ([]people.Account, []people.Entry) {
	accounts, entries := make([]people.Account, n), make([]people.Entry, n)
	for i := range n {
		email := fmt.Sprintf("person.%d@corp.example", i)
		accounts[i] = people.Account{
			ID: fmt.Sprintf("U%06d", i), RealName: fmt.Sprintf("Pérson%d Nämesen%d", i, i%700), Email: email, Zone: "Europe/Paris",
		}
		entries[i] = people.Entry{
			Email: email, Teams: []string{fmt.Sprintf("team%d", i%40)}, CostCentre: fmt.Sprintf("CC-%d", i%90), Country: "FR",
		}
		if i > 0 {
			entries[i].Manager = fmt.Sprintf("person.%d@corp.example", (i-1)/10)
		}
		if i%100 == 0 {
			entries[i].Roles = []string{"finance"}
		}
	}
	return accounts, entries
}

func BenchmarkJoin5000(b *testing.B) {
	accounts, entries := company(5000)
	for b.Loop() {
		people.Join(accounts, entries, people.Company{})
	}
}

func BenchmarkLookups5000(b *testing.B) {
	accounts, entries := company(5000)
	d, _ := people.Join(accounts, entries, people.Company{})
	lookups := map[string]func(){
		"ByAccount":    func() { d.ByAccount("U004999") },
		"Same":         func() { d.Same("U004999", "person.3@corp.example") },
		"ManagerChain": func() { d.ManagerChain("person.4999@corp.example") },
		"InRole":       func() { d.InRole("finance") },
	}
	for name, lookup := range lookups {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				lookup()
			}
		})
	}
}
