-- title: Spend
-- subject: Money
-- about: What was agreed to be paid, as expense claims and invoices, by category, cost centre, vendor, person, month or kind
-- also: [expenses, costs, spending, expenditure]
-- parameters:
--   - {name: period, label: When, type: period, required: true, default: this month}
--   - {name: by, label: By, type: choice, default: category, choices: [category, cost_centre, vendor, person, month, kind]}
-- columns:
--   - {name: spent, title: Spent, type: money}
--   - {name: share, title: Share, type: percent}
--   - {name: items, title: Items, type: number}
-- readers: [finance, director, auditor]
-- own: true
-- headline: spent
-- chart: {form: bars, across: what, up: [spent]}
WITH spent AS (
  SELECT CASE :by
      WHEN 'cost_centre' THEN coalesce(nullif(cost_centre.name, ''), line.cost_centre)
      WHEN 'person' THEN coalesce(person.name, request.requester)
      WHEN 'month' THEN substr(coalesce(line.day, submitted), 1, 7)
      WHEN 'kind' THEN request.kind
      WHEN 'vendor' THEN line.text
      ELSE line.category END AS what,
    line.base_e4
  FROM line JOIN request ON request.seq = line.request
  LEFT JOIN cost_centre ON cost_centre.code = line.cost_centre
  LEFT JOIN person ON person.id = request.requester
  WHERE request.state IN ('open', 'waiting', 'done') AND request.kind <> 'purchase'
    AND coalesce(line.day, submitted) BETWEEN :period_from AND :period_to || 'T~'
    AND (:viewer IS NULL OR request.requester = :viewer)
)
SELECT coalesce(what, 'Without') AS what, coalesce(sum(base_e4), 0) AS spent,
  100.0 * sum(base_e4) / nullif(sum(sum(base_e4)) OVER (), 0) AS share, count(*) AS items
FROM spent GROUP BY 1
ORDER BY CASE :by WHEN 'month' THEN what END, spent DESC, what;
