-- title: Activity
-- subject: Risk
-- about: Every entry of the audit log, of everybody or of one person, the newest first
-- also: [audit, log, history, audit trail]
-- parameters:
--   - {name: period, label: When, type: period, required: true, default: last 7 days}
--   - {name: person, label: By whom, type: person}
--   - {name: about, label: About, type: text}
-- columns:
--   - {name: at, title: When, type: moment}
--   - {name: actor, title: Person, type: person}
--   - {name: number, title: Request, type: request}
-- readers: [auditor, admin]
-- headline: rows
-- counts: Entries
-- chart: {form: bars, across: actor, up: [rows]}
SELECT at, actor, move AS what, number, coalesce(request.title, record.title, (SELECT name FROM person WHERE id = move.about), 'Report ' || move.about, subject) AS about
FROM move LEFT JOIN request ON request.id = subject LEFT JOIN record ON record.id = subject
WHERE at >= begins(:period_from) AND at < begins(date(:period_to, '+1 day')) AND (:person IS NULL OR actor = :person)
  AND (:about IS NULL OR number = upper(:about) COLLATE NOCASE OR move = lower(:about))
ORDER BY at DESC, position DESC;
