package automations

import (
	"time"

	"factotum/automations/form"
	"factotum/automations/outbox"
)

// What a notice about a run says.
const (
	AnswerSays  = "answer"
	RunningSays = "running"
	FileSays    = "file"    // text: hash and name
	TroubleSays = "trouble" // to whose run it is: it did not arrive
	LateSays    = "late"    // to whose run it is: it is still being tried
	AfterSays   = "after"   // to who was told so: what became of it
	HeirSays    = "heir"    // to whom a schedule was given
	removeSays  = "remove"
)

// runKey is the key of a notice about a run.
func runKey(id, key string) string { return "report/" + id + "/" + key }

func runNotice(r Run, to, key string, says outbox.Says, at time.Time) outbox.Notice {
	return outbox.Notice{Key: runKey(r.ID, key), Lane: "report/" + r.ID, Shape: outbox.Report, Request: r.ID, To: to, Says: says, At: at}
}

func answerNotice(r Run, at time.Time) outbox.Notice {
	return runNotice(r, r.To, AnswerSays, outbox.Says{Name: AnswerSays, By: r.By}, at)
}

func runningNotice(r Run, at time.Time) outbox.Notice {
	n := runNotice(r, r.To, RunningSays, outbox.Says{Name: RunningSays, By: r.By}, at)
	n.Lane += "/" + RunningSays
	return n
}

// answerNotices are the answer and, in its thread, the files.
func answerNotices(r Run, at time.Time) []outbox.Notice {
	all := []outbox.Notice{answerNotice(r, at)}
	for _, f := range r.Files {
		all = append(all, fileNotice(r, r.To, f, true, f.Name, at))
	}
	return all
}

func fileNotice(r Run, to string, f form.File, threaded bool, once string, at time.Time) outbox.Notice {
	return runNotice(r, to, FileSays+"/"+once, outbox.Says{Name: FileSays, By: r.By, Text: f.Hash + "/" + f.Name, Threaded: threaded}, at)
}

// last is the key of what is posted last.
func (r Run) last() string {
	all := answerNotices(r, time.Time{})
	return all[len(all)-1].Key
}
