package automations

import (
	"slices"
	"time"

	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/request"
)

// FileLine is the name of the line that brings a file of the request into the
// thread of a card; its text is the file's hash.
const FileLine = "file"

// receipts brings the files of a request to those who are asked about it from
// now on: in Slack they stand where only the requester can open them. Each
// person gets each file once.
func receipts(before, after request.Request, dir people.Directory, at time.Time) []outbox.Notice {
	files := after.Files()
	if len(files) == 0 || len(after.Uncopied()) > 0 {
		return nil
	}
	have := []string{after.Requester}
	if len(before.Uncopied()) == 0 {
		have = append(have, audience(before, dir)...)
	}
	var notices []outbox.Notice
	for _, person := range missing(have, audience(after, dir)) {
		for _, f := range files {
			n := outbox.Notice{
				Key: outbox.LineKey(after.ID, person, FileLine+"-"+f.Hash), Lane: after.ID, Shape: outbox.Line, Request: after.ID,
				To: person, Says: outbox.Says{Name: FileLine, Text: f.Hash, Threaded: true}, At: at,
			}
			if !slices.ContainsFunc(notices, func(o outbox.Notice) bool { return o.Key == n.Key }) {
				notices = append(notices, n)
			}
		}
	}
	return notices
}
