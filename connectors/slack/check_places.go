package slack

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"slices"

	"factotum/automations/fault"
)

// CheckPlaces looks whether the bot is a member of each channel that it works
// in, by id; the text says what it is there for.
func (c *Client) CheckPlaces(ctx context.Context, places map[string]string) []Finding {
	var all []Finding
	for _, id := range slices.Sorted(maps.Keys(places)) {
		var info struct {
			Channel struct {
				Name   string `json:"name"`
				Member bool   `json:"is_member"`
				Gone   bool   `json:"is_archived"`
			} `json:"channel"`
		}
		err := c.call(ctx, "conversations.info", url.Values{"channel": {id}}, &info)
		f := Finding{Says: fmt.Sprintf("The bot is not in #%s (%s), where it needs to be for %s. Invite it there: /invite @Factotum.", info.Channel.Name, id, places[id])}
		switch {
		case code(err) == "channel_not_found":
			f.Says = fmt.Sprintf("There is no channel %s that the bot can see; it is named for %s. Correct the id, or invite the bot there if it is private.", id, places[id])
		case err != nil:
			f.Says = fault.Say(err)
		case info.Channel.Gone:
			f.Says = fmt.Sprintf("#%s (%s) is archived; it is named for %s. Name another.", info.Channel.Name, id, places[id])
		case info.Channel.Member:
			f = Finding{OK: true, Says: fmt.Sprintf("The bot is in #%s (%s) for %s.", info.Channel.Name, id, places[id])}
		}
		all = append(all, f)
	}
	return all
}
