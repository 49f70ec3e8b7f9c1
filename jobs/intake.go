package jobs

import (
	"context"
	"time"
)

// A mailbox is watched, so that the clock is there for what the watch misses;
// what failed is tried again soon, since a connection that was lost often comes
// back at once.
const (
	mailEvery = 5 * time.Minute
	mailRetry = time.Second
)

// MailJob is the name of the job of a mailbox, for Ring.
func MailJob(key string) string { return "mailbox " + key }

// Mail is the job of one mailbox: take deals with all that waits in it, and
// watch rings when mail comes. Each mailbox is a job of its own, so that a broken
// one holds up no other.
func Mail(key string, take func(context.Context) error, watch func(ctx context.Context, ring func())) Job {
	return Job{Name: MailJob(key), Every: mailEvery, Retry: mailRetry, Run: take, Watch: watch}
}
