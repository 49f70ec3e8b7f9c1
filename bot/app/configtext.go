package app

import (
	"fmt"

	"factotum/automations/catalogue"
	"factotum/automations/policy"
)

// text is factotum.yaml as it is written. README documents it by example.
type text struct {
	Company   companyText          `yaml:"company"`
	Approvals approvalsText        `yaml:"approvals"`
	People    paths                `yaml:"people"`
	Groups    map[string]grantText `yaml:"groups"`
	Admins    []string             `yaml:"admins"`
	Rates     string               `yaml:"rates"`
	Budgets   string               `yaml:"budgets"`
	Kinds     string               `yaml:"kinds"`
	Builtin   []string             `yaml:"builtin"`
	Data      string               `yaml:"data"`
	Slack     slackText            `yaml:"slack"`
	HTTP      *httpText            `yaml:"http"`
	Store     storeText            `yaml:"store"`
	Health    string               `yaml:"health"`
	Audit     auditText            `yaml:"audit"`
	Mailboxes []mailboxText        `yaml:"mailboxes"`
	Shifts    map[string]shiftText `yaml:"shifts"`
	Webhooks  webhooksText         `yaml:"webhooks"`
	Tickets   ticketsText          `yaml:"tickets"`

	Compliance complianceText `yaml:"compliance"`
	Reports    string         `yaml:"reports"`
	Sources    []sourceText   `yaml:"sources"`
}

// paths are one file, or a list of them.
type paths []string

// UnmarshalYAML takes both ways to write it. Inside braces an address such as
// 127.0.0.1:6379 is read as a setting with its value.
func (p *paths) UnmarshalYAML(decode func(any) error) error {
	var one string
	if decode(&one) == nil {
		*p = paths{one}
		return nil
	}
	var list []string
	err := decode(&list)
	if *p = list; err == nil {
		return nil
	}
	var addresses []map[string]uint16
	if decode(&addresses) != nil {
		return err
	}
	*p = nil
	for _, address := range addresses {
		for host, port := range address {
			*p = append(*p, fmt.Sprintf("%s:%d", host, port))
		}
	}
	return nil
}

type companyText struct {
	Name     string            `yaml:"name"`
	Currency string            `yaml:"currency"`
	Country  string            `yaml:"country"`
	Region   string            `yaml:"region"`
	Zone     string            `yaml:"zone"`
	Hours    map[string]string `yaml:"hours"`
	Holidays []holidayText     `yaml:"holidays"`
}

type holidayText struct {
	Date    string `yaml:"date"`
	Name    string `yaml:"name"`
	Working bool   `yaml:"working"`
	Country string `yaml:"country"`
}

type approvalsText struct {
	Fallback string `yaml:"fallback"`
	RatesBy  string `yaml:"rates_by"`
	Remind   string `yaml:"remind"`

	Escalate []policy.Rung                 `yaml:"escalate"` // of kinds that do not say
	Morning  int                           `yaml:"morning"`  // hour of the morning message of who does not say; 0: none
	Together map[string]catalogue.Together `yaml:"together"` // by kind: which requests of one person are judged by their sum
}

type grantText struct {
	Role string `yaml:"role"`
	Team string `yaml:"team"`
}

type slackText struct {
	BotTokenFile string `yaml:"bot_token_file"`
	AppTokenFile string `yaml:"app_token_file"`
	AppID        string `yaml:"app_id"`
}
