-- title: Reimbursements due
-- subject: Money
-- about: Claims that were approved and are not yet paid back, the oldest first
-- also: [reimbursement, owed, payback]
-- columns:
--   - {name: number, title: Claim, type: request}
--   - {name: person, title: Person, type: person}
--   - {name: approved, title: Approved, type: date}
--   - {name: days, title: Days, type: number}
--   - {name: amount, title: Amount, type: money}
-- readers: [finance, director, auditor]
-- own: true
-- headline: amount
-- chart: {form: bars, adds: true, across: person, up: [amount]}
SELECT number, requester AS person, title, day_of(approved) AS approved, CAST(julianday(:today) - julianday(day_of(approved)) AS INTEGER) AS days, base_e4 AS amount,
  unrated, lacks AS currency
FROM priced JOIN work ON work.request = seq
WHERE state IN ('open', 'waiting') AND finished IS NULL AND total_e4 IS NOT NULL AND kind NOT IN (SELECT key FROM kind WHERE orders = 1)
  AND NOT EXISTS (SELECT 1 FROM invoice WHERE invoice.request = seq) AND (:viewer IS NULL OR requester = :viewer)
ORDER BY approved, number;
