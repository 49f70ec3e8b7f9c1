package jobs

import (
	"context"
	"time"
)

// Digest is the name of the job that tells teams of their queues.
const Digest = "digest"

// digestEvery is how late a team is told at most.
const digestEvery = 5 * time.Minute

// DigestJob tells teams in the morning how many tickets are open.
func DigestJob(run func(context.Context) error) Job {
	return Job{Name: Digest, Every: digestEvery, Run: run}
}
