package jobs

import (
	"context"
	"time"
)

// Books is the name of the job that brings the books up to date.
const Books = "books"

// booksEvery keeps the books less than a second behind; booksRetry is for what
// does not work at once.
const (
	booksEvery = 400 * time.Millisecond
	booksRetry = 200 * time.Millisecond
)

// BooksJob takes into the books what the log has gained, also from other
// replicas.
func BooksJob(project func(context.Context) error) Job {
	return Job{Name: Books, Every: booksEvery, Retry: booksRetry, Run: project}
}
