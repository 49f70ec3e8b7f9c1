package jobs

import (
	"context"
	"time"
)

// Reports is the name of the job that runs the reports that are asked for.
const Reports = "reports"

// reportsEvery is how late a report that somebody else's end made due begins; one
// that is asked for rings.
const reportsEvery = 5 * time.Second

// ReportsJob begins the reports that are due and does not wait for them.
func ReportsJob(run func(context.Context) error) Job {
	return Job{Name: Reports, Every: reportsEvery, Run: run}
}
