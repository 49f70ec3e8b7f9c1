-- title: What I approved
-- subject: Approvals
-- about: Decisions that were given, with what they were about; your own unless you look after the books
-- also: [my approvals, my decisions, decided]
-- parameters:
--   - {name: period, label: When, type: period, required: true, default: this month}
--   - {name: person, label: By whom, type: person}
-- columns:
--   - {name: at, title: When, type: moment}
--   - {name: number, title: Request, type: request}
--   - {name: by, title: By, type: person}
--   - {name: requester, title: For, type: person}
--   - {name: amount, title: Amount, type: money}
-- readers: [auditor]
-- own: true
-- headline: amount
SELECT at, number, title, requester, base_e4 AS amount, verdict, decision.name AS step, by, comment
FROM decision JOIN request ON seq = decision.request
WHERE at >= :period_from AND at < date(:period_to, '+1 day') AND (:viewer IS NULL OR by = :viewer) AND (:person IS NULL OR by = :person)
ORDER BY at DESC, number;
