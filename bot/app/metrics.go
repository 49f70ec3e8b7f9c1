package app

import (
	"context"

	"github.com/prometheus/client_golang/prometheus"
)

// gauges are the figures of the health page for monitoring. They are read when
// somebody asks; nothing is counted beside the work.
type gauges struct{ program *program }

// Describe leaves the names to Collect.
func (g gauges) Describe(ch chan<- *prometheus.Desc) { prometheus.DescribeByCollect(g, ch) }

// Collect reads the figures. Without an answer of the store its figures are
// missing, and factotum_store_up is 0.
func (g gauges) Collect(ch chan<- prometheus.Metric) {
	say := func(name, help string, kind prometheus.ValueType, value float64) {
		ch <- prometheus.MustNewConstMetric(prometheus.NewDesc(name, help, nil, nil), kind, value)
	}
	h := g.program.slack.Health()
	say("factotum_slack_up", "1 while Slack is connected.", prometheus.GaugeValue, one(h.Connected && h.TokenProblem == ""))
	say("factotum_slack_refused_requests_total", "Requests that did not come from Slack.", prometheus.CounterValue, float64(h.Refused))
	say("factotum_jobs_failing", "Jobs that do not work now.", prometheus.GaugeValue, float64(len(g.program.schedule.Failures())))
	g.mail(ch)
	figures, err := g.program.figures(context.Background())
	say("factotum_store_up", "1 while the store answers.", prometheus.GaugeValue, one(err == nil))
	if err != nil {
		return
	}
	if lag, err := g.program.lag(context.Background(), figures.Entries); err == nil {
		say("factotum_books_behind_entries", "Entries of the log that are not in the books yet.", prometheus.GaugeValue, float64(lag.Entries))
		say("factotum_books_behind_seconds", "For how long the oldest of them has been waiting.", prometheus.GaugeValue, lag.Time.Seconds())
	}
	say("factotum_log_entries", "Entries of the audit log.", prometheus.GaugeValue, float64(figures.Entries))
	say("factotum_notices_waiting", "Messages that are not delivered yet.", prometheus.GaugeValue, float64(figures.Waiting))
	say("factotum_notices_failed", "Deliveries that were given up.", prometheus.GaugeValue, float64(figures.Failed))
}

// mail gives the figures of each mailbox.
func (g gauges) mail(ch chan<- prometheus.Metric) {
	for _, in := range g.program.mail {
		s := in.Status()
		say := func(name, help string, kind prometheus.ValueType, value float64) {
			ch <- prometheus.MustNewConstMetric(prometheus.NewDesc(name, help, []string{"mailbox"}, nil), kind, value, in.Box.Key)
		}
		if !s.Success.IsZero() {
			say("factotum_mail_read_timestamp_seconds", "When the mailbox was last read to its end.", prometheus.GaugeValue, float64(s.Success.Unix()))
		}
		say("factotum_mail_waiting", "Mails that are not dealt with yet.", prometheus.GaugeValue, float64(s.Waiting))
		say("factotum_mail_taken_total", "Mails that were dealt with.", prometheus.CounterValue, float64(s.Taken))
		say("factotum_mail_quarantined_total", "Mails that were put aside for a person.", prometheus.CounterValue, float64(s.Apart))
	}
}

func one(is bool) float64 {
	if is {
		return 1
	}
	return 0
}
