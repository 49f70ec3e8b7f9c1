-- title: How long approvals take
-- subject: Approvals
-- about: "How long decisions took from when they could be made, nights and weekends included, in whole minutes: half of them took at most the median, and one in ten longer than the slowest tenth"
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
  SELECT CASE :by WHEN 'approver' THEN by WHEN 'kind' THEN (SELECT CASE WHEN kind LIKE 'duty!_%' ESCAPE '!' THEN 'Duties' ELSE kind END FROM request WHERE seq = decision.request)
      WHEN 'month' THEN substr(day_of(at), 1, 7) ELSE name END AS key, waited / 60 AS minutes, count(*) AS decisions, sum(verdict <> 'approved') AS others
  FROM decision WHERE at >= begins(:period_from) AND at < begins(date(:period_to, '+1 day')) AND (:viewer IS NULL OR by = :viewer)
  GROUP BY 1, 2
), placed AS (
  SELECT *, sum(decisions) OVER (PARTITION BY key ORDER BY minutes) AS so_many, sum(decisions) OVER (PARTITION BY key) AS of_all FROM given
)
SELECT coalesce(CASE :by WHEN 'approver' THEN (SELECT name FROM person WHERE id = key) WHEN 'kind' THEN (SELECT title FROM kind WHERE kind.key = placed.key) END, key) AS what,
  max(of_all) AS decisions,
  (min(CASE WHEN so_many >= (of_all + 1) / 2 THEN minutes END) + min(CASE WHEN so_many >= (of_all + 2) / 2 THEN minutes END)) / 120.0 AS median,
  min(CASE WHEN so_many >= (9 * of_all + 9) / 10 THEN minutes END) / 60.0 AS slowest_tenth,
  100.0 * sum(others) / max(of_all) AS not_approved
FROM placed GROUP BY key
ORDER BY CASE :by WHEN 'month' THEN key END, median DESC, what;
