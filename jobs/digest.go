package jobs

import (
	"context"
	"time"
)

// Digest is the name of the job that tells teams of their queues, and people of
// what is missing in records.
const Digest = "digest"

// digestEvery is how late a team is told at most.
const digestEvery = 5 * time.Minute

// DigestJob tells teams in the morning how many tickets are open, and people what
// is missing in records.
func DigestJob(run func(context.Context) error) Job {
	return Job{Name: Digest, Every: digestEvery, Run: run}
}
