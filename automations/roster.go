package automations

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"factotum/automations/fault"
	"factotum/automations/people"
	"factotum/automations/state"
)

// peopleID is the document that holds the directory. Every decision guards its
// version: a role that changed meanwhile makes the decision stale.
const peopleID = "people"

// roster caches the directory with the version it was read at.
type roster struct {
	mu      sync.Mutex
	version int64
	dir     people.Directory
	fresh   bool
}

// read gives the directory and its guard, from the cache where it is fresh.
func (c *roster) read(ctx context.Context, store Store) (people.Directory, state.Guard, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.fresh {
		docs, err := store.Load(ctx, peopleID)
		if err != nil {
			return people.Directory{}, state.Guard{}, err
		}
		if docs[0].Version != c.version {
			var dir people.Directory
			if err := json.Unmarshal(docs[0].Body, &dir); err != nil {
				return people.Directory{}, state.Guard{}, fmt.Errorf("automations: decode the directory: %w", err)
			}
			c.dir, c.version = dir, docs[0].Version
		}
		c.fresh = c.version > 0
	}
	return c.dir, state.Guard{ID: peopleID, Version: c.version}, nil
}

// forget makes the next read ask the store.
func (c *roster) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fresh = false
}

// Directory gives the people as they are known now.
func (d *Desk) Directory(ctx context.Context) (people.Directory, error) {
	dir, _, err := d.roster.read(ctx, d.Store)
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
