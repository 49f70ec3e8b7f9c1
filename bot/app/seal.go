package app

import (
	"context"
	"log/slog"
	"path/filepath"
	"regexp"

	"factotum/automations/audit"
	"factotum/connectors/files"
)

// auditText is where the head of the audit log is published beside the file.
type auditText struct {
	Channel string `yaml:"channel"`
}

// channel reads the channel, which Slack knows by its id alone.
func (r *reader) channel() string {
	c := r.in.Audit.Channel
	if c != "" && !regexp.MustCompile(`^[CG][A-Z0-9]{2,}$`).MatchString(c) {
		r.wrong("audit.channel", "%q is not the id of a channel: it begins with C and stands at the end of what “View channel details” shows in Slack; invite the bot there", c)
	}
	return c
}

// headsFile is where the heads of the audit log are published, in the folder
// of data and outside the store.
const headsFile = "seal.head"

func (p Place) heads() *files.Heads { return files.OpenHeads(filepath.Join(p.Data, headsFile)) }

// sealed logs a new head: whoever gathers the log keeps it elsewhere.
func sealed(log *slog.Logger) func(context.Context, audit.Head) {
	return func(ctx context.Context, h audit.Head) {
		log.InfoContext(ctx, "audit log sealed", "head", h.String())
	}
}
