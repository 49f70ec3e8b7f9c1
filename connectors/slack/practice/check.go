package practice

import (
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// The surfaces blocks appear on.
const (
	surfaceMessage = "message"
	surfaceModal   = "modal"
	surfaceHome    = "home"
)

// checker walks a payload along its shapes and collects what is wrong with it, in the
// words of Slack's own validator.
type checker struct {
	kinds   rulebook
	surface string
	wrong   []string
	needs   []string // scopes of what was found
	ids     map[string]bool
	focus   bool
	depth   int
}

// deepest is how far blocks may be nested here; a payload that goes deeper is no payload
// of Block Kit, and must not exhaust the stack.
const deepest = 32

func (k rulebook) checker(surface string) *checker {
	return &checker{kinds: k, surface: surface, ids: map[string]bool{}}
}

func (c *checker) say(at, format string, args ...any) {
	c.wrong = append(c.wrong, fmt.Sprintf(format, args...)+" [json-pointer:"+at+"]")
}

// value judges one value by its shape.
func (c *checker) value(s shape, v any, at string) {
	switch s.is {
	case "string":
		c.str(s, v, at)
	case "text":
		c.text(s, v, at)
	case "integer", "number":
		c.number(s, v, at)
	case "boolean":
		if _, ok := v.(bool); !ok {
			c.say(at, "must be a boolean")
		}
	case "array":
		c.array(s, v, at)
	default:
		c.object(s, v, at)
	}
}

func (c *checker) str(s shape, v any, at string) {
	text, ok := v.(string)
	n := utf8.RuneCountInString(text)
	switch {
	case !ok:
		c.say(at, "must provide a string")
	case n < s.least:
		c.say(at, "must be more than %d characters", s.least-1)
	case s.most > 0 && n > s.most:
		c.say(at, "must be less than %d characters", s.most+1)
	case s.enum != nil && !slices.Contains(s.enum, text), s.zone && !isZone(text):
		c.say(at, "must be a valid enum value")
	case s.like != "" && !regexp.MustCompile(s.like).MatchString(text):
		c.say(at, "input must match regex pattern: %s", s.like)
	}
}

func isZone(name string) bool {
	_, err := time.LoadLocation(name)
	return err == nil && name != "" && name != "Local"
}

// number words its bounds as Slack does, with the figure itself.
func (c *checker) number(s shape, v any, at string) {
	n, ok := v.(float64)
	switch {
	case !ok, s.is == "integer" && n != math.Trunc(n):
		c.say(at, "must provide a%s", map[string]string{"integer": "n integer", "number": " number"}[s.is])
	case s.is == "integer" && n < float64(s.least), s.above && n <= float64(s.least):
		c.say(at, "must be greater than %d", s.least)
	case s.most > 0 && n > float64(s.most):
		c.say(at, "must be less than %d", s.most)
	}
}

// text judges a text object. It is held to two schemas, what a text is and what this place
// asks of it, and Slack says so before it says why.
func (c *checker) text(s shape, v any, at string) {
	from := len(c.wrong)
	t, ok := v.(map[string]any)
	told, _ := t["type"].(string)
	extra := map[string]string{"plain_text": "emoji", "mrkdwn": "verbatim"}[told]
	switch {
	case !ok:
		c.say(at, "must provide an object")
		return
	case t["type"] == nil:
		c.say(at, "missing required field: type")
	case !slices.Contains(s.enum, told):
		c.say(at+"/type", "must be a valid enum value")
	}
	fields := map[string]shape{"type": str(0), "text": {is: "string", least: s.least, most: s.most}}
	if extra != "" {
		fields[extra] = boolean()
	}
	c.properties(kind{fields: fields, must: []string{"text"}}, t, at)
	if len(c.wrong) > from {
		c.wrong = slices.Insert(c.wrong, from, "failed to match all allowed schemas [json-pointer:"+at+"]")
	}
}

func (c *checker) array(s shape, v any, at string) {
	list, ok := v.([]any)
	switch {
	case !ok:
		c.say(at, "must provide an array")
	case len(list) < s.least:
		c.say(at, "must provide at least %d items", s.least)
	case s.most > 0 && len(list) > s.most:
		c.say(at, "no more than %d items allowed", s.most)
	}
	for i, item := range list {
		c.value(*s.of, item, at+"/"+strconv.Itoa(i))
	}
}

// object finds out which kind of object this is, and whether it may stand here.
func (c *checker) object(s shape, v any, at string) {
	o, ok := v.(map[string]any)
	if !ok {
		c.say(at, "must provide an object")
		return
	}
	name, told := s.named[0], ""
	if !s.plain {
		told, ok = o["type"].(string)
		if o["type"] == nil {
			c.say(at, "missing required field: type")
			return
		}
		i := slices.IndexFunc(s.named, func(n string) bool { return n == told || strings.HasSuffix(n, ":"+told) })
		if !ok || i < 0 || told == "" {
			c.say(at+"/type", "unsupported type: %v", o["type"])
			return
		}
		name = s.named[i]
	}
	k := c.kinds[name]
	if len(k.on) > 0 && !slices.Contains(k.on, c.surface) || c.depth >= deepest {
		c.say(at+"/type", "unsupported type: %s", told)
		return
	}
	if k.scope != "" {
		c.needs = append(c.needs, k.scope)
	}
	c.depth++
	c.whole(name, k, o, at)
	c.depth--
}

// whole judges an object of a known kind, with the ids that must be its own.
func (c *checker) whole(name string, k kind, o map[string]any, at string) {
	if strings.HasPrefix(name, "block:") {
		c.unique(c.ids, o, "block_id", at)
		actions := map[string]bool{}
		for _, el := range elementsAt(o, at) {
			c.unique(actions, el.fields, "action_id", el.at)
		}
	}
	if o["focus_on_load"] == true {
		if c.focus {
			c.say(at+"/focus_on_load", "Input contains duplicate items")
		}
		c.focus = true
	}
	c.properties(k, o, at)
	for _, r := range k.also {
		r(c, o, at)
	}
}

func (c *checker) unique(seen map[string]bool, o map[string]any, key, at string) {
	id, _ := o[key].(string)
	if id != "" && seen[id] {
		c.say(at+"/"+key, "Input contains duplicate items")
	}
	seen[id] = true
}

// properties judges what an object has: what is missing, what is unknown, and every value.
func (c *checker) properties(k kind, o map[string]any, at string) {
	for _, key := range k.must {
		if _, there := o[key]; !there {
			c.say(at, "missing required field: %s", key)
		}
	}
	c.choices(k, o, at)
	for _, key := range slices.Sorted(maps.Keys(o)) {
		s, known := k.fields[key]
		if !known {
			c.say(at, "invalid additional property: %s", key)
			continue
		}
		c.value(s, o[key], at+"/"+strings.ReplaceAll(strings.ReplaceAll(key, "~", "~0"), "/", "~1"))
	}
}

func (c *checker) choices(k kind, o map[string]any, at string) {
	count := func(keys []string) (n int) {
		for _, key := range keys {
			if _, there := o[key]; there {
				n++
			}
		}
		return n
	}
	if len(k.some) > 0 && count(k.some) == 0 {
		c.say(at, "missing required field: %s", k.some[0])
	}
	if len(k.one) == 0 {
		return
	}
	switch count(k.one) {
	case 0:
		c.say(at, "missing required field: %s", k.one[0])
	case 1:
	default:
		c.say(at, "failed to match exactly one allowed schema")
	}
}
