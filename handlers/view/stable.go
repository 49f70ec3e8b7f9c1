package view

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/slack-go/slack"
)

// stable names the blocks of Home that have buttons by what their first button
// does, so that a button that was looked at is still the same one when Home is
// published anew before the click. Blocks that do the same keep Slack's names,
// since two may not be called alike.
func stable(blocks []slack.Block) []slack.Block {
	named := map[string]bool{}
	for _, block := range blocks {
		switch b := block.(type) {
		case *slack.SectionBlock:
			if b.Accessory != nil && b.Accessory.ButtonElement != nil {
				b.BlockID = nameOf(b.Accessory.ButtonElement, named)
			}
		case *slack.ActionBlock:
			if first, ok := b.Elements.ElementSet[0].(*slack.ButtonBlockElement); ok {
				b.BlockID = nameOf(first, named)
			}
		}
	}
	return blocks
}

func nameOf(b *slack.ButtonBlockElement, named map[string]bool) string {
	sum := sha256.Sum256([]byte(b.ActionID + "\x00" + b.Value)) // a value may be longer than the 255 characters of a block_id
	name := hex.EncodeToString(sum[:12])
	if named[name] {
		return ""
	}
	named[name] = true
	return name
}
