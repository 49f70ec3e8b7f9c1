-- The books: everything that was asked for, decided and done, as tables to read. They are made of the audit log and the
-- documents that it is about, in the order of the log, and can be made again at any time; nothing is ever decided by them.
--
-- Amounts are whole numbers of 1/10000 of their currency's unit (columns that end in _e4): divide by 10000.0 to show them,
-- add them up as they are. Moments are texts in UTC, such as 2026-11-20T09:30:00.000Z; days are texts, such as 2026-11-20.
-- The day that a moment belongs to is that of the company's time zone; reports have it by day_of(moment), and the moment at
-- which a day begins by begins(day); what people call a state is state_name(state). What is not known is NULL. Ids of people are e-mail addresses in small letters, or slack: and an account.
-- The stage of a request is asked (pending or returned), agreed (open, waiting or done) or void (all other states).
-- Begin with the views spent, committed and line where money is meant.

CREATE TABLE request (      -- a request that was sent: drafts are nowhere
  seq        INTEGER PRIMARY KEY, -- the order in which requests and records came
  id         TEXT NOT NULL UNIQUE, -- as the log has it
  version    INTEGER NOT NULL,    -- of the document that the rows were made of
  number     TEXT,                -- as people call it: EXP-12
  kind       TEXT NOT NULL,       -- expense, purchase, leave, ticket …
  state      TEXT NOT NULL,       -- pending, returned, open, waiting, done, rejected, withdrawn, expired, cancelled, merged
  requester  TEXT NOT NULL,       -- person.id; mail: and a key for a mailbox
  title      TEXT NOT NULL,       -- one line: what it is for
  currency   TEXT,                -- of total_e4, ISO 4217; NULL for kinds that are not about money
  total_e4   INTEGER,             -- in its own currency, or in the company's where its lines differ
  base_e4    INTEGER,             -- in the company's currency; NULL while a rate is missing
  vendor     TEXT,                -- record.id of the vendor, where one is known
  purchase   TEXT,                -- request.id of the order that it is billed for
  step       TEXT,                -- name of the approval step that is asked now
  round      INTEGER NOT NULL,    -- how often it was sent again
  stage      TEXT NOT NULL,       -- asked, agreed, void
  created    TEXT NOT NULL,       -- when it was begun
  submitted  TEXT,                -- when it was sent first
  approved   TEXT,                -- when the last approval was given, or it was sent where nobody is asked; NULL before
  since      TEXT,                -- since when it is in this state, or with this step
  reminded   TEXT,                -- when those it waits for were reminded last
  finished   TEXT,                -- when it came to the state that it ended in; NULL while somebody is to act
  closing    TEXT,                -- what was said when it ended
  policy     TEXT,                -- SHA-256 of the rules by which its steps were made
  prints     BLOB NOT NULL        -- of what hangs on it: only what is another one is written again; nothing for others
) STRICT;
CREATE INDEX request_kind ON request (kind, created);
CREATE INDEX request_waits ON request (state, kind) WHERE finished IS NULL;
CREATE INDEX request_purchase ON request (purchase) WHERE purchase IS NOT NULL;

CREATE VIEW priced AS       -- requests with what lacks a rate, and the currency that it is in: NULL where it has one
  SELECT *, CASE WHEN base_e4 IS NULL THEN total_e4 END AS unrated, CASE WHEN base_e4 IS NULL THEN currency END AS lacks FROM request;

CREATE TABLE item (         -- the amounts of a request: one row for each item, or one for a request without items
  request     INTEGER NOT NULL,   -- request.seq
  line        INTEGER NOT NULL,   -- 1, 2, 3 …; 0 for a request without items
  orders      INTEGER NOT NULL,   -- 1 where it is an order, which is paid by an invoice; 0 where it is paid itself
  day         TEXT NOT NULL,      -- of the item; where it has none the day on which the request was sent
  text        TEXT,               -- what it is for
  category    TEXT,               -- value of the field category
  cost_centre TEXT,               -- value of the field cost_centre, of the item or the request
  vendor      TEXT,               -- record.id of the vendor, where one is known
  payee       TEXT,               -- who is paid, as it was written
  currency    TEXT NOT NULL,      -- ISO 4217
  amount_e4   INTEGER NOT NULL,   -- in that currency
  base_e4     INTEGER,            -- in the company's; NULL while a rate is missing
  PRIMARY KEY (request, line)
) STRICT, WITHOUT ROWID;

CREATE VIEW line AS         -- items with what is the same for all of a request: its kind and stage, and who asked for it
  SELECT item.request, item.line, request.kind, request.requester AS person, request.stage, item.orders, item.day, item.text, item.category, item.cost_centre,
    item.vendor, item.payee, item.currency, item.amount_e4, item.base_e4
  FROM item JOIN request ON request.seq = item.request;

CREATE TABLE claimed (      -- what is asked or was agreed to be paid, by day: items of claims and invoices, not of orders. An approval changes nothing here
  day         TEXT NOT NULL,      -- item.day; all else is that of the item and request too
  request     INTEGER NOT NULL,
  line        INTEGER NOT NULL,
  kind        TEXT NOT NULL,
  person      TEXT NOT NULL,
  category    TEXT,
  cost_centre TEXT,
  vendor      TEXT,
  payee       TEXT,
  currency    TEXT NOT NULL,
  amount_e4   INTEGER NOT NULL,
  base_e4     INTEGER,
  PRIMARY KEY (day, request, line)
) STRICT, WITHOUT ROWID;

CREATE VIEW spent AS        -- what was agreed to be paid, with what it is for, and with what lacks a rate, as in priced
  SELECT request, line, kind, person, 'agreed' AS stage, 0 AS orders, day, (SELECT text FROM item WHERE item.request = claimed.request AND item.line = claimed.line) AS text,
    category, cost_centre, vendor, payee, currency, amount_e4, base_e4,
    CASE WHEN base_e4 IS NULL THEN amount_e4 END AS unrated, CASE WHEN base_e4 IS NULL THEN currency END AS lacks
  FROM claimed WHERE request NOT IN (SELECT seq FROM request WHERE state IN ('pending', 'returned') AND finished IS NULL);

CREATE VIEW committed AS    -- what orders that were agreed leave to be invoiced; base_e4 is what is left of the item
  SELECT item.request, item.line, ordered.kind, ordered.requester AS person, item.day, item.text, item.category, item.cost_centre, item.vendor, item.payee,
    CAST(round(item.base_e4 * (1 - min(1.0, max(0.0, 1.0 * billed / nullif(base_e4_of, 0))))) AS INTEGER) AS base_e4
  FROM (SELECT ordered.seq, ordered.kind, ordered.requester, ordered.base_e4 AS base_e4_of,
      coalesce((SELECT sum(bill.base_e4) FROM request AS bill WHERE bill.purchase = ordered.id AND bill.stage <> 'void'), 0) AS billed
    FROM request AS ordered WHERE ordered.stage = 'agreed' AND ordered.kind IN (SELECT key FROM kind WHERE orders = 1)) AS ordered
  JOIN item ON item.request = ordered.seq;

CREATE TABLE invoice (      -- what requests say that are invoices
  request    INTEGER PRIMARY KEY, -- request.seq
  number     TEXT,                -- of the vendor
  seller     TEXT,                -- as it stands on the invoice
  vat_id     TEXT,                -- of the seller
  vendor     TEXT,                -- record.id, where one is known
  issued     TEXT,                -- day
  due        TEXT,                -- day
  currency   TEXT,                -- of the amounts, ISO 4217
  gross_e4   INTEGER,             -- to pay
  net_e4     INTEGER,
  tax_e4     INTEGER,
  base_e4    INTEGER,             -- gross in the company's currency
  discount_until   TEXT,          -- last day for paying less
  discount_percent REAL,
  paid       TEXT                 -- day; NULL while it is not
) STRICT;
CREATE INDEX invoice_due ON invoice (due) WHERE paid IS NULL;
CREATE INDEX invoice_discount ON invoice (discount_until) WHERE discount_until IS NOT NULL;

CREATE TABLE position (     -- what invoices bill, one by one, where their lines could be read; the first 200 of each. Credit notes have no minus here
  request  INTEGER NOT NULL,      -- request.seq
  n        INTEGER NOT NULL,      -- 1, 2, 3 … in the order of the invoice
  text     TEXT,                  -- what it is for
  quantity TEXT,                  -- exact decimal
  unit     TEXT,
  price    TEXT,                  -- of one unit without tax, exact decimal in invoice.currency
  net_e4   INTEGER,               -- without tax, in invoice.currency
  tax      TEXT,                  -- percent, exact decimal
  PRIMARY KEY (request, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE payment (      -- money that was paid: claims and invoices whose work is done
  request   INTEGER PRIMARY KEY,  -- request.seq
  day       TEXT NOT NULL,        -- on which it was paid; where that is not asked the day on which somebody said so
  by        TEXT NOT NULL,        -- person.id
  kind      TEXT NOT NULL,        -- request.kind
  person    TEXT NOT NULL,        -- request.requester
  vendor    TEXT,                 -- record.id of who got it, where that is a known vendor
  currency  TEXT NOT NULL,        -- ISO 4217
  amount_e4 INTEGER NOT NULL,     -- in that currency
  base_e4   INTEGER               -- in the company's; NULL while a rate is missing
) STRICT;

CREATE TABLE warning (      -- what the checks of a kind found and let pass
  request INTEGER NOT NULL,       -- request.seq
  n       INTEGER NOT NULL,
  path    TEXT,                   -- of the field: lines.0.receipt
  say     TEXT NOT NULL,
  PRIMARY KEY (request, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE value (        -- what a form of a request or record holds, field by field, but for fields that not everybody sees whole
  seq       INTEGER NOT NULL,     -- request.seq or record.seq
  line      INTEGER NOT NULL,     -- 1, 2, 3 … for items; 0 for the form itself
  field     TEXT NOT NULL,        -- its path: purpose, lines.category
  text      TEXT,                 -- as it is kept: keys of choices, ids of people, parted by commas where there are several
  number    TEXT,                 -- exact decimal
  amount_e4 INTEGER,              -- money
  currency  TEXT,                 -- of amount_e4
  day       TEXT,                 -- a date
  PRIMARY KEY (seq, line, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX value_day ON value (field, day, seq) WHERE day IS NOT NULL;

CREATE TABLE wording (      -- what a form holds, as people read it and find it, but for account numbers
  request INTEGER PRIMARY KEY,    -- request.seq
  text    TEXT NOT NULL
) STRICT;

CREATE TABLE step (         -- the approval of a request as it stands: its steps, in their order
  request INTEGER NOT NULL,       -- request.seq
  step    INTEGER NOT NULL,       -- 0, 1, 2 …
  name    TEXT NOT NULL,
  rules   TEXT NOT NULL,          -- who is asked: role:finance manager_of:ana@example.com
  need    INTEGER NOT NULL,       -- approvals that are wanted; 0: of everybody who is asked
  why     TEXT,                   -- why there is this step
  PRIMARY KEY (request, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE decision (     -- every verdict, also those of earlier rounds
  request INTEGER NOT NULL,       -- request.seq
  n       INTEGER NOT NULL,       -- 0, 1, 2 … in the order in which they were given
  round   INTEGER NOT NULL,
  step    INTEGER NOT NULL,       -- step.step of that round
  name    TEXT NOT NULL,          -- of the step
  verdict TEXT NOT NULL,          -- approved, returned, rejected
  by      TEXT NOT NULL,          -- person.id
  why     TEXT NOT NULL,          -- why this person could decide
  at      TEXT NOT NULL,
  waited  INTEGER NOT NULL,       -- seconds since the step could be decided
  comment TEXT,
  PRIMARY KEY (request, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX decision_at ON decision (at, name, by, waited, verdict);

CREATE TABLE hold (         -- what stands, or stood, in the way of a request
  request INTEGER NOT NULL,       -- request.seq
  n       INTEGER NOT NULL,
  kind    TEXT NOT NULL,          -- rate, unsure, vendor, bank, mismatch, duplicate, order
  say     TEXT,                   -- why; NULL once it is ended
  since   TEXT,                   -- NULL once it is ended
  ended   TEXT,                   -- when; NULL while it stands
  by      TEXT,                   -- person.id of who ended it
  PRIMARY KEY (request, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE work (         -- what is left to do after approval, or was
  request  INTEGER PRIMARY KEY,   -- request.seq
  team     TEXT NOT NULL,         -- team.key
  ticket   INTEGER NOT NULL,      -- 1: it is a ticket, which people talk about
  assignee TEXT,                  -- person.id of who has taken it, while it is being worked on
  priority INTEGER,               -- 1 urgent … 4 low
  category TEXT,
  due      TEXT,                  -- day by which lists are ordered
  first    TEXT,                  -- when one of the team first answered
  rating   INTEGER,               -- by the requester: 1 unhappy, 2 so so, 3 happy
  by       TEXT,                  -- person.id of who did it
  day      TEXT,                  -- day on which it was done, where that is asked
  done     TEXT                   -- what it is called when it is done: Reimbursed
) STRICT;
CREATE INDEX work_ticket ON work (request) WHERE ticket = 1;

CREATE TABLE clock (        -- what was promised for the work of a request, in working time of its team
  request INTEGER NOT NULL,       -- request.seq
  clock   TEXT NOT NULL,          -- first: the first answer; solve: the solution
  target  INTEGER NOT NULL,       -- seconds
  used    INTEGER,                -- seconds; NULL while it is not ended
  due     TEXT,                   -- when the promise is broken; NULL while the clock stands still
  ended   TEXT,                   -- NULL while it is not
  late    INTEGER,                -- 1: it ended after that; NULL while it is not ended
  PRIMARY KEY (request, clock)
) STRICT, WITHOUT ROWID;

CREATE TABLE duty (         -- one occurrence of something that has to be done again and again
  request    INTEGER PRIMARY KEY, -- request.seq
  obligation TEXT NOT NULL,       -- its key
  owner      TEXT,                -- person.id, or team.key where a team has it
  reviewer   TEXT,                -- who signs it off: person.id, or role or team and its key
  period     TEXT,                -- which of its occurrences it is
  due        TEXT,                -- day
  done       TEXT,                -- day on which its evidence was brought, once that is signed off; NULL before
  late       INTEGER              -- 1: it was done after that day; NULL while it is not done
) STRICT;
CREATE INDEX duty_due ON duty (due);

CREATE TABLE delivery (     -- cards of requests in Slack; one that was posted after the last change is here some seconds later
  request INTEGER NOT NULL,       -- request.seq
  person  TEXT NOT NULL,          -- person.id of who has it; place: and a team for a channel
  channel TEXT NOT NULL,          -- of Slack
  ts      TEXT NOT NULL,          -- of the message, as Slack names it
  version INTEGER NOT NULL,       -- of the request that it shows
  at      TEXT,                   -- when it was posted, or brought up to date, last
  PRIMARY KEY (request, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE told (         -- what people were told in Slack, or by mail, beside cards; some seconds behind
  key     TEXT PRIMARY KEY,       -- of the notice
  request TEXT,                   -- request.id, or of what else it is about
  person  TEXT NOT NULL,          -- person.id of who was told; a place or channel
  shape   TEXT NOT NULL,          -- line, copy, letter, report
  channel TEXT NOT NULL,          -- of Slack; mail
  ts      TEXT NOT NULL,          -- of the message, as Slack names it
  at      TEXT                    -- when it was posted
) STRICT, WITHOUT ROWID;

CREATE TABLE failed (       -- what could not be delivered and was given up, as it stands; the first 1,000, some seconds behind
  key      TEXT PRIMARY KEY,      -- of the notice
  request  TEXT,                  -- request.id, or of what else it is about
  person   TEXT,                  -- person.id of who was to get it; a place or channel, or a name of the configuration
  shape    TEXT NOT NULL,         -- card, line, copy, hook, report, letter
  attempts INTEGER NOT NULL,
  reason   TEXT,                  -- why
  due      TEXT                   -- when it was to be delivered
) STRICT, WITHOUT ROWID;

CREATE TABLE remark (       -- the conversation about a request
  request  INTEGER NOT NULL,      -- request.seq
  n        INTEGER NOT NULL,      -- 0, 1, 2 … in the order in which they were said
  by       TEXT NOT NULL,         -- person.id
  at       TEXT NOT NULL,
  kind     TEXT NOT NULL,         -- question, answer, note (internal to the team), or what was done with it
  text     TEXT NOT NULL,
  PRIMARY KEY (request, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE file (         -- files of requests and records
  seq    INTEGER NOT NULL,        -- request.seq or record.seq
  n      INTEGER NOT NULL,
  name   TEXT NOT NULL,
  type   TEXT,
  bytes  INTEGER NOT NULL,
  hash   TEXT,                    -- SHA-256 of our own copy; NULL while there is none
  PRIMARY KEY (seq, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX file_hash ON file (hash, seq) WHERE hash IS NOT NULL;

CREATE TABLE record (       -- entries of datasets, as they are now
  seq        INTEGER PRIMARY KEY, -- the order in which requests and records came
  id         TEXT NOT NULL UNIQUE,
  version    INTEGER NOT NULL,
  dataset    TEXT NOT NULL,       -- vendors, assets …
  title      TEXT NOT NULL,       -- as people call it
  created    TEXT NOT NULL,
  created_by TEXT NOT NULL,       -- person.id
  changed    TEXT NOT NULL,
  changed_by TEXT NOT NULL,       -- person.id
  from_request TEXT,              -- request.id of the request it came from
  prints     BLOB NOT NULL        -- as with requests
) STRICT;
CREATE INDEX record_dataset ON record (dataset, title);

CREATE TABLE gap (          -- fields that a complete record has, and a record lacks
  seq   INTEGER NOT NULL,         -- record.seq
  field TEXT NOT NULL,            -- its label
  PRIMARY KEY (seq, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE move (         -- the audit log without what was typed
  position INTEGER PRIMARY KEY,
  at       TEXT NOT NULL,
  actor    TEXT NOT NULL,         -- person.id, or factotum for what it did by itself
  subject  TEXT NOT NULL,         -- request.id, record.id or another thing of the log
  move     TEXT NOT NULL,         -- submit, approve, resolve …
  version  INTEGER NOT NULL,      -- of the subject after it; 0 where nothing changed, as with a refusal
  about    TEXT                   -- the report that was asked for, shared or put on a schedule; person.id of who is away
) STRICT;
CREATE INDEX move_again ON move (subject, position) WHERE move IN ('resubmit', 'refer');
CREATE INDEX move_at ON move (at);

CREATE TABLE person (       -- who works here, as the directory has it now
  id          TEXT PRIMARY KEY,
  name        TEXT NOT NULL,
  title       TEXT,
  manager     TEXT,               -- person.id
  cost_centre TEXT,               -- cost_centre.code
  country     TEXT,               -- ISO 3166-1
  zone        TEXT,               -- IANA time zone
  active      INTEGER NOT NULL    -- 0 for who has left
) STRICT, WITHOUT ROWID;

CREATE TABLE person_role (role TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY (role, person)) STRICT, WITHOUT ROWID; -- finance, director …
CREATE TABLE person_team (team TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY (team, person)) STRICT, WITHOUT ROWID; -- team.key

CREATE TABLE team (key TEXT PRIMARY KEY, name TEXT, lead TEXT) STRICT, WITHOUT ROWID; -- lead: person.id
CREATE TABLE cost_centre (code TEXT PRIMARY KEY, name TEXT, owner TEXT) STRICT, WITHOUT ROWID; -- owner: person.id

CREATE TABLE kind (         -- what can be asked for, as it is configured
  key    TEXT PRIMARY KEY,
  title  TEXT NOT NULL,
  orders INTEGER NOT NULL,        -- 1: its requests are orders, which are paid by invoices
  bills  INTEGER NOT NULL,        -- 1: its requests are invoices
  rules  TEXT NOT NULL            -- SHA-256 of its configuration
) STRICT, WITHOUT ROWID;

CREATE TABLE choice (       -- what the choices of forms are called
  kind  TEXT NOT NULL,            -- kind.key, or dataset
  field TEXT NOT NULL,            -- without what stands before it: category
  value TEXT NOT NULL,            -- as value.text has it
  label TEXT NOT NULL,
  PRIMARY KEY (field, value, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE dataset (      -- lists that the company keeps, as they are configured
  key   TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  rules TEXT NOT NULL             -- SHA-256 of its configuration
) STRICT, WITHOUT ROWID;

CREATE TABLE wanted (       -- what a complete record of a dataset has
  dataset TEXT NOT NULL,          -- dataset.key
  field   TEXT NOT NULL,          -- its label
  PRIMARY KEY (dataset, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE budget (       -- what may be spent, as it is configured
  n           INTEGER PRIMARY KEY,
  cost_centre TEXT,               -- NULL: of the whole company
  category    TEXT,               -- NULL: whatever for
  period      TEXT NOT NULL,      -- 2026, 2026-Q3 or 2026-11
  first       TEXT NOT NULL,      -- day
  last        TEXT NOT NULL,      -- day
  base_e4     INTEGER NOT NULL    -- in the company's currency
) STRICT;

CREATE TABLE mark (         -- how far the books are; one row
  position INTEGER NOT NULL,      -- of the last entry of the log that is in them
  print    TEXT NOT NULL,         -- of that entry, by which another log is known
  at       TEXT,                  -- of that entry
  people   INTEGER NOT NULL,      -- version of the directory
  next     INTEGER NOT NULL,      -- seq of the next request or record
  told     TEXT NOT NULL,         -- how far what was told is in them
  rules    TEXT NOT NULL          -- by which rules the rows were made: time zone, currency, working time
) STRICT;
INSERT INTO mark VALUES (0, '', NULL, 0, 1, '', '');

-- Words by which requests and records are found; rowid is their seq. notes are those inside a team; tags are made of kinds,
-- states, people, teams and who may see it, each as one word without meaning. It keeps no texts, only where words stand.
CREATE VIRTUAL TABLE words USING fts5(number, title, texts, remarks, names, notes, tags,
  content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2");
-- Merged later than by default, since most of what is written is about requests of days ago: what is merged early is soon
-- merged again, and until then each search looks in some more places.
INSERT INTO words (words, rank) VALUES ('automerge', 64), ('crisismerge', 128), ('deletemerge', 50), ('hashsize', 4000000);
