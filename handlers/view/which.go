package view

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"factotum/automations/catalogue"
)

// Which asks what is meant by words that may mean several things. The buttons
// open the form with the words in it.
func Which(said string, kinds []catalogue.Kind) (text string, blocks []slack.Block) {
	var names []string
	var buttons []slack.BlockElement
	for _, k := range kinds {
		names = append(names, Escape(k.Title, 60))
		buttons = append(buttons, button(ActionStart+":"+k.Key, cutBytes(said, maxButtonValue), OneLine(k.Title, maxButton)))
	}
	text = fmt.Sprintf("“%s” could be more than one thing. Which do you mean: %s?", Escape(said, 150), strings.Join(names, " or "))
	return text, []slack.Block{section(text), slack.NewActionBlock("", buttons...)}
}

// cutBytes cuts a text to so many bytes, between letters.
func cutBytes(text string, most int) string {
	for len(text) > most {
		runes := []rune(text)
		text = string(runes[:len(runes)*most/len(text)-1])
	}
	return text
}

// Courtesy answers who only greets or thanks; nothing for anything else.
func Courtesy(c catalogue.Courtesy, kinds []catalogue.Kind) (text string, blocks []slack.Block) {
	switch c {
	case catalogue.Greeting:
		text = "👋 Hello! This is what you can ask for:"
		return text, append(append([]slack.Block{section(text)}, starters(kinds, maxMessageBlocks-2)...), hints())
	case catalogue.Help:
		return Kinds(kinds)
	case catalogue.Thanks:
		text = "You are welcome!"
		return text, []slack.Block{section(text)}
	}
	return "", nil
}
