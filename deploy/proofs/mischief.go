package main

import (
	"time"

	"factotum/connectors/slack/practice"
)

// limits are Slack's pace of posts where deliveries are proved, and none
// elsewhere: other load is no part of what is proved.
func (p plan) limits() practice.Limits {
	if !p.unruly {
		return practice.Limits{Off: true}
	}
	const plenty = 1_000_000
	return practice.Limits{PostEvery: time.Second, PostBurst: 1, Tiers: [4]int{plenty, plenty, plenty, plenty}}
}

// mischief is what Slack does on a bad day to whoever posts.
func mischief(seed uint64) practice.Misbehaviour {
	return practice.Misbehaviour{
		Seed: seed, Fail: 0.05, Limit: 0.05, Lose: 0.05, RetryAfter: 1, Only: []string{"chat.postMessage", "chat.update"},
	}
}
