-- title: Quality of data
-- subject: Data
-- about: How many records of each list lack what a complete one has
-- also: [data quality, gaps, completeness]
-- columns:
--   - {name: records, title: Records, type: number}
--   - {name: lacking, title: Gaps, type: number}
--   - {name: complete, title: Complete, type: percent}
-- readers: [finance, director, auditor, people, it, admin]
-- headline: lacking
-- chart: {form: bars, across: list, up: [lacking]}
WITH held AS (SELECT dataset, count(*) AS records FROM record GROUP BY 1),
  lacks AS (SELECT dataset, field, count(*) AS lacking FROM gap JOIN record USING (seq) GROUP BY 1, 2),
  sought AS (SELECT dataset, field FROM wanted UNION SELECT dataset, field FROM lacks)
SELECT dataset.title AS list, coalesce(sought.field, '(no field is required)') AS field, records, coalesce(lacking, 0) AS lacking,
  100.0 * (records - coalesce(lacking, 0)) / records AS complete
FROM dataset JOIN held ON held.dataset = dataset.key LEFT JOIN sought ON sought.dataset = dataset.key
  LEFT JOIN lacks ON lacks.dataset = dataset.key AND lacks.field = sought.field
ORDER BY lacking DESC, list, field;
