package handlers

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"factotum/handlers/view"
)

// Illustrated opens views with the pictures that Slack has already: a trigger
// lives too short to bring one there first.
type Illustrated struct {
	Slack
	Picture func(ctx context.Context, hash string) (id string) // of a picture that stands in Slack; empty: none does
}

// OpenView opens a modal.
func (i Illustrated) OpenView(ctx context.Context, trigger string, v slack.ModalViewRequest) error {
	return i.Slack.OpenView(ctx, trigger, i.illustrate(ctx, v))
}

// PushView puts a modal on top of another.
func (i Illustrated) PushView(ctx context.Context, trigger string, v slack.ModalViewRequest) error {
	return i.Slack.PushView(ctx, trigger, i.illustrate(ctx, v))
}

// UpdateView replaces an open modal.
func (i Illustrated) UpdateView(ctx context.Context, id, hash string, v slack.ModalViewRequest) error {
	return i.Slack.UpdateView(ctx, id, hash, i.illustrate(ctx, v))
}

// illustrate gives a view the ids that its pictures have in Slack, and takes out
// those that have none: a window without a picture is better than none.
func (i Illustrated) illustrate(ctx context.Context, v slack.ModalViewRequest) slack.ModalViewRequest {
	blocks := make([]slack.Block, 0, len(v.Blocks.BlockSet))
	for _, block := range v.Blocks.BlockSet {
		image, ok := block.(*slack.ImageBlock)
		if !ok || image.SlackFile == nil || !strings.HasPrefix(image.SlackFile.ID, view.PictureID) {
			blocks = append(blocks, block)
			continue
		}
		if id := i.Picture(ctx, strings.TrimPrefix(image.SlackFile.ID, view.PictureID)); id != "" {
			shown := *image
			shown.SlackFile = &slack.SlackFileObject{ID: id}
			blocks = append(blocks, &shown)
		}
	}
	v.Blocks.BlockSet = blocks
	return v
}
