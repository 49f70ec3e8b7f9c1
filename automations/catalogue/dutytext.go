package catalogue

import "factotum/automations/obligation"

// dutyText is an obligation as it is written.
type dutyText struct {
	Obligation string                `yaml:"obligation"`
	Title      string                `yaml:"title"`
	Subject    string                `yaml:"subject"` // under which it is listed: Tax
	What       string                `yaml:"what"`
	Why        string                `yaml:"why"`    // the rule it follows from
	Source     string                `yaml:"source"` // https://…: where that rule can be read
	Owner      obligation.Who        `yaml:"owner"`
	Reviewer   obligation.Who        `yaml:"reviewer"` // left out: the compliance lead
	Lead       obligation.Who        `yaml:"lead"`     // left out: that of the company
	Waive      obligation.Who        `yaml:"waive"`    // left out: the compliance lead
	Country    string                `yaml:"country"`  // whose working days count; left out: the company's
	Region     string                `yaml:"region"`
	Covers     string                `yaml:"covers"` // month, quarter or year: the one before is what it is about, or that at whose end it is done
	Every      *cadenceText          `yaml:"every"`
	Changes    []changeText          `yaml:"changes"` // of the cadence, each from a day on
	Open       *int                  `yaml:"open"`    // days before it is due
	Remind     []int                 `yaml:"remind"`  // days before; 0: on the day
	Late       *lateText             `yaml:"late"`
	At         string                `yaml:"at"`     // the hour of reminders, 09:00
	Snooze     *int                  `yaml:"snooze"` // how often reminders can be put off
	Evidence   []obligation.Evidence `yaml:"evidence"`
	Needs      []string              `yaml:"needs"` // obligations that are done before this one, of the same period
	From       string                `yaml:"from"`
	Until      string                `yaml:"until"`
}

// cadenceText is how an obligation returns, in one of these ways.
type cadenceText struct {
	Rule       string `yaml:"rule"`        // RFC 5545
	Day        int    `yaml:"day"`         // of the month; 31: its last
	WorkingDay int    `yaml:"working_day"` // of the period; -1: its last
	After      string `yaml:"after"`       // dataset.field
	Days       int    `yaml:"days"`        // after: so many days later, or earlier
	Owner      string `yaml:"owner"`       // after: the field with the person who has it
	Of         string `yaml:"of"`          // working_day: month, quarter or year
	Months     []int  `yaml:"months"`      // day, working_day: only in these
	Roll       string `yaml:"roll"`        // before or after: the nearest working day
}

type changeText struct {
	From  string       `yaml:"from"`
	Every *cadenceText `yaml:"every"`
}

// lateText is what happens while it is late, in working days.
type lateText struct {
	Daily   *int `yaml:"daily"`   // reminded on each, so many at most
	Manager *int `yaml:"manager"` // after so many the owner's manager is told; 0: never
	Lead    *int `yaml:"lead"`    // and after so many the compliance lead
}

// packText are obligations that belong together and are switched on by name.
type packText struct {
	Pack   string     `yaml:"pack"`
	Title  string     `yaml:"title"`
	About  string     `yaml:"about"`
	Note   string     `yaml:"note"` // what the company has to confirm
	Duties []dutyText `yaml:"duties"`
}
