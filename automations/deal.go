package automations

import (
	"context"
	"slices"
	"strings"

	"factotum/automations/catalogue"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// dealt is who gets a ticket without anybody having chosen, and why.
type dealt struct{ to, why string }

// deal finds who of the team is to have a ticket, as its kind says; nobody where
// people claim them. The change remembers whose turn it was.
func (d *Desk) deal(ctx context.Context, r request.Request, dir people.Directory) (dealt, state.Change, error) {
	kind, err := d.Catalogue.Kind(r.Kind)
	staff := present(ids(policy.Staff(r, dir)), dir)
	if err != nil || len(staff) == 0 {
		return dealt{}, state.Change{}, err
	}
	slices.Sort(staff)
	switch kind.Turn() {
	case catalogue.RoundRobin:
		return d.inTurn(ctx, r.Work.Team, staff)
	case catalogue.LeastLoaded:
		to, err := d.idlest(ctx, staff)
		return dealt{to, "has the fewest"}, state.Change{}, err
	case catalogue.ByHand:
	}
	return dealt{}, state.Change{}, nil
}

func turnID(team string) string { return turnPrefix + team }

// isTurn tells whether a document only says whose turn it is: when it moved, the
// turn is another's.
func isTurn(id string) bool { return strings.HasPrefix(id, turnPrefix) }

const turnPrefix = "turn/"

// turnDoc says who of a team came last.
type turnDoc struct {
	Last string `json:"last"`
}

// inTurn is who comes after the last one.
func (d *Desk) inTurn(ctx context.Context, team string, staff []string) (dealt, state.Change, error) {
	var before turnDoc
	doc, err := d.loadInto(ctx, turnID(team), &before)
	if err != nil {
		return dealt{}, state.Change{}, err
	}
	next := staff[0]
	for _, p := range staff {
		if p > before.Last {
			next = p
			break
		}
	}
	doc.Body, err = encode(turnDoc{Last: next})
	return dealt{next, "it was their turn"}, state.Change{Documents: []state.Document{doc}}, err
}

// idlest is who has the fewest open tickets, the first by name of several.
func (d *Desk) idlest(ctx context.Context, staff []string) (string, error) {
	best, fewest := "", 0
	for _, p := range staff {
		page, err := d.Store.Page(ctx, []string{holdsIndex(p)}, "", 1)
		if err != nil {
			return "", err
		}
		if best == "" || page.Total < fewest {
			best, fewest = p, page.Total
		}
	}
	return best, nil
}

// dealNew gives a ticket that is just being sent to somebody, where its kind
// says so and nothing stands before the work.
func (d *Desk) dealNew(ctx context.Context, f File, sent *request.Submission) (state.Change, error) {
	if sent.Work == nil || !sent.Work.Desk || len(sent.Steps) > 0 || len(sent.Holds) > 0 || f.Request.State != request.Draft {
		return state.Change{}, nil
	}
	r := request.Request{Kind: sent.Kind, State: request.Open, Requester: sent.Requester, Excluded: sent.Excluded, Accounts: sent.Accounts, Work: sent.Work}
	to, also, err := d.deal(ctx, r, f.Dir)
	if to.to != "" {
		work := *sent.Work
		work.Assignee = to.to
		sent.Work = &work
	}
	return also, err
}
