-- title: Tickets
-- subject: Desk
-- about: Tickets that were opened and resolved, how many of those resolved kept what was promised, and how content people were (3 is happy, 1 unhappy)
-- also: [ticket, desk, helpdesk, service levels, ratings]
-- parameters:
--   - {name: period, label: When, type: period, required: true, default: this month}
--   - {name: by, label: By, type: choice, default: team, choices: [team, category, priority, month, person, kind]}
-- columns:
--   - {name: opened, title: Opened, type: number}
--   - {name: resolved, title: Resolved, type: number}
--   - {name: answered_in_time, title: Answered in time, type: percent}
--   - {name: solved_in_time, title: Solved in time, type: percent}
--   - {name: hours, title: Working hours to solve, type: hours}
--   - {name: rating, title: Rating, type: number, unit: of 3}
--   - {name: ratings, title: Ratings, type: number}
-- readers: [director, auditor, admin, it]
-- headline: opened
-- chart: {form: bars, across: what, up: [opened, resolved], says: "{opened} opened, {resolved} resolved"}
WITH ticket AS (
  SELECT 1 AS came, 0 AS gone, seq, kind, submitted AS moment, team, work.category, priority, coalesce(by, assignee) AS person, NULL AS rating
  FROM work CROSS JOIN request ON seq = work.request WHERE ticket = 1 AND submitted >= begins(:period_from) AND submitted < begins(date(:period_to, '+1 day'))
  UNION ALL
  SELECT 0, 1, seq, kind, finished, team, work.category, priority, coalesce(by, assignee), rating
  FROM work CROSS JOIN request ON seq = work.request WHERE ticket = 1 AND state = 'done' AND finished >= begins(:period_from) AND finished < begins(date(:period_to, '+1 day'))
), part AS (
  SELECT CASE :by WHEN 'category' THEN category WHEN 'priority' THEN priority WHEN 'month' THEN substr(day_of(moment), 1, 7) WHEN 'person' THEN person
      WHEN 'kind' THEN kind ELSE team END AS key,
    sum(came) AS opened, sum(gone) AS resolved,
    100.0 * sum(gone AND first.late = 0) / nullif(sum(gone AND first.late IS NOT NULL), 0) AS answered_in_time,
    100.0 * sum(gone AND solve.late = 0) / nullif(sum(gone AND solve.late IS NOT NULL), 0) AS solved_in_time,
    avg(CASE WHEN gone THEN solve.used END) / 3600.0 AS hours, avg(rating) AS rating, count(rating) AS ratings
  FROM ticket LEFT JOIN clock AS first ON gone AND first.request = seq AND first.clock = 'first'
    LEFT JOIN clock AS solve ON gone AND solve.request = seq AND solve.clock = 'solve'
  GROUP BY 1
)
SELECT coalesce(CASE :by WHEN 'category' THEN (SELECT min(label) FROM choice WHERE field = 'category' AND value = part.key AND kind = 'ticket')
    WHEN 'priority' THEN CASE part.key WHEN 1 THEN 'Urgent' WHEN 2 THEN 'High' WHEN 3 THEN 'Normal' WHEN 4 THEN 'Low' END
    WHEN 'person' THEN (SELECT name FROM person WHERE id = part.key) WHEN 'kind' THEN (SELECT title FROM kind WHERE kind.key = part.key)
    WHEN 'month' THEN part.key ELSE (SELECT name FROM team WHERE team.key = part.key) END, part.key, CASE :by WHEN 'category' THEN 'No category' ELSE 'Nobody' END) AS what,
  opened, resolved, answered_in_time, solved_in_time, hours, rating, ratings
FROM part ORDER BY CASE WHEN :by IN ('month', 'priority') THEN part.key END, opened DESC, what;
