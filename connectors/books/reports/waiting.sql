-- title: Where things wait
-- subject: Approvals
-- about: What waits for a decision now, where, how much it is about, and for how long the oldest has waited
-- also: [pending, bottlenecks, stuck]
-- parameters:
--   - {name: by, label: By, type: choice, default: step, choices: [step, kind, approver]}
-- columns:
--   - {name: requests, title: Requests, type: number}
--   - {name: amount, title: Amount, type: money}
--   - {name: oldest, title: Oldest, type: request}
--   - {name: days, title: Days it waits, type: number}
-- readers: [finance, director, auditor, people]
-- own: true
-- headline: requests
-- chart: {form: bars, across: what, up: [requests]}
WITH waits AS (
  SELECT request.number, request.since, request.base_e4, unrated, lacks,
    CASE :by WHEN 'kind' THEN (SELECT title FROM kind WHERE key = request.kind)
      WHEN 'approver' THEN CASE
        WHEN rules = '' THEN 'Nobody yet'
        WHEN rules LIKE 'role:%' THEN 'Role ' || replace(substr(rules, 6), ' role:', ' or ')
        WHEN rules LIKE 'team:%' THEN (SELECT name FROM team WHERE key = substr(rules, 6))
        WHEN rules LIKE 'manager_of:%' THEN (SELECT boss.name FROM person JOIN person AS boss ON boss.id = person.manager WHERE person.id = substr(rules, 12))
        WHEN rules LIKE 'owner_of:%' THEN (SELECT person.name FROM cost_centre JOIN person ON id = owner WHERE code = substr(rules, 10))
        WHEN rules LIKE 'person:%' THEN (SELECT name FROM person WHERE id = substr(rules, 8)) END
      END AS who,
    CASE :by WHEN 'kind' THEN CASE WHEN request.kind LIKE 'duty!_%' ESCAPE '!' THEN 'Duties' ELSE request.kind END WHEN 'approver' THEN rules ELSE request.step END AS key
  FROM priced AS request LEFT JOIN step ON step.request = seq AND step.name = request.step
  WHERE state = 'pending' AND finished IS NULL AND (:viewer IS NULL OR requester = :viewer)
)
SELECT coalesce(who, key, 'Held') AS what, count(*) AS requests, sum(base_e4) AS amount, number AS oldest,
  CAST(julianday(:today) - julianday(day_of(min(since))) AS INTEGER) AS days,
  sum(unrated) AS unrated, lacks AS currency
FROM waits GROUP BY 1, lacks ORDER BY requests DESC, what;
