package jobs

import (
	"context"
	"time"
)

// The names of the jobs, for Ring.
const (
	Wake       = "timers"
	Scan       = "reading"
	Deliver    = "delivery"
	People     = "people"
	Connection = "connection"
	Keeping    = "store"
	Seal       = "seal"
)

// How often the jobs look. Reminders are due by the hour, so a quarter of a
// minute late is on time; a message follows its commit by the bell, and the
// look every 2 s is for those that were put off.
const (
	wakeEvery       = 15 * time.Second
	scanRetry       = time.Second // somebody may be waiting in an open form
	deliverEvery    = 2 * time.Second
	peopleEvery     = 10 * time.Minute
	connectionEvery = 10 * time.Second
	keepingEvery    = time.Minute
)

// Table is what Factotum does by the clock: wake fires timers that are due, scan
// those at which files are read, which takes longer,
// deliver posts all notices that are due, people takes over the
// directory, connection fails while the workspace is not reached, and keeping
// while the store is not safe. Seal chains the log and publishes its head; it
// fails while the store is older than what was published.
func Table(wake, scan, deliver, people, connection, keeping, seal func(context.Context) error) []Job {
	return []Job{
		{Name: People, Every: peopleEvery, Run: people},
		{Name: Wake, Every: wakeEvery, Run: wake},
		{Name: Scan, Every: wakeEvery, Retry: scanRetry, Run: scan},
		{Name: Deliver, Every: deliverEvery, Run: deliver},
		{Name: Connection, Every: connectionEvery, Run: connection},
		{Name: Keeping, Every: keepingEvery, Run: keeping},
		{Name: Seal, Every: wakeEvery, Run: seal},
	}
}
