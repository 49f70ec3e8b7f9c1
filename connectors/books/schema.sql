-- The books: everything that was asked for, decided and done, as tables to read. They are made of the audit log and the
-- documents that it is about, in the order of the log, and can be made again at any time; nothing is ever decided by them.
--
-- Amounts are whole numbers of 1/10000 of their currency's unit (columns that end in _e4): divide by 10000.0 to show them,
-- add them up as they are. Moments are texts in UTC, such as 2026-11-20T09:30:00.000Z; days are texts, such as 2026-11-20.
-- What is not known is NULL. Ids of people are e-mail addresses in small letters, or slack: and an account.

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
  created    TEXT NOT NULL,       -- when it was begun
  submitted  TEXT,                -- when it was sent first
  since      TEXT,                -- since when it is in this state, or with this step
  reminded   TEXT,                -- when those it waits for were reminded last
  finished   TEXT,                -- when it came to the state that it ended in; NULL while somebody is to act
  closing    TEXT,                -- what was said when it ended
  policy     TEXT                 -- SHA-256 of the rules by which its steps were made
) STRICT;
CREATE INDEX request_kind ON request (kind, created);
CREATE INDEX request_requester ON request (requester, created);
CREATE INDEX request_state ON request (state, kind);
CREATE INDEX request_vendor ON request (vendor) WHERE vendor IS NOT NULL;

CREATE TABLE line (         -- the amounts of a request: one row for each item, or one for a request without items
  request     INTEGER NOT NULL,   -- request.seq
  line        INTEGER NOT NULL,   -- 1, 2, 3 …; 0 for a request without items
  day         TEXT,               -- of the item
  text        TEXT,               -- what it is for
  category    TEXT,               -- value of the field category
  cost_centre TEXT,               -- value of the field cost_centre, of the item or the request
  currency    TEXT NOT NULL,      -- ISO 4217
  amount_e4   INTEGER NOT NULL,   -- in that currency
  base_e4     INTEGER,            -- in the company's; NULL while a rate is missing
  PRIMARY KEY (request, line)
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
  comment TEXT,
  PRIMARY KEY (request, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX decision_by ON decision (by, at);

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
  assignee TEXT,                  -- person.id of who has taken it, while it is being worked on
  priority INTEGER,               -- 1 urgent … 4 low
  category TEXT,
  due      TEXT,                  -- day by which lists are ordered
  first    TEXT,                  -- when one of the team first answered
  rating   INTEGER,               -- by the requester: 1 unhappy … 5 happy
  by       TEXT,                  -- person.id of who did it
  day      TEXT,                  -- day on which it was done, where that is asked
  done     TEXT                   -- what it is called when it is done: Reimbursed
) STRICT;
CREATE INDEX work_team ON work (team, assignee);

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
CREATE INDEX file_hash ON file (hash) WHERE hash IS NOT NULL;

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
  from_request TEXT               -- request.id of the request it came from
) STRICT;
CREATE INDEX record_dataset ON record (dataset, title);

CREATE TABLE move (         -- the audit log without what was typed
  position INTEGER PRIMARY KEY,
  at       TEXT NOT NULL,
  actor    TEXT NOT NULL,         -- person.id, or factotum for what it did by itself
  subject  TEXT NOT NULL,         -- request.id, record.id or another thing of the log
  move     TEXT NOT NULL,         -- submit, approve, resolve …
  version  INTEGER NOT NULL       -- of the subject after it; 0 where nothing changed, as with a refusal
) STRICT;
CREATE INDEX move_subject ON move (subject, position);
CREATE INDEX move_actor ON move (actor, position);

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

CREATE TABLE mark (         -- how far the books are; one row
  position INTEGER NOT NULL,      -- of the last entry of the log that is in them
  print    TEXT NOT NULL,         -- of that entry, by which another log is known
  at       TEXT,                  -- of that entry
  people   INTEGER NOT NULL,      -- version of the directory
  next     INTEGER NOT NULL       -- seq of the next request or record
) STRICT;
INSERT INTO mark VALUES (0, '', NULL, 0, 1);

-- Words by which requests and records are found; rowid is their seq. notes are those inside a team; tags are made of kinds,
-- states, people, teams and who may see it, each as one word without meaning. It keeps no texts, only where words stand.
CREATE VIRTUAL TABLE words USING fts5(number, title, texts, remarks, names, notes, tags,
  content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2");
