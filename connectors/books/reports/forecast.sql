-- title: Forecast to the end of the year
-- subject: Money
-- about: What the year will have cost by its end, reckoned in two ways, and how far each of them would have been off last year
-- also: [outlook, year end, projection]
-- parameters:
--   - {name: by, label: By, type: choice, default: total, choices: [total, category, cost_centre]}
-- columns:
--   - {name: so_far, title: So far, type: money}
--   - {name: run_rate, title: Run rate, type: money}
--   - {name: seasonal, title: Seasonal, type: money}
--   - {name: last_year, title: Last year, type: money}
--   - {name: run_rate_error, title: Past error of the run rate, type: percent}
--   - {name: seasonal_error, title: Past error of seasonal, type: percent}
-- readers: [finance, director, auditor]
-- headline: seasonal
-- notes:
--   - "Run rate: what the full months so far cost on average, for twelve months."
--   - "Seasonal: the full months so far, and for the rest of the year what the same months cost last year."
--   - "Past error: by how much the same way, taken on this day of last year, would have missed what that year cost; with a minus it was too low, and a dash stands where the years before are not known."
--   - "Amounts that lack an exchange rate are not counted."
--   - "The run rate would have missed last year by {run_rate_error}."
--   - "Seasonal would have missed last year by {seasonal_error}."
-- chart: {form: bars, across: what, up: [so_far, seasonal], says: "{seasonal} by the end of the year as last year went, {run_rate} at the run rate"}
WITH at AS (
  SELECT CAST(substr(:today, 1, 4) AS INTEGER) AS year, CAST(substr(:today, 6, 2) AS INTEGER) - 1 AS full
), months AS (
  SELECT CASE :by WHEN 'category' THEN coalesce(category, '') WHEN 'cost_centre' THEN coalesce(cost_centre, '') ELSE '' END AS key,
    substr(day, 1, 7) AS month, sum(base_e4) AS amount
  FROM spent WHERE day BETWEEN (SELECT year - 2 FROM at) || '-01-01' AND :today AND base_e4 IS NOT NULL GROUP BY 1, 2
), years AS (
  SELECT key, (SELECT year FROM at) - CAST(substr(month, 1, 4) AS INTEGER) AS ago,
    sum(amount) AS amount, sum(CASE WHEN CAST(substr(month, 6, 2) AS INTEGER) <= (SELECT full FROM at) THEN amount ELSE 0 END) AS early
  FROM months GROUP BY 1, 2
), sums AS (
  SELECT key,
    sum(CASE ago WHEN 0 THEN amount ELSE 0 END) AS so_far, sum(CASE ago WHEN 0 THEN early ELSE 0 END) AS early,
    sum(CASE ago WHEN 1 THEN amount ELSE 0 END) AS last_year, sum(CASE ago WHEN 1 THEN early ELSE 0 END) AS last_early,
    sum(CASE ago WHEN 2 THEN amount - early ELSE 0 END) AS late_before, (SELECT max(ago) FROM years) AS years
  FROM years GROUP BY 1
)
SELECT coalesce(CASE :by WHEN 'category' THEN (SELECT min(label) FROM choice WHERE field = 'category' AND value = key)
    WHEN 'cost_centre' THEN (SELECT name || ' (' || code || ')' FROM cost_centre WHERE code = key AND name <> code)
    ELSE 'Whole company' END, nullif(key, ''), 'Not said') AS what,
  so_far, CASE WHEN full > 0 THEN 12 * early / full END AS run_rate,
  CASE WHEN years >= 1 THEN early + last_year - last_early END AS seasonal, last_year,
  CASE WHEN full > 0 AND last_year <> 0 THEN 100.0 * (12 * last_early / full - last_year) / last_year END AS run_rate_error,
  CASE WHEN years >= 2 AND last_year <> 0 THEN 100.0 * (last_early + late_before - last_year) / last_year END AS seasonal_error
FROM sums, at ORDER BY so_far DESC, what;
