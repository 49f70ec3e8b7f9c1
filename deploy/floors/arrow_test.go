package floors

import (
	"fmt"
	"slices"
	"strings"
)

// arrow is one import: a package of ours and what a non-test file of it imports, without the module's name if that is
// ours too.
type arrow struct {
	from, to string
	ours     bool
}

// broken returns the rule that the arrow breaks, or "". The narrow rules come first, so that the message says what the
// rule is about and not only that the floor is wrong.
func (a arrow) broken() string {
	from, known := placeOf(a.from)
	if !known || from.use == tool {
		return ""
	}
	if !a.ours {
		return a.brokenOutside()
	}
	to, known := placeOf(a.to)
	if !known {
		return "the package has no place: give it a floor in deploy/floors/house_test.go"
	}
	if rule := a.brokenUse(to); rule != "" {
		return rule
	}
	if rule := a.brokenSide(); rule != "" {
		return rule
	}
	if from.floor == to.floor {
		return fmt.Sprintf("both stand on floor %d: packages on one floor never import each other", from.floor)
	}
	if from.floor < to.floor {
		return fmt.Sprintf("floor %d to floor %d: imports run strictly downward", from.floor, to.floor)
	}
	return ""
}

// brokenUse applies what the imported package is for.
func (a arrow) brokenUse(to place) string {
	switch {
	case to.use == tool:
		return "tools below deploy are imported by nobody"
	case to.use == support:
		return "test support is imported by tests only"
	case to.use == stories:
		return "a package of tests is imported by nobody"
	case within(a.from, "connectors/slack/practice"):
		return "the practice workspace imports nothing of ours"
	case a.from == "connectors/mail/practice":
		return "the practice mail server imports nothing of ours"
	default:
		return ""
	}
}

// brokenSide applies the walls between connectors, handlers and jobs. handlers/payload is plain structs, made to stand
// between both sides.
func (a arrow) brokenSide() string {
	fromConnector, toConnector := within(a.from, "connectors"), within(a.to, "connectors")
	switch {
	case fromConnector && toConnector:
		return "connectors never import each other"
	case fromConnector && a.to == "automations":
		return "connectors never import automations itself: ports speak nouns"
	case fromConnector && a.to != "handlers/payload" && (within(a.to, "handlers") || within(a.to, "jobs")):
		return "connectors never import handlers or jobs"
	case toConnector && (within(a.from, "handlers") || within(a.from, "jobs")):
		return "handlers and jobs never import connectors"
	case toConnector && a.from != "bot/app":
		return "only bot/app knows the connectors"
	default:
		return ""
	}
}

// brokenOutside applies the rules for the standard library and other people's libraries.
func (a arrow) brokenOutside() string {
	if pure(a.from) && impure(a.to) {
		return "packages below automations are pure: no I/O, no chance, no logs"
	}
	for library, places := range libraries() {
		if within(a.to, library) && !slices.Contains(places, a.from) {
			return fmt.Sprintf("%s belongs to %s only", library, strings.Join(places, ", "))
		}
	}
	return ""
}

// pure tells whether a package lies below automations, where nothing touches the world.
func pure(pkg string) bool {
	return pkg != "automations" && within(pkg, "automations")
}
