package view

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
)

// maxReply is how many bytes of JSON the check may have: Slack silently drops
// an acknowledgement of 20 KB or more on the socket, and the view stands in one.
const maxReply = 18_000

// Check draws the check-and-send screen: what is sent, what warns, who decides
// and why, and what follows. Its JSON stays below 18 KB: what is too long is
// cut, and lists are counted.
func Check(p automations.Preview, meta Meta, reader people.Person) slack.ModalViewRequest {
	c := checking{Preview: p, reader: reader, draft: meta.Draft, paper: paper{
		kind: p.Kind, dir: p.Dir, clock: clockOf(reader, p.Sent.Created), veiled: p.Kind.Veiled(request.Request{ID: meta.Draft, Requester: reader.ID}, reader),
	}}
	var v slack.ModalViewRequest
	for _, size := range [][2]int{{20, 300}, {10, 120}, {5, 60}, {2, 30}, {0, 0}} {
		v = modal(CallbackCheck, "Check and send", c.submit(), "Cancel", meta, c.blocks(size[0], size[1]))
		if text, err := json.Marshal(v); err == nil && len(text) < maxReply {
			break
		}
	}
	return v
}

type checking struct {
	automations.Preview
	paper
	reader people.Person
	draft  string // its id
}

// submit is the button; there is none while something is in the way.
func (c checking) submit() string {
	if len(c.Problems) > 0 || len(c.unheard()) > 0 {
		return ""
	}
	if c.Again {
		return "Send again"
	}
	if c.kind.Dataset != "" && len(c.Asked) == 0 {
		return "Save"
	}
	return "Send"
}

// unheard are the steps that nobody may decide.
func (c checking) unheard() []request.Step {
	var steps []request.Step
	for _, s := range c.Asked {
		if len(s.Asked) == 0 {
			steps = append(steps, s.Step)
		}
	}
	return steps
}

// blocks shows so many lines, and so many characters of each value.
func (c checking) blocks(lines, width int) []slack.Block {
	title := "*" + Escape(orDash(c.entry(request.Request{ID: c.draft}, c.dated(c.Sent.Title, c.Sent.Values))), 200) + "*"
	if sum := amount(c.Sent.Sum); sum != "" {
		title = "*" + sum + "* · " + title
	}
	blocks := []slack.Block{row(title, button(ActionBack, c.kind.Key, "Change"))}
	if base := inBase(c.Sent.Sum); base != "" {
		blocks = append(blocks, small(base))
	}
	for _, p := range c.Problems[:min(len(c.Problems), 8)] {
		blocks = append(blocks, section("⛔ "+c.at(p.Path)+Escape(p.Say, 300)))
	}
	blocks = append(blocks, c.similar()...)
	blocks = append(blocks, c.warnings(c.Sent.Warnings, 8)...)
	blocks = append(blocks, c.notes(c.Notes, 12)...)
	if c.Was != nil {
		blocks = append(blocks, c.rewritten(c.differences(c.Was, c.Sent.Values), maxViewBlocks, width)...)
	} else if width > 0 {
		blocks = append(blocks, sheet(c.facts(c.Sent.Values, c.Sent.Title), width)...)
		blocks = append(blocks, c.lists(c.Sent.Values, lines, width, "")...)
	}
	blocks = append(blocks, divider(), section("*Who decides*\n"+c.deciders()))
	if next := c.after(); next != "" {
		blocks = append(blocks, small(next))
	}
	return blocks
}

// deciders tells step by step who is asked and why.
func (c checking) deciders() string {
	if len(c.Sent.Holds) > 0 {
		return c.holding()
	}
	if len(c.Asked) == 0 && c.kind.Dataset != "" {
		return "Nobody has to agree: it is saved at once."
	}
	if len(c.Asked) == 0 {
		return "Nothing is asked of anybody."
	}
	const shown = 10
	var text string
	for i, s := range c.Asked[:min(shown, len(c.Asked))] {
		if i > 0 {
			text += "\n"
		}
		text += fmt.Sprintf("%d. %s", i+1, c.step(s))
	}
	if more := len(c.Asked) - shown; more > 0 {
		text += "\nand " + count(more, "more step")
	}
	return text
}

func (c checking) step(s automations.StepPreview) string {
	name := Escape(s.Step.Name, 60)
	if len(s.Asked) == 0 {
		return fmt.Sprintf("⚠️ %s: nobody may decide this. Ask your Factotum administrator to name somebody.", name)
	}
	all := namesOf(s.Asked)
	names := either(all)
	switch need := s.Step.Need; {
	case len(all) > 1 && (need == 0 || need >= len(all)): // more than there are is as good as everybody
		names = some(all) + ", all of them"
	case need > 1 && len(all) > 1:
		names = fmt.Sprintf("%s, %d of them", some(all), need)
	}
	return fmt.Sprintf("%s: *%s* (%s)", name, Escape(names, 200), chosen(s.Asked[0].Reason, c.reader))
}

// pricing says who is asked for the rate that is missing.
func (c checking) pricing() string {
	return fmt.Sprintf("⏸️ The exchange rate of %s is not known. First *%s* is asked for it; who decides follows from the amount.",
		missingRates(c.Sent.Sum), c.enders(rates(c.Sent.Holds)))
}

// enders are the names of those who will be able to end holds.
func (c checking) enders(holds []request.Hold) string {
	held := request.Request{State: request.Pending, Requester: c.Sent.Requester, Excluded: c.Sent.Excluded, Stewards: c.Sent.Stewards, Holds: holds}
	return Escape(nobodyOr(either(namesOf(policy.Asked(held, c.Dir)))), 200)
}

// namesOf are the names of those who are asked.
func namesOf(asked []policy.Candidate) []string {
	var names []string
	for _, candidate := range asked {
		names = append(names, personNameOf(candidate.Person))
	}
	return names
}

func rates(holds []request.Hold) []request.Hold {
	return slices.DeleteFunc(slices.Clone(holds), func(h request.Hold) bool { return h.Kind != request.RateHold })
}

// holding says what stands in the way first, and who ends it.
func (c checking) holding() string {
	var lines []string
	for _, h := range c.Sent.Holds {
		if h.Kind == request.RateHold {
			lines = append(lines, c.pricing())
			continue
		}
		lines = append(lines, fmt.Sprintf("⏸️ It is held first: %s. *%s* can help it on.", Escape(h.Say, 300), c.enders([]request.Hold{h})))
	}
	for i, s := range c.Asked {
		lines = append(lines, fmt.Sprintf("%d. %s", i+1, c.step(s)))
	}
	return strings.Join(lines, "\n")
}

// after is what follows once everybody has agreed.
func (c checking) after() string {
	switch {
	case c.Sent.Work != nil:
		return fmt.Sprintf("Then %s: %s.", Escape(teamName(c.Dir, c.Sent.Work), 80), Escape(c.Sent.Work.Done, 80))
	case len(c.Asked) > 0 && c.kind.Dataset != "":
		return "Then it is saved."
	case len(c.Asked) > 0:
		return "Then it is done."
	}
	return ""
}
