package automations

import (
	"cmp"
	"slices"

	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// sortable writes moments so that their bytes sort like the moments.
const sortable = "20060102T150405.000000000"

// entries are the places of a request in the indexes, computed from it alone:
// what waits for a rule (late tickets first, then the oldest) and what is one's own (newest first).
func entries(r request.Request) []state.Entry {
	var all []state.Entry
	since, hurry := r.Since.UTC().Format(sortable), ""
	rules := policy.Waiting(r)
	if tickets := queueEntries(r); len(tickets) > 0 {
		all, rules = append(all, tickets...), holder(r)
		hurry = lateness(r)
	}
	if duties := dutyEntries(r); len(duties) > 0 {
		all = append(all, duties...)
		if r.State == request.Open { // its list is of its own
			rules = nil
		}
	}
	for _, rule := range rules {
		if r.State == request.Open && r.Work.List != "" {
			all = append(all, state.Entry{Index: listIndex(rule), Sort: cmp.Or(r.Work.Due, noDay) + " " + since, ID: r.ID})
			continue
		}
		all = append(all, state.Entry{Index: waitingIndex(rule), Sort: hurry + since, ID: r.ID})
	}
	if len(all) > 0 {
		all = append(all, state.Entry{Index: waitingIndex(everything), Sort: since, ID: r.ID})
	}
	all = slices.Concat(all, yearEntries(r), ratedEntries(r), ordersEntries(r), externalEntries(r), changeEntries(r), saysEntries(r))
	all = append(all, holding(r.ID, filesOf(r)...)...)
	if unmatched(r) {
		all = append(all, state.Entry{Index: unmatchedIndex, Sort: since, ID: r.ID})
	}
	if isMatched(r) {
		all = append(all, state.Entry{Index: matchedIndex, Sort: since, ID: r.ID})
	}
	if r.State != request.Withdrawn || !r.Submitted.IsZero() { // a discarded draft is nowhere
		all = append(all, state.Entry{Index: mineIndex(r.Requester), Sort: descending(r.Created.UTC().Format(sortable)), ID: r.ID})
	}
	return all
}

// reindexed is what changes in the indexes when the request becomes another.
func reindexed(f File, after request.Request) (add, remove []state.Entry) {
	var before []state.Entry
	if f.Version > 0 {
		before = entries(f.Request)
	}
	return state.Diff(before, entries(after))
}

// everything is the rule under which all stands that waits for anybody.
const everything = "all"

func waitingIndex(rule string) string { return "waiting/" + rule }

// noDay sorts behind all days.
const noDay = "9999-12-31"

// listIndex holds what is done in batches, in the order of its days.
func listIndex(rule string) string { return "list/" + rule }

func mineIndex(person string) string { return "mine/" + person }

// messageIndex leads from a posted message to its delivery.
func messageIndex(channel, ts string) string { return "message/" + channel + "/" + ts }

// descending turns digits round, so that the newest moment sorts first.
func descending(moment string) string {
	turned := []byte(moment)
	for i, b := range turned {
		if b >= '0' && b <= '9' {
			turned[i] = '9' - (b - '0')
		}
	}
	return string(turned)
}
