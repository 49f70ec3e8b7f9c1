-- title: Spend
-- subject: Money
-- about: What was agreed to be paid, as claims and invoices, by category, cost centre, vendor, person, month or kind
-- also: [expenses, costs, spending, expenditure]
-- parameters:
--   - {name: period, label: When, type: period, required: true, default: this month}
--   - {name: by, label: By, type: choice, default: category, choices: [category, cost_centre, vendor, person, month, kind], headed: {person: Handed in by}}
--   - {name: category, label: Category, type: choice, of: category}
--   - {name: cost_centre, label: Cost centre, type: choice, of: cost_centre}
--   - {name: person, label: Of whom, type: person}
-- columns:
--   - {name: spent, title: Spent, type: money}
--   - {name: share, title: Share, type: percent}
--   - {name: items, title: Items, type: number}
-- readers: [finance, director, auditor]
-- own: true
-- headline: spent
-- chart: {form: bars, across: what, up: [spent]}
WITH part AS (
  SELECT CASE :by WHEN 'cost_centre' THEN cost_centre WHEN 'vendor' THEN coalesce(vendor, payee) WHEN 'person' THEN person
      WHEN 'month' THEN substr(day, 1, 7) WHEN 'kind' THEN kind ELSE category END AS key,
    sum(base_e4) AS spent, count(*) AS items, sum(unrated) AS unrated, lacks
  FROM spent WHERE day BETWEEN :period_from AND :period_to AND (:viewer IS NULL OR person = :viewer) AND (:person IS NULL OR person = :person)
    AND (:cost_centre IS NULL OR :cost_centre IN (cost_centre, (SELECT code || ' ' || name FROM cost_centre AS of WHERE code = spent.cost_centre)))
    AND (:category IS NULL OR category IN (SELECT value FROM choice WHERE field = 'category' AND label = :category))
  GROUP BY 1, lacks
)
SELECT coalesce(CASE :by
    WHEN 'cost_centre' THEN (SELECT name || ' (' || code || ')' FROM cost_centre WHERE code = part.key AND name <> code)
    WHEN 'vendor' THEN (SELECT title FROM record WHERE id = part.key)
    WHEN 'person' THEN (SELECT name FROM person WHERE id = part.key)
    WHEN 'kind' THEN (SELECT title FROM kind WHERE kind.key = part.key)
    WHEN 'month' THEN part.key
    ELSE (SELECT min(label) FROM choice WHERE field = 'category' AND value = part.key) END, part.key, 'Not said') AS what,
  spent, 100.0 * spent / nullif(sum(spent) OVER (), 0) AS share, items, unrated, lacks AS currency
FROM part
ORDER BY CASE :by WHEN 'month' THEN part.key END, spent DESC, what;
