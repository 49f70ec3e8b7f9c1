package practice

import (
	"fmt"
	"math/big"
	"reflect"
	"strings"
	"unicode/utf8"
)

// located is a part of a payload with its JSON pointer.
type located struct {
	fields map[string]any
	at     string
}

// elementsAt lists the elements of a block whose action ids must differ.
func elementsAt(block map[string]any, at string) []located {
	var out []located
	add := func(v any, at string) {
		if el, ok := v.(map[string]any); ok {
			out = append(out, located{el, at})
		}
	}
	add(block["accessory"], at+"/accessory")
	add(block["element"], at+"/element")
	for _, key := range []string{"elements", "actions"} {
		list, _ := block[key].([]any)
		for i, el := range list {
			add(el, fmt.Sprintf("%s/%s/%d", at, key, i))
		}
	}
	return out
}

// needs says that one switch makes sense with another one only.
func needs(key, other string) rule {
	return func(c *checker, o map[string]any, at string) {
		if o[key] == true && o[other] != true {
			c.say(at+"/"+key, "must be a valid enum value")
		}
	}
}

// excludes says that two switches cannot both be on.
func excludes(key, other string) rule {
	return func(c *checker, o map[string]any, at string) {
		if o[key] == true && o[other] == true {
			c.say(at+"/"+key, "must be a valid enum value")
		}
	}
}

// ordered says that one figure, a number or a string, is not above another. What is not a
// plain figure, such as one with an exponent, is wrong already.
func ordered(low, high string) rule {
	figure := func(v any) (*big.Rat, bool) {
		if n, ok := v.(float64); ok {
			return new(big.Rat).SetFloat64(n), true
		}
		text, _ := v.(string)
		if len(text) > 100 || strings.Trim(text, "-.0123456789") != "" {
			return nil, false
		}
		return new(big.Rat).SetString(text)
	}
	return func(c *checker, o map[string]any, at string) {
		least, ok := figure(o[low])
		most, too := figure(o[high])
		if ok && too && least.Cmp(most) > 0 {
			c.say(at+"/"+low, "must be less than %v", o[high])
		}
	}
}

// initialAmongOptions says that what is chosen at first is one of the options, exactly.
func initialAmongOptions(c *checker, o map[string]any, at string) {
	options, _ := o["options"].([]any)
	groups, _ := o["option_groups"].([]any)
	for _, g := range groups {
		group, _ := g.(map[string]any)
		more, _ := group["options"].([]any)
		options = append(options[:len(options):len(options)], more...)
	}
	among := func(v any) bool {
		for _, option := range options {
			if reflect.DeepEqual(option, v) {
				return true
			}
		}
		return false
	}
	if v, there := o["initial_option"]; there && !among(v) {
		c.say(at+"/initial_option", "must be a valid enum value")
	}
	list, _ := o["initial_options"].([]any)
	for i, v := range list {
		if !among(v) {
			c.say(fmt.Sprintf("%s/initial_options/%d", at, i), "must be a valid enum value")
		}
	}
}

// inputNeedsSubmit: a modal with an input block has a submit button.
func inputNeedsSubmit(c *checker, o map[string]any, at string) {
	if _, there := o["submit"]; there {
		return
	}
	for _, block := range allBlocks(listIn(o, "blocks")) {
		if block["type"] == "input" {
			c.say(at, "missing required field: submit")
			return
		}
	}
}

// dataTableSize: 20,000 characters in all cells together.
func dataTableSize(c *checker, o map[string]any, at string) {
	if n := spoken(o["rows"]); n > 20000 {
		c.say(at+"/rows", "must be less than 20001 characters")
	}
}

// spoken counts the characters there are to read in a payload.
func spoken(v any) (n int) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			n += spoken(item)
		}
	case map[string]any:
		for key, item := range v {
			if text, ok := item.(string); ok && key == "text" {
				n += utf8.RuneCountInString(text)
			} else if !ok {
				n += spoken(item)
			}
		}
	}
	return n
}
