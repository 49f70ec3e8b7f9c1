-- title: Leave
-- subject: People
-- about: "Who is away and when, with what was agreed and what is still to be decided; days are those within the time that was asked for, weekends included"
-- also: [absences, holidays, vacation, away]
-- parameters:
--   - {name: period, label: When, type: period, required: true, default: this month, ahead: true}
-- columns:
--   - {name: number, title: Request, type: request}
--   - {name: person, title: Person, type: person}
--   - {name: first, title: First day, type: date}
--   - {name: last, title: Last day, type: date}
--   - {name: days, title: Days, type: number}
-- readers: [people, director]
-- own: true
-- headline: days
-- chart: {form: bars, adds: true, across: person, up: [days]}
SELECT request.number, requester AS person, coalesce((SELECT label FROM choice WHERE choice.kind = 'leave' AND field = 'type' AND value = sort.text), sort.text) AS leave,
  begins.day AS first, ends.day AS last, CAST(julianday(min(ends.day, :period_to)) - julianday(max(begins.day, :period_from)) AS INTEGER) + 1 AS days, stage AS how
FROM value AS ends JOIN request ON request.seq = ends.seq
  JOIN value AS begins ON begins.seq = ends.seq AND begins.line = 0 AND begins.field = 'from'
  LEFT JOIN value AS sort ON sort.seq = ends.seq AND sort.line = 0 AND sort.field = 'type'
WHERE ends.field = 'to' AND ends.line = 0 AND ends.day >= :period_from AND begins.day <= :period_to
  AND request.kind = 'leave' AND stage <> 'void' AND (:viewer IS NULL OR requester = :viewer)
ORDER BY begins.day, request.number;
