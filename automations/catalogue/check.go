package catalogue

import (
	"fmt"
	"strings"

	"factotum/automations/form"
	"factotum/automations/request"
)

// check asks the checks: warnings go into the submission, blocks are returned.
func (k Kind) check(s *request.Submission, facts map[string]any) ([]form.Problem, error) {
	var blocks []form.Problem
	for _, c := range k.checks {
		paths, err := c.failing(facts)
		if err != nil {
			return nil, fmt.Errorf("catalogue: check of %s: %w", k.Key, err)
		}
		for _, path := range paths {
			if c.block != "" {
				blocks = append(blocks, form.Problem{Path: path, Say: c.block})
			} else {
				s.Warnings = append(s.Warnings, request.Warning{Path: path, Say: c.warn})
			}
		}
	}
	return blocks, nil
}

// failing are the paths at which the check's condition holds.
func (c check) failing(facts map[string]any) ([]string, error) {
	if c.each == "" {
		holds, err := c.when.Holds(facts)
		if !holds || err != nil {
			return nil, err
		}
		return []string{c.path}, nil
	}
	lines, _ := facts[c.each].([]map[string]any)
	var paths []string
	for i, line := range lines {
		holds, err := c.when.Holds(lineFacts(facts, line))
		if err != nil {
			return nil, err
		}
		if holds {
			path := fmt.Sprintf("%s.%d", c.each, i)
			if c.path != "" {
				path += c.path[strings.LastIndex(c.path, "."):]
			}
			paths = append(paths, path)
		}
	}
	return paths, nil
}
