-- title: Exceptions
-- subject: Risk
-- about: "What deserves a second look: amounts and receipts that were handed in twice, claims that look split to stay below a limit, and holds that somebody ended"
-- also: [duplicates, splits, risk, fraud, anomalies]
-- parameters:
--   - {name: period, label: When, type: period, required: true, default: last 90 days}
--   - {name: limit, label: Split below, type: money, least: 1, default: "500"}
-- columns:
--   - {name: number, title: Request, type: request}
--   - {name: other, title: And, type: request}
--   - {name: person, title: Who, type: person}
--   - {name: day, title: Day, type: date}
--   - {name: amount, title: Amount, type: money}
-- readers: [finance, director, auditor]
-- headline: rows
-- counts: Exceptions
-- chart: {form: bars, across: what, up: [rows]}
WITH twice AS (
  SELECT day, payee, currency, amount_e4, min(request) AS first, max(request) AS last, max(base_e4) AS amount FROM claimed
  WHERE day BETWEEN :period_from AND :period_to AND payee IS NOT NULL
  GROUP BY 1, 2, 3, 4 HAVING min(request) < max(request)
), same AS (
  SELECT hash AS of FROM file WHERE hash IS NOT NULL GROUP BY hash HAVING min(seq) < max(seq)
), claim AS (
  SELECT request, person, payee, min(day) AS day, CAST(julianday(min(day)) AS INTEGER) AS at, sum(base_e4) AS amount FROM claimed
  WHERE day BETWEEN :period_from AND :period_to AND payee IS NOT NULL
    AND kind NOT IN (SELECT key FROM kind WHERE bills = 1)
  GROUP BY request, payee HAVING sum(base_e4) < coalesce(:limit, 5000000)
), near AS (
  SELECT *, count(*) OVER week AS claims, sum(amount) OVER week AS together, min(request) OVER week AS first FROM claim
  WINDOW week AS (PARTITION BY person, payee ORDER BY at RANGE BETWEEN 6 PRECEDING AND CURRENT ROW)
), found AS (
  SELECT 'Same day, payee and amount' AS what, last AS request, first AS other, day, payee AS about, amount FROM twice
  UNION ALL
  SELECT 'Same file', max(seq), min(seq), NULL, min(name), NULL FROM same JOIN file ON hash = of JOIN request USING (seq) WHERE stage <> 'void'
  GROUP BY hash HAVING min(seq) < max(seq) AND max(submitted >= begins(:period_from) AND submitted < begins(date(:period_to, '+1 day')))
  UNION ALL
  SELECT 'Together above ' || rtrim(rtrim(printf('%.2f', coalesce(:limit, 5000000) / 10000.0), '0'), '.') || ' within a week', request, first, day, payee, together FROM near
  WHERE claims > 1 AND together >= coalesce(:limit, 5000000)
  UNION ALL
  SELECT 'Hold ended: ' || hold.kind, hold.request, NULL, day_of(ended), (SELECT name FROM person WHERE id = hold.by), NULL FROM hold
  WHERE ended >= begins(:period_from) AND ended < begins(date(:period_to, '+1 day'))
)
SELECT what, one.number, two.number AS other, one.requester AS person, coalesce(found.day, day_of(one.submitted)) AS day, about,
  coalesce(amount, one.base_e4) AS amount
FROM found JOIN request AS one ON one.seq = found.request LEFT JOIN request AS two ON two.seq = found.other AND two.seq <> one.seq
ORDER BY what, day DESC, one.number;
