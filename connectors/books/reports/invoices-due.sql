-- title: Invoices due
-- subject: Vendors
-- about: Invoices that are not paid yet, by how long they are due or overdue, by vendor, or one by one
-- also: [payables, overdue, aging, unpaid invoices, invoices]
-- parameters:
--   - {name: by, label: By, type: choice, default: age, choices: [age, vendor, invoice]}
--   - {name: which, label: Which, type: choice, default: all, choices: [all, overdue]}
-- columns:
--   - {name: invoices, title: Invoices, type: number, rare: true}
--   - {name: amount, title: Amount, type: money}
--   - {name: overdue, title: Overdue, type: money}
--   - {name: first_due, title: First due, type: date}
-- readers: [finance, director, auditor]
-- headline: amount
-- chart: {form: bars, across: what, up: [amount], says: "{overdue} of {amount} is overdue", kept: true}
WITH unpaid AS (
  SELECT priced.number, coalesce(invoice.vendor, seller) AS seller, due, priced.base_e4, unrated, lacks,
    CAST(julianday(:today) - julianday(due) AS INTEGER) AS over
  FROM invoice JOIN priced ON seq = invoice.request WHERE paid IS NULL AND stage <> 'void'
), aged AS (
  SELECT *, CASE WHEN over IS NULL THEN 9 WHEN over < -7 THEN 0 WHEN over <= 0 THEN 1 WHEN over <= 30 THEN 2 WHEN over <= 60 THEN 3 WHEN over <= 90 THEN 4 ELSE 5 END AS age FROM unpaid
  WHERE :which IS NOT 'overdue' OR over > 0
)
SELECT CASE :by WHEN 'vendor' THEN coalesce((SELECT title FROM record WHERE id = seller), seller, 'Not said')
    WHEN 'invoice' THEN number || ' ' || coalesce((SELECT title FROM record WHERE id = seller), seller, '')
    ELSE CASE age WHEN 0 THEN 'Due later' WHEN 1 THEN 'Due within 7 days' WHEN 2 THEN 'Up to 30 days over' WHEN 3 THEN '31 to 60 days over'
      WHEN 4 THEN '61 to 90 days over' WHEN 5 THEN 'More than 90 days over' ELSE 'No day said' END END AS what,
  CASE WHEN :by IS NOT 'invoice' THEN count(*) END AS invoices, sum(base_e4) AS amount, sum(CASE WHEN over > 0 THEN base_e4 WHEN lacks IS NULL THEN 0 END) AS overdue, min(due) AS first_due,
  sum(unrated) AS unrated, lacks AS currency
FROM aged GROUP BY 1, lacks
ORDER BY CASE WHEN :by IN ('vendor', 'invoice') THEN 0 ELSE min(age) END, CASE :by WHEN 'invoice' THEN coalesce(min(due), '9') END, amount DESC, what;
