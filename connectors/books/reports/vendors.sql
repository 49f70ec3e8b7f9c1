-- title: Vendors
-- subject: Vendors
-- about: What invoices of each vendor came to, and which vendors are new
-- also: [vendor spend, suppliers]
-- parameters:
--   - {name: period, label: When, type: period, required: true, default: this quarter}
--   - {name: which, label: Which, type: choice, default: all, choices: [all, new]}
-- columns:
--   - {name: invoices, title: Invoices, type: number}
--   - {name: spent, title: Spent, type: money}
--   - {name: share, title: Share, type: percent}
--   - {name: first, title: First invoice, type: date}
-- readers: [finance, director, auditor]
-- headline: spent
-- chart: {form: bars, across: vendor, up: [spent]}
WITH part AS (
  SELECT coalesce(vendor, payee) AS key, count(DISTINCT line.request) AS invoices, sum(base_e4) AS spent, sum(unrated) AS unrated, lacks
  FROM spent AS line WHERE day BETWEEN :period_from AND :period_to AND EXISTS (SELECT 1 FROM invoice WHERE invoice.request = line.request)
  GROUP BY 1, lacks
), begun AS (
  SELECT coalesce(vendor, seller) AS key, min(issued) AS first FROM invoice GROUP BY 1
)
SELECT coalesce((SELECT title FROM record WHERE id = part.key), part.key, 'Not said') AS vendor, invoices, spent,
  100.0 * spent / nullif(sum(spent) OVER (), 0) AS share, first, CASE WHEN first >= :period_from THEN 'new' ELSE '' END AS new, unrated, lacks AS currency
FROM part LEFT JOIN begun ON begun.key IS part.key
WHERE :which IS NOT 'new' OR first >= :period_from
ORDER BY spent DESC, vendor;
