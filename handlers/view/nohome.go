package view

import "github.com/slack-go/slack"

// NoHome stands in place of Home while that cannot be made: what stood there
// before may not hold any more. Say is the sentence of the fault.
func NoHome(say string) slack.HomeTabViewRequest {
	blocks := []slack.Block{
		section("⚠️ " + Escape(say, maxSection)),
		slack.NewActionBlock("", button(ActionRefresh, Pages{}.Encode(), "Refresh")),
	}
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: stable(blocks)}}
}
