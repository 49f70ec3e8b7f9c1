package app

import (
	"context"
	"encoding/json"
	"strings"

	slackapi "github.com/slack-go/slack"

	"factotum/connectors/slack"
	"factotum/handlers/view"
)

// windows opens views with the pictures that Slack has already: a trigger lives
// too short to bring one there first.
type windows struct {
	*slack.Client
	store store
}

// OpenView opens a modal.
func (w windows) OpenView(ctx context.Context, trigger string, v slackapi.ModalViewRequest) error {
	return w.Client.OpenView(ctx, trigger, w.illustrated(ctx, v))
}

// PushView puts a modal on top of another.
func (w windows) PushView(ctx context.Context, trigger string, v slackapi.ModalViewRequest) error {
	return w.Client.PushView(ctx, trigger, w.illustrated(ctx, v))
}

// UpdateView replaces an open modal.
func (w windows) UpdateView(ctx context.Context, id, hash string, v slackapi.ModalViewRequest) error {
	return w.Client.UpdateView(ctx, id, hash, w.illustrated(ctx, v))
}

// illustrated is a view with the ids that its pictures have in Slack, and without
// those that have none: a window without a picture is better than none.
func (w windows) illustrated(ctx context.Context, v slackapi.ModalViewRequest) slackapi.ModalViewRequest {
	blocks := make([]slackapi.Block, 0, len(v.Blocks.BlockSet))
	for _, block := range v.Blocks.BlockSet {
		image, ok := block.(*slackapi.ImageBlock)
		if !ok || image.SlackFile == nil || !strings.HasPrefix(image.SlackFile.ID, view.PictureID) {
			blocks = append(blocks, block)
			continue
		}
		if id := w.pictured(ctx, strings.TrimPrefix(image.SlackFile.ID, view.PictureID)); id != "" {
			shown := *image
			shown.SlackFile = &slackapi.SlackFileObject{ID: id}
			blocks = append(blocks, &shown)
		}
	}
	v.Blocks.BlockSet = blocks
	return v
}

// pictured is the id of a picture that stands in Slack; empty: none does.
func (w windows) pictured(ctx context.Context, hash string) (id string) {
	docs, err := w.store.Load(ctx, pictureID(hash))
	if err != nil || docs[0].Version == 0 || json.Unmarshal(docs[0].Body, &id) != nil {
		return ""
	}
	return id
}
