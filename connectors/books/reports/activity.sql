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
WITH called (move, what) AS (VALUES
  ('submit', 'Sent it'), ('resubmit', 'Sent it again'), ('approve', 'Approved'), ('return', 'Sent it back'), ('reject', 'Rejected'), ('withdraw', 'Withdrew'),
  ('expire', 'Time ran out'), ('resolve', 'Done'), ('await', 'Asked while working on it'), ('resume', 'Answered what was asked'),
  ('lapse', 'Closed, since nobody answered'), ('refer', 'Asked for an approval'), ('cancel', 'Cancelled'), ('merge', 'Merged with another'), ('reopen', 'Opened again'),
  ('ask', 'Asked'), ('answer', 'Answered'), ('price', 'Gave an exchange rate'), ('correct', 'Corrected what was read'), ('confirm', 'Confirmed a bank account'),
  ('release', 'Ended a hold'), ('note', 'Noted'), ('keep', 'Copied its files'), ('show', 'Showed it to more people'), ('remind', 'Reminded'), ('escalate', 'Escalated'),
  ('assign', 'Assigned'), ('rank', 'Changed its priority'), ('say', 'Wrote'), ('amend', 'Changed what they wrote'), ('follow', 'Changed who follows'), ('link', 'Linked'),
  ('rate', 'Rated'), ('alert', 'Warned of a promised time'), ('conceal', 'Made it private'), ('settle', 'Let it stay done'), ('create', 'Added a record'),
  ('change', 'Changed a record'), ('remove', 'Removed a record whose time was over'), ('fetch', 'Asked for a report'), ('share', 'Shared a report'),
  ('take files', 'Took the files of a report'), ('schedule', 'Scheduled a report'), ('unschedule', 'Ended a schedule'), ('due', 'Ran a scheduled report'),
  ('erase', 'Erased personal data'), ('freeze', 'Froze payments and approvals'), ('accept', 'Ended the freeze')
)
SELECT at, actor, CASE WHEN move.move = 'fetch' AND subject LIKE 'run/plan/%' THEN 'Got a report by their schedule' ELSE coalesce(what, CASE WHEN move.move LIKE 'refused %' THEN 'Was refused: ' || substr(move.move, 9) ELSE upper(substr(move.move, 1, 1)) || substr(move.move, 2) END) END AS what,
  number, coalesce(request.title, record.title, (SELECT name FROM person WHERE id = move.about), 'Report ' || move.about, subject) AS about
FROM move LEFT JOIN called USING (move) LEFT JOIN request ON request.id = subject LEFT JOIN record ON record.id = subject
WHERE at >= begins(:period_from) AND at < begins(date(:period_to, '+1 day')) AND (:person IS NULL OR actor = :person)
  AND (:about IS NULL OR number = upper(:about) COLLATE NOCASE OR move = lower(:about) OR what LIKE :about)
ORDER BY at DESC, position DESC;
