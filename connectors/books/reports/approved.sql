-- title: What I approved
-- subject: Approvals
-- about: Requests that were approved, each once, with what they were about and what became of them; your own unless you look after the books
-- also: [my approvals, my decisions, decided]
-- parameters:
--   - {name: period, label: When, type: period, required: true, default: this month}
--   - {name: person, label: By whom, type: person}
-- columns:
--   - {name: at, title: When, type: moment}
--   - {name: number, title: Request, type: request}
--   - {name: requester, title: Requester, type: person}
--   - {name: amount, title: Amount, type: money}
-- readers: [auditor]
-- own: true
-- headline: amount
-- chart: {form: bars, adds: true, across: requester, up: [amount]}
WITH given AS (
  SELECT request, max(at) AS at FROM decision
  WHERE verdict = 'approved' AND at >= begins(:period_from) AND at < begins(date(:period_to, '+1 day')) AND (:viewer IS NULL OR by = :viewer) AND (:person IS NULL OR by = :person)
  GROUP BY 1 ORDER BY 2 DESC LIMIT 10001 -- one more than an answer has
)
SELECT at, number, title, requester, base_e4 AS amount, unrated, lacks AS currency,
  state_name(state) AS state, (SELECT group_concat(by, ', ') FROM (SELECT DISTINCT coalesce((SELECT name FROM person WHERE id = by), by) AS by FROM decision
    WHERE decision.request = seq AND verdict = 'approved' AND at >= begins(:period_from) AND at < begins(date(:period_to, '+1 day')) ORDER BY n)) AS by
FROM given JOIN priced ON seq = given.request
ORDER BY at DESC, number;
