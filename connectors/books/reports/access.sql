-- title: Access
-- subject: Access
-- about: Who was granted access to what and has it now, and whose is about to end
-- also: [permissions, granted, entitlements]
-- parameters:
--   - {name: which, label: Which, type: choice, default: all, choices: [all, ending]}
--   - {name: days, label: Ending within days, type: number, least: 1, says: "ending within {} days"}
-- columns:
--   - {name: number, title: Request, type: request}
--   - {name: person, title: Who, type: person}
--   - {name: granted, title: Granted, type: date}
--   - {name: until, title: Until, type: date}
--   - {name: days, title: Days left, type: number}
-- readers: [it, security, auditor, admin]
-- own: true
-- headline: rows
-- counts: Grants
-- chart: {form: bars, across: system, up: [rows]}
WITH held AS (
  SELECT request.number, coalesce(who.text, requester) AS person, system.text AS system, level.text AS level, day_of(finished) AS granted, until.day AS until
  FROM request LEFT JOIN value AS who ON who.seq = request.seq AND who.line = 0 AND who.field = 'person'
    LEFT JOIN value AS system ON system.seq = request.seq AND system.line = 0 AND system.field = 'system'
    LEFT JOIN value AS level ON level.seq = request.seq AND level.line = 0 AND level.field = 'level'
    LEFT JOIN value AS until ON until.seq = request.seq AND until.line = 0 AND until.field = 'until'
  WHERE state = 'done' AND kind = 'access'
)
SELECT number, person, coalesce((SELECT label FROM choice WHERE kind = 'access' AND field = 'system' AND value = system), system) AS system,
  coalesce((SELECT label FROM choice WHERE kind = 'access' AND field = 'level' AND value = level), level) AS level, granted, until,
  CAST(julianday(until) - julianday(:today) AS INTEGER) AS days
FROM held
WHERE (until IS NULL OR until >= :today) AND (:viewer IS NULL OR person = :viewer)
  AND (:which IS NOT 'ending' AND :days IS NULL OR until <= date(:today, coalesce(:days, 30) || ' days'))
ORDER BY until IS NULL, until, number;
