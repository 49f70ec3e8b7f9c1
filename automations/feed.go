package automations

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"factotum/automations/audit"
	"factotum/automations/calendar"
	"factotum/automations/fault"
	"factotum/automations/obligation"
	"factotum/automations/people"
	"factotum/automations/state"
)

// Feeds are calendars that programs of people fetch by a secret link.
type Feeds struct {
	Address string        // under which they are reached from outside; empty: there are none
	Secret  func() string // letters and digits that nobody can guess: 128 bits of chance or more
}

// Feed is somebody's link. The secret itself is kept nowhere.
type Feed struct {
	By   string    `json:"by"`
	Hash string    `json:"hash,omitempty"` // SHA-256 of the secret; empty: there is no link
	All  bool      `json:"all,omitempty"`  // everything that they may see, and not only what they have
	Made time.Time `json:"made,omitzero"`
}

// How far a calendar reaches, in days, and how much it holds at most.
const (
	feedBack  = 90
	feedAhead = 400
	feedMost  = 5000
)

func feedID(person string) string { return "feed/of/" + person }

// feedKey leads from the hash of a secret to whose it is.
func feedKey(hash string) string { return "feed/by/" + hash }

func hashed(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// readFeed loads somebody's link; the zero one where they never had any.
func (d *Desk) readFeed(ctx context.Context, person string) (Feed, state.Document, error) {
	var f Feed
	doc, err := d.loadInto(ctx, feedID(person), &f)
	return f, doc, err
}

func decodeFeed(doc state.Document) (f Feed, err error) {
	err = decodeInto(doc, &f)
	return f, err
}

// FeedOf is somebody's link; that it can be made is said by its Address.
func (d *Desk) FeedOf(ctx context.Context, by people.Person) (Feed, error) {
	f, _, err := d.readFeed(ctx, by.ID)
	return f, err
}

// NewFeed gives somebody a new link, which is shown this once; the one before
// ends.
func (d *Desk) NewFeed(ctx context.Context, by people.Person, once string, all bool) (link string, err error) {
	if d.Feeds.Address == "" || d.Feeds.Secret == nil {
		return "", fault.New(fault.Unavailable, "There is no address at which calendars could be fetched. Take the calendar file, or ask your Factotum administrator to set compliance.feed.")
	}
	secret := d.Feeds.Secret()
	err = d.setFeed(ctx, by, once, Feed{By: by.ID, Hash: hashed(secret), All: all, Made: d.Now().UTC()})
	return strings.TrimSuffix(d.Feeds.Address, "/") + "/" + secret + ".ics", err
}

// RemoveFeed ends somebody's link.
func (d *Desk) RemoveFeed(ctx context.Context, by people.Person, once string) error {
	return d.setFeed(ctx, by, once, Feed{By: by.ID})
}

// setFeed puts a link in the place of another, on record.
func (d *Desk) setFeed(ctx context.Context, by people.Person, once string, f Feed) error {
	busy := fault.New(fault.Conflict, "Your link is being changed elsewhere right now. Nothing was changed; please try again.")
	return d.persist(busy, nil, func() error {
		_, doc, err := d.readFeed(ctx, by.ID)
		if err != nil {
			return err
		}
		if doc.Body, err = encode(f); err != nil {
			return err
		}
		move := "calendar link"
		docs := []state.Document{doc}
		if f.Hash == "" {
			move = "calendar link removed"
		} else {
			docs = append(docs, state.Document{ID: feedKey(f.Hash), Body: doc.Body})
		}
		record, err := audit.Of(d.Now().UTC(), by.ID, feedID(by.ID), move, 0, "", map[string]bool{"all": f.All})
		if err != nil {
			return err
		}
		result, err := d.write(ctx, state.Change{Once: state.Once{Key: "feed/" + once, Keep: keepSlack}, Documents: docs, Audit: []audit.Record{record}})
		if err == nil && result.Repeated {
			return fault.New(fault.Conflict, "This was clicked already. Look at your link again.")
		}
		return err
	})
}

// FedCalendar is the file behind a link. Returns notfound alike for a link that
// never was, one that has ended, and one of somebody who has left.
func (d *Desk) FedCalendar(ctx context.Context, secret string) ([]byte, error) {
	gone := fault.New(fault.NotFound, "There is no such calendar.")
	hash := hashed(secret)
	docs, err := d.Store.Load(ctx, feedKey(hash))
	if err != nil {
		return nil, err
	}
	whose, err := decodeFeed(docs[0])
	if err != nil {
		return nil, err
	}
	f, _, err := d.readFeed(ctx, whose.By)
	if err != nil {
		return nil, err
	}
	dir, err := d.Directory(ctx)
	if err != nil {
		return nil, err
	}
	by, known := dir.Person(f.By)
	if f.Hash != hash || f.By == "" || !known || by.Inactive || d.Almanac == nil {
		return nil, gone
	}
	places, err := d.fed(ctx, by, f.All)
	if err != nil {
		return nil, err
	}
	return d.Almanac.Calendar(d.feedName(by, f.All), places, d.Now()), nil
}

// feedName is what a calendar is called.
func (d *Desk) feedName(by people.Person, all bool) string {
	if all {
		return "Duties, " + d.Catalogue.Company().Name
	}
	return "Duties of " + by.Name + ", " + d.Catalogue.Company().Name
}

// fed are the places of a calendar: those that somebody has, or all that they may
// see.
func (d *Desk) fed(ctx context.Context, by people.Person, all bool) ([]obligation.Place, error) {
	day := today(d.Now(), by, d)
	from, to := day.AddDays(-feedBack), day.AddDays(feedAhead)
	var places []obligation.Place
	for year := from.Year(); year <= to.Year(); year++ {
		a, err := d.Year(ctx, by, year)
		if err != nil {
			return nil, err
		}
		for _, p := range a.Places {
			if within(p.Day, from, to) && (all || p.Owner == by.ID) && len(places) < feedMost {
				places = append(places, p)
			}
		}
	}
	return places, nil
}

func within(day, from, to calendar.Date) bool { return !day.Before(from) && !day.After(to) }
