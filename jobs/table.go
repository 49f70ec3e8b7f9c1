package jobs

import (
	"context"
	"time"
)

// The names of the jobs, for Ring.
const (
	Wake       = "timers"
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
	deliverEvery    = 2 * time.Second
	peopleEvery     = 10 * time.Minute
	connectionEvery = 10 * time.Second
	keepingEvery    = time.Minute
)

// Table is what Factotum does by the clock: wake fires timers that are due,
// deliver posts notices and tells how many it took, people takes over the
// directory, connection fails while the workspace is not reached, and keeping
// while the store is not safe. Seal chains the log and publishes its head; it
// fails while the store is older than what was published.
func Table(wake func(context.Context) error, deliver func(context.Context) (int, error), people, connection, keeping, seal func(context.Context) error) []Job {
	return []Job{
		{Name: People, Every: peopleEvery, Run: people},
		{Name: Wake, Every: wakeEvery, Run: wake},
		{Name: Deliver, Every: deliverEvery, Run: untilNone(deliver)},
		{Name: Connection, Every: connectionEvery, Run: connection},
		{Name: Keeping, Every: keepingEvery, Run: keeping},
		{Name: Seal, Every: wakeEvery, Run: seal},
	}
}

// untilNone delivers until nothing is due: each delivery makes way for the next
// of its request. A delivery under way when the program stops is brought to its
// end, since half of it cannot be told from a lost one.
func untilNone(deliver func(context.Context) (int, error)) func(context.Context) error {
	return func(ctx context.Context) error {
		for ctx.Err() == nil {
			took, err := deliver(context.WithoutCancel(ctx))
			if err != nil || took == 0 {
				return err
			}
		}
		return nil
	}
}
