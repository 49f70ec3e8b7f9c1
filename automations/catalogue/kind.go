// Package catalogue owns the kinds of request: what each asks for, checks, who
// decides and what is left to do, all read from YAML. The built-in kinds are
// embedded and are YAML like any other. It must not know how forms are drawn,
// where requests are stored, or which kinds exist.
package catalogue

import (
	"time"

	"factotum/automations/dataset"
	"factotum/automations/form"
	"factotum/automations/invoice"
	"factotum/automations/money"
	"factotum/automations/obligation"
	"factotum/automations/policy"
	"factotum/automations/request"
)

// Kind is one kind of request, compiled.
type Kind struct {
	Key      string            // expense
	Title    string            // Expense claim
	About    string            // one sentence for the list of what can be asked for
	Prefix   string            // of its numbers: EXP
	Command  string            // /expense; empty where it has none
	Aliases  []string          // further words for it after /desk
	Words    []string          // words in a message that suggest it
	Form     form.Form         //
	Amount   string            // path of the money fields that add up to its amount
	Date     string            // path of the day whose exchange rate counts
	Drop     string            // path of the file field that takes files dropped into a message
	Internal bool              // nobody starts one: it comes by itself
	Dataset  string            // key of the dataset whose records its requests add or change; "": none
	Owed     *dataset.Chase    // how people owe such records; nil: they do not
	Refers   map[string]string // key of a text field: the dataset that has a record of this name
	Unasked  []string          // keys of fields that nobody could fill in: the dataset they name has no record yet
	Masked   []string          // keys of fields that only its keepers see whole
	Material []string          // keys of the fields that decide over the money
	Due      []Due             // what the people it waits for are reminded of
	Levels   *Levels           // nil: nothing is promised
	Visible  []string          // roles that may look at all requests of the kind
	Remind   time.Duration     // working time after which those it waits for are reminded
	Hash     string            // SHA-256 of Text: the version of the policy
	File     string            // it was read from
	Text     []byte            // as it was read, kept so that an auditor can read the rule
	summary  string
	route    policy.Route
	checks   []check
	work     *work
	company  Company
	benefit  []string // paths of fields that name whom it is for
	stewards []policy.Approver
	keepers  []string                 // roles that see what is masked
	reads    map[string]invoice.Field // by key of a field beside Drop
	holds    map[request.HoldKind]ending
	record   *follow
	Match    *Match // nil: its requests belong to no vendor
	absent   *absence
	order    string // key of the field with the vendor, where invoices may belong to its requests

	Together *Together // nil: each request is judged by itself

	Duty *obligation.Obligation // nil: its requests are no occurrences of one
}

// Due is a day in a field before which people are reminded.
type Due struct {
	Field  string // key of a date field
	Before int    // days
	say    string
}

// ending is who ends a hold of a kind, and how long it stands at least.
type ending struct {
	by   policy.Approver
	wait time.Duration
}

// check is a rule about the values that warns or blocks.
type check struct {
	each  string // key of a lines field: the rule is asked of every line
	path  string
	when  form.Condition
	warn  string
	block string
}

type work struct {
	request.Work
	when form.Condition
	due  string // key of the date field by which its list is ordered
	desk
}

// Company is what all kinds share.
type Company struct {
	Name     string
	Currency money.Currency           // base
	Rates    money.Rates              //
	RatesBy  string                   // role that is asked for a missing rate
	Fallback string                   // role that decides where nobody else may
	Remind   time.Duration            // where a kind does not say
	Escalate []policy.Rung            // likewise
	Options  map[string][]form.Option // by source: cost_centres, teams, currencies
	Teams    []string                 // keys of the teams that work can go to
	Head     obligation.Who           // hears of duties that are late, where they do not say
	Together map[string]Together      // by kind: which requests of one person are judged by their sum
	Hour     time.Duration            // of the day, at which people are reminded of duties
	datasets []dataset.Dataset
	empty    []string // keys of datasets that have no record, as far as is known
	formed   []Kind   // the occurrences of obligations that were made in Slack
}

// text is a kind as it is written.
type text struct {
	Kind    string        `yaml:"kind"`
	Title   string        `yaml:"title"`
	About   string        `yaml:"about"`
	Prefix  string        `yaml:"prefix"`
	Command string        `yaml:"command"`
	Aliases []string      `yaml:"aliases"`
	Words   []string      `yaml:"words"`
	Summary string        `yaml:"summary"` // "{purpose}": field keys in braces
	Amount  string        `yaml:"amount"`
	Date    string        `yaml:"date"`
	Sum     *Together     `yaml:"sum"`  // which requests of one person are judged by their sum
	Drop    string        `yaml:"drop"` // lines.receipt: a dropped file goes there
	Fields  []form.Field  `yaml:"fields"`
	Checks  []checkText   `yaml:"checks"`
	Route   []policy.Step `yaml:"route"`
	Work    *workText     `yaml:"work"`
	Visible []string      `yaml:"visible"`
	Remind  string        `yaml:"remind"` // working time: 8h

	Escalate []policy.Rung `yaml:"escalate"` // of steps that do not say: what happens when nobody decides

	Reads    map[string]string   `yaml:"reads"`      // by path of a field beside drop: what a document dropped there says, such as total_gross
	Refer    map[string]string   `yaml:"references"` // text field: dataset
	Internal bool                `yaml:"internal"`
	Material []string            `yaml:"material"`
	Stewards []policy.Approver   `yaml:"stewards"` // who speaks for the requester too
	Steward  any                 `yaml:"steward"`  // what that was called before
	Holds    map[string]holdText `yaml:"holds"`    // by kind of hold
	Due      []dueText           `yaml:"due"`
	Levels   *levelsText         `yaml:"levels"`
	Record   *recordText         `yaml:"record"` // what is written into a dataset once the work is done
	Match    *matchText          `yaml:"match"`
	Order    *orderText          `yaml:"order"`
	Absence  *absenceText        `yaml:"absence"` // who asked is away on these days once it is approved
}

type holdText struct {
	By   policy.Approver `yaml:"by"`
	Wait string          `yaml:"wait"` // how long it stands at least: 24h
}

type dueText struct {
	Field  string `yaml:"field"`
	Before int    `yaml:"before"` // days
	Say    string `yaml:"say"`    // what is on that day: "the discount of {discount_percent} % ends"
}

type checkText struct {
	Each  string `yaml:"each"`
	Field string `yaml:"field"` // where the sentence is shown
	When  string `yaml:"when"`
	Warn  string `yaml:"warn"`
	Block string `yaml:"block"`
}

type workText struct {
	Team string `yaml:"team"`
	When string `yaml:"when"`
	Do   string `yaml:"do"`   // the button: Mark as reimbursed
	Done string `yaml:"done"` // the outcome: Reimbursed
	List string `yaml:"list"` // a heading on Home, where it is done in batches with its day: To pay
	Due  string `yaml:"due"`  // the date field by which that list is ordered

	Ticket *deskText `yaml:"ticket"` // it is talked about, somebody has it, it can be opened again
}
