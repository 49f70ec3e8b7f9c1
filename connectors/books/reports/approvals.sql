-- title: How long approvals take
-- subject: Approvals
-- about: "How long decisions took from when they could be made, nights and weekends included: half of them took at most the median, and one in ten longer than the slowest tenth"
-- also: [approval times, decisions, turnaround]
-- parameters:
--   - {name: period, label: Decided, type: period, required: true, default: this quarter}
--   - {name: by, label: By, type: choice, default: step, choices: [step, approver, kind, month]}
-- columns:
--   - {name: decisions, title: Decisions, type: number}
--   - {name: median, title: Median, type: hours}
--   - {name: slowest_tenth, title: Slowest tenth, type: hours}
--   - {name: not_approved, title: Not approved, type: percent}
-- readers: [finance, director, auditor, people]
-- own: true
-- headline: decisions
-- chart: {form: bars, across: what, up: [median]}
WITH given AS (
  SELECT CASE :by WHEN 'approver' THEN by WHEN 'kind' THEN (SELECT kind FROM request WHERE seq = decision.request)
      WHEN 'month' THEN substr(at, 1, 7) ELSE name END AS key, waited, verdict
  FROM decision WHERE at >= :period_from AND at < date(:period_to, '+1 day') AND (:viewer IS NULL OR by = :viewer)
), placed AS (
  SELECT key, waited, row_number() OVER (PARTITION BY key ORDER BY waited) AS n, count(*) OVER (PARTITION BY key) AS all_of, verdict FROM given
)
SELECT coalesce(CASE :by WHEN 'approver' THEN (SELECT name FROM person WHERE id = key) WHEN 'kind' THEN (SELECT title FROM kind WHERE kind.key = placed.key) END, key) AS what,
  max(all_of) AS decisions, avg(CASE WHEN n IN ((all_of + 1) / 2, (all_of + 2) / 2) THEN waited END) / 3600.0 AS median,
  max(CASE WHEN n = (9 * all_of + 9) / 10 THEN waited END) / 3600.0 AS slowest_tenth,
  100.0 * sum(verdict <> 'approved') / count(*) AS not_approved
FROM placed GROUP BY key
ORDER BY CASE :by WHEN 'month' THEN key END, median DESC, what;
