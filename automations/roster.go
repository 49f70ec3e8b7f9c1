package automations

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"factotum/automations/fault"
	"factotum/automations/people"
	"factotum/automations/state"
)

// roster caches the directory, and who is away, with the versions they were read at.
type roster struct {
	mu      sync.Mutex
	version int64
	dir     people.Directory
	fresh   bool
	absent  int64
	list    people.Absences
	written int64     // version of people.WrittenID that was seen last
	turns   time.Time // when somebody leaves or comes back next; zero: nobody does
}

// read gives the directory as it is at a moment and its guards, from the cache
// where it is fresh.
func (c *roster) read(ctx context.Context, store Store, now time.Time) (people.Directory, []state.Guard, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.fresh {
		docs, err := store.Load(ctx, people.DirectoryID, absencesID)
		if err != nil {
			return people.Directory{}, nil, err
		}
		if docs[0].Version != c.version {
			dir, err := decodeDirectory(docs[0])
			if err != nil {
				return people.Directory{}, nil, err
			}
			c.dir, c.version = dir.With(c.list, now), docs[0].Version
		}
		if err := c.take(docs[1], now); err != nil {
			return people.Directory{}, nil, err
		}
		c.fresh = c.version > 0
	}
	if !c.turns.IsZero() && !now.Before(c.turns) {
		c.dir, c.turns = c.dir.With(c.list, now), c.list.Next(now)
	}
	return c.dir, []state.Guard{{ID: people.DirectoryID, Version: c.version}, {ID: absencesID, Version: c.absent}}, nil
}

func decodeDirectory(doc state.Document) (dir people.Directory, err error) {
	if doc.Version == 0 {
		return dir, nil
	}
	if err = json.Unmarshal(doc.Body, &dir); err != nil {
		return people.Directory{}, fmt.Errorf("automations: decode the directory: %w", err)
	}
	return dir, nil
}

// learn takes over who is away, as it was just read.
func (c *roster) learn(doc state.Document, now time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.take(doc, now)
}

func (c *roster) take(doc state.Document, now time.Time) error {
	if doc.Version <= c.absent {
		return nil
	}
	list, err := decodeAbsences(doc)
	if err == nil {
		c.list, c.absent = list, doc.Version
		c.dir, c.turns = c.dir.With(list, now), list.Next(now)
	}
	return err
}

// outdated forgets where another replica has written a newer one.
func (c *roster) outdated(version int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fresh = c.fresh && c.version == version
}

// rewritten tells whether the directory was written since it was asked last, and
// makes the next read ask the store then.
func (c *roster) rewritten(version int64) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.written == version {
		return false
	}
	c.written, c.fresh = version, false
	return true
}

// forget makes the next read ask the store.
func (c *roster) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fresh = false
}

// Directory gives the people as they are known now.
func (d *Desk) Directory(ctx context.Context) (people.Directory, error) {
	dir, _, err := d.roster.read(ctx, d.Store, d.Now())
	return dir, err
}

// Who finds the person behind a messaging account. Returns denied for accounts
// that belong to nobody here. What a person may do is decided by each verb, so
// that its refusal is audited.
func (d *Desk) Who(ctx context.Context, account string) (people.Person, error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return people.Person{}, err
	}
	p, ok := dir.ByAccount(account)
	if !ok {
		d.roster.forget() // somebody new may have been added meanwhile
		if dir, err = d.Directory(ctx); err != nil {
			return people.Person{}, err
		}
		p, ok = dir.ByAccount(account)
	}
	if !ok {
		return people.Person{}, fault.New(fault.Denied, "I do not know your account yet. New accounts are taken over within a few minutes; if this stays, ask your Factotum administrator to add you.")
	}
	return p, nil
}
