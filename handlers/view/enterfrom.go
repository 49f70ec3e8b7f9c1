package view

import (
	"strings"

	"github.com/slack-go/slack"

	"factotum/automations/catalogue"
	"factotum/automations/form"
	"factotum/automations/request"
)

// EnterFrom asks which record the files of a draft are about.
func EnterFrom(r request.Request, kinds []catalogue.Kind) slack.ModalViewRequest {
	var names []string
	for _, f := range form.Files(r.Values) {
		names = append(names, "“"+f.Name+"”")
	}
	blocks := []slack.Block{section("What is to be entered from " + Escape(OneLine(strings.Join(names, ", "), 300), 400) + "?")}
	for _, k := range kinds[:min(len(kinds), maxViewBlocks-1)] {
		text := "*" + Escape(k.Title, 60) + "*\n" + Escape(k.About, 300)
		blocks = append(blocks, row(text, button(ActionEnterInto+":"+k.Dataset, Ref(r.ID, r.Stage()), "Open the form")))
	}
	return modal(CallbackRecord, "Enter a record", "", "Cancel", Meta{}, blocks)
}
