-- title: Discounts missed
-- subject: Vendors
-- about: Invoices that were not paid by the last day on which less was to be paid
-- also: [early payment, skonto, missed discounts]
-- parameters:
--   - {name: period, label: Discount until, type: period, required: true, default: this quarter}
-- columns:
--   - {name: number, title: Invoice, type: request}
--   - {name: discount_until, title: Discount until, type: date}
--   - {name: paid, title: Paid, type: date}
--   - {name: amount, title: Amount, type: money}
--   - {name: percent, title: Discount, type: percent}
--   - {name: missed, title: Missed, type: money}
-- readers: [finance, director, auditor]
-- headline: missed
-- chart: {form: bars, adds: true, across: vendor, up: [missed]}
SELECT request.number, coalesce((SELECT title FROM record WHERE id = invoice.vendor), seller) AS vendor, discount_until, paid,
  request.base_e4 AS amount, discount_percent AS percent, CAST(round(request.base_e4 * discount_percent / 100) AS INTEGER) AS missed
FROM invoice JOIN request ON seq = invoice.request
WHERE discount_until BETWEEN :period_from AND :period_to AND discount_percent > 0 AND stage <> 'void' AND coalesce(paid, :today) > discount_until
ORDER BY missed DESC, request.number;
