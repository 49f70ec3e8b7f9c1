-- title: Budget and actual
-- subject: Money
-- about: "What each budget allows, what was agreed to be paid of it, what orders still commit, and what is left; budgets that overlap are not added up"
-- also: [budgets, actuals, left]
-- parameters:
--   - {name: period, label: Budgets of, type: period, required: true, default: this year}
-- columns:
--   - {name: cost_centre, title: Cost centre}
--   - {name: budget, title: Budget, type: money}
--   - {name: actual, title: Actual, type: money}
--   - {name: committed, title: Committed, type: money}
--   - {name: left, title: Left, type: money}
--   - {name: used, title: Used, type: percent}
--   - {name: taken, title: Actual and committed, type: money}
-- readers: [finance, director, auditor]
-- own: true
-- notes: [Amounts that lack an exchange rate are not counted here; the report spend lists them.]
-- chart: {form: bars, across: cost_centre, up: [taken, budget], limit: true}
WITH asked AS (
  SELECT * FROM budget WHERE first <= :period_to AND last >= :period_from
    AND (:viewer IS NULL OR cost_centre IN (SELECT code FROM cost_centre WHERE owner = :viewer))
), spending AS MATERIALIZED (
  SELECT cost_centre, category, substr(day, 1, 7) AS month, sum(base_e4) AS amount
  FROM spent WHERE day BETWEEN (SELECT min(first) FROM asked) AND (SELECT max(last) FROM asked) GROUP BY 1, 2, 3
), ordered AS MATERIALIZED (
  SELECT cost_centre, category, substr(day, 1, 7) AS month, sum(base_e4) AS amount
  FROM committed WHERE day BETWEEN (SELECT min(first) FROM asked) AND (SELECT max(last) FROM asked) GROUP BY 1, 2, 3
), counted AS (
  SELECT asked.*,
    coalesce((SELECT sum(amount) FROM spending WHERE month BETWEEN substr(first, 1, 7) AND substr(last, 1, 7)
      AND (asked.cost_centre IS NULL OR spending.cost_centre = asked.cost_centre) AND (asked.category IS NULL OR spending.category = asked.category)), 0) AS actual,
    coalesce((SELECT sum(amount) FROM ordered WHERE month BETWEEN substr(first, 1, 7) AND substr(last, 1, 7)
      AND (asked.cost_centre IS NULL OR ordered.cost_centre = asked.cost_centre) AND (asked.category IS NULL OR ordered.category = asked.category)), 0) AS committed
  FROM asked
)
SELECT coalesce((SELECT name || ' (' || code || ')' FROM cost_centre WHERE code = counted.cost_centre AND name <> code), cost_centre, 'Whole company') AS cost_centre,
  coalesce((SELECT min(label) FROM choice WHERE field = 'category' AND value = category), category, '') AS category,
  period, base_e4 AS budget, actual, committed, base_e4 - actual - committed AS left, 100.0 * (actual + committed) / nullif(base_e4, 0) AS used, actual + committed AS taken
FROM counted ORDER BY counted.cost_centre IS NOT NULL, counted.cost_centre, category, first, last DESC;
