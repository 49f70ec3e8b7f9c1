package view

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/catalogue"
	"factotum/automations/money"
	"factotum/automations/outbox"
)

// Chores is the message that asks somebody for what is missing in records.
func Chores(c automations.Chores) (outbox.Message, error) {
	const text = "🧹 Something is missing in records that you look after"
	blocks := []slack.Block{header("🧹 What is missing in your records")}
	for _, l := range c.Mine[:min(len(c.Mine), 4)] {
		blocks = append(blocks, section(fmt.Sprintf("*%s*: %s", Escape(l.Dataset.Title, 60), lack(l.Total, " of yours"))))
		for _, r := range l.First {
			name := "*" + Escape(l.Dataset.Name(r.Values, catalogue.Names(c.Dir)), 150) + "*"
			line := name + "\nmissing: " + Escape(automations.List(l.Dataset.Gaps(r.Values)), 200)
			blocks = append(blocks, row(line, button(ActionRecordChange, RecordRef(r.ID, 0), "Fill in…")))
		}
	}
	for _, l := range c.Kept[:min(len(c.Kept), 15)] {
		blocks = append(blocks, row(quality(l), button(ActionRecordGaps, l.Dataset.Key, "Show them")))
	}
	blocks = append(blocks, small("You are told once a week, for as long as something is missing."))
	body, err := json.Marshal(blocks)
	if err != nil {
		return outbox.Message{}, fmt.Errorf("view: encode chores: %w", err)
	}
	return outbox.Message{Text: text, Blocks: body}, nil
}

// quality is the line of a dataset for who keeps it.
func quality(l automations.Lacking) string {
	var parts []string
	byNumber := func(a, b string) int {
		if l.Labels[a] != l.Labels[b] {
			return l.Labels[b] - l.Labels[a]
		}
		return strings.Compare(a, b)
	}
	for _, label := range slices.SortedFunc(maps.Keys(l.Labels), byNumber) {
		parts = append(parts, fmt.Sprintf("%s %s", Escape(label, 60), money.Count(l.Labels[label])))
	}
	lacks := strings.Join(parts[:min(len(parts), 6)], " · ")
	if l.Looked < l.Total {
		lacks = fmt.Sprintf("of the first %s: %s", money.Count(l.Looked), lacks)
	}
	return fmt.Sprintf("*%s*: %s, %s\n%s", Escape(l.Dataset.Title, 60), count(l.All, "record"), lack(l.Total, ""), lacks)
}

// lack is "3 of yours lack something".
func lack(n int, of string) string {
	if n == 1 {
		return "1" + of + " lacks something"
	}
	return fmt.Sprintf("%s%s lack something", money.Count(n), of)
}
