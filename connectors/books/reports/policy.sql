-- title: Out of policy
-- subject: Risk
-- about: What was sent although a check warned, with what it warned of and what became of it
-- also: [out of policy, warnings, violations]
-- parameters:
--   - {name: period, label: Sent, type: period, required: true, default: this quarter}
-- columns:
--   - {name: number, title: Request, type: request}
--   - {name: person, title: Sent by, type: person}
--   - {name: sent, title: Sent on, type: date}
--   - {name: amount, title: Amount, type: money}
-- readers: [finance, director, auditor]
-- own: true
-- headline: amount
-- chart: {form: bars, adds: true, across: person, up: [amount]}
SELECT number, requester AS person, title, day_of(submitted) AS sent, state_name(state) AS state,
  (SELECT group_concat(say, ' ') FROM (SELECT DISTINCT substr(say, 1, instr(say || ' ', '. ') - 1) || '.' AS say FROM warning WHERE warning.request = seq ORDER BY n)) AS warning, base_e4 AS amount,
  unrated, lacks AS currency
FROM priced
WHERE submitted >= begins(:period_from) AND submitted < begins(date(:period_to, '+1 day')) AND (:viewer IS NULL OR requester = :viewer)
  AND EXISTS (SELECT 1 FROM warning WHERE warning.request = seq)
ORDER BY submitted DESC, number;
