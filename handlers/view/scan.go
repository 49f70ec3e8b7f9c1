package view

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"factotum/automations/catalogue"
	"factotum/automations/form"
)

// sign is what a note begins with.
func sign(m catalogue.Mark) string {
	switch m {
	case catalogue.Busy:
		return "⏳ "
	case catalogue.Known:
		return "🔎 "
	case catalogue.Check:
	}
	return "⚠️ "
}

// note is a sentence on what was read, with the field that it is about.
func (p paper) note(n catalogue.Note) string {
	text := sign(n.Mark) + p.at(n.Path)
	if field, ok := p.kind.Form.Field(n.Path); ok && field.Type != form.Upload {
		text += Escape(field.Label, 80) + ": "
	}
	return text + Escape(n.Say, 400)
}

// notes says what was read from files and what to look at, at most so many.
func (p paper) notes(list []catalogue.Note, most int) []slack.Block {
	var lines []string
	for _, n := range list[:min(most, len(list))] {
		lines = append(lines, p.note(n))
	}
	if more := len(list) - most; more > 0 {
		lines = append(lines, "and "+count(more, "more note")+" in the form")
	}
	if len(lines) == 0 {
		return nil
	}
	return []slack.Block{section(cutMarked(strings.Join(lines, "\n"), maxSection))}
}

// reads tells whether the field at a path may stay empty, since it is read from
// what is added beside it.
func (d *drawing) reads(path string) bool {
	return d.fresh && d.raw[path].Text == "" && d.Kind.Reads(path)
}

// told is what was read for the field at a path, under its input.
func (d *drawing) told(path string) []slack.Block {
	var blocks []slack.Block
	for _, n := range d.Notes {
		if n.Path == path {
			blocks = append(blocks, small(sign(n.Mark)+Escape(n.Say, 400)))
		}
	}
	return blocks
}

// toldOf is the first thing to know of a line that is not open.
func (d *drawing) toldOf(prefix string) string {
	for _, n := range d.Notes {
		if field, ok := d.kind.Form.Field(n.Path); ok && n.Mark != catalogue.Known && strings.HasPrefix(n.Path, prefix+".") {
			if field.Type == form.Upload {
				return "\n" + sign(n.Mark) + Escape(n.Say, 300)
			}
			return "\n" + sign(n.Mark) + Escape(field.Label, 80) + ": " + Escape(n.Say, 300)
		}
	}
	return ""
}

// Reading draws the screen that stands until the files of a draft are read, so
// many of them.
func Reading(kind catalogue.Kind, files int, meta Meta) slack.ModalViewRequest {
	return modal(CallbackReading, kind.Title, "Go on without", "Cancel", meta, []slack.Block{
		section(fmt.Sprintf("⏳ *Reading…*\nWhat is found in %s comes up here by itself, for you to check before it is sent.", count(files, "file"))),
		small("You can go on without it and fill in yourself what is missing. What you have typed stays as it is."),
	})
}
