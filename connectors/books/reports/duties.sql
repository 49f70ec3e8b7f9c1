-- title: Duties
-- subject: Compliance
-- about: What had to be done in a time, whether it was done and when, and what is overdue
-- also: [obligations, compliance, duty, deadlines]
-- parameters:
--   - {name: period, label: Due, type: period, required: true, default: this quarter, ahead: true}
--   - {name: which, label: Which, type: choice, default: all, choices: [all, open, overdue, done]}
-- columns:
--   - {name: number, title: Duty, type: request}
--   - {name: owner, title: Owner, type: person}
--   - {name: due, title: Due, type: date}
--   - {name: done, title: Done, type: date}
--   - {name: how, title: State}
-- readers: [finance, director, auditor, admin]
-- own: true
-- headline: rows
-- counts: Duties
-- chart: {form: bars, across: how, up: [rows]}
WITH counted AS (
  SELECT number, title, owner, due, done,
    CASE WHEN done IS NOT NULL AND late = 1 THEN 'Done late' WHEN done IS NOT NULL THEN 'Done' WHEN state IN ('cancelled', 'withdrawn') THEN 'Waived'
      WHEN due < :today THEN 'Overdue' ELSE 'Open' END AS how
  FROM duty JOIN request ON seq = duty.request
  WHERE due BETWEEN :period_from AND :period_to AND (:viewer IS NULL OR owner = :viewer)
)
SELECT number, title, owner, due, done, how FROM counted
WHERE CASE :which WHEN 'open' THEN how IN ('Open', 'Overdue') WHEN 'overdue' THEN how = 'Overdue' WHEN 'done' THEN how IN ('Done', 'Done late') ELSE 1 END
ORDER BY due, number;
