-- The whole commit: first every check, then only writes that cannot fail. It is idempotent by its once key, so whoever
-- does not know the outcome runs it again.
--
-- KEYS   those of keys.lua; 18 the once key (list: outcome, then document and number in turn); from 19 on two for each
--        index: its entries (zset of sort NUL id, equal scores) and its places (hash: id -> its sorts, joined by NUL)
-- ARGV   keep in ms (0: for ever), outcome, mark (1: a repetition writes too, so that WAIT has something to wait for),
--        once key, ms until which it is kept, then for each kind how many and their fields:
--        documents (id, version read, version after, prefix, body), guards (id, version), claims (key, holder),
--        releases (key, holder), entries removed (index, sort NUL id), entries added (index, sort NUL id),
--        timers fired (key, timer), timers cancelled (key), timers set (key, ms, timer), audit (entry, payload or ''),
--        payloads erased (position),
--        receipts (key, token, how, ms, reason), notices (key, lane hash, lane, ms, body), indexes in the order of KEYS (name)
-- Returns {'done', document, number, ...}, {'repeated', outcome, document, number, ...}, {'stale', what},
--        {'taken', claim, holder}, {'paused'} or {'uncounted', counter}

local once = KEYS[fixed + 1]
local position = 0
local function take()
  position = position + 1
  return ARGV[position]
end
local function list(fields)
  local items = {}
  for i = 1, tonumber(take()) do
    items[i] = { unpack(ARGV, position + 1, position + fields) }
    position = position + fields
  end
  return items
end

local keep, outcome, mark, name, until_ms = tonumber(take()), take(), take(), take(), take()
local docs = list(5)
local guards = list(2)
local wanted = list(2)
local released = list(2)
local removed = list(2)
local added = list(2)
local fired = list(2)
local cancelled = list(1)
local set = list(3)
local entries = list(2)
local erased = list(1)
local receipts = list(5)
local posted = list(5)
local names = list(1)

-- Checks.

if call('EXISTS', paused) == 1 then return { 'paused' } end
local seen = call('LRANGE', once, 0, -1)
if #seen > 0 then
  expect('hash', counters)
  if mark == '1' then call('HSET', counters, 'repeated', '1') end
  table.insert(seen, 1, 'repeated')
  return seen
end

-- Documents and guards: as they were read.
local given, used = {}, { 'change' }
local current = fields(versions, firsts(guards, docs))
local function stale(item, i)
  local value = current[i] or '0 '
  local space = string.find(value, ' ', 1, true)
  if string.sub(value, 1, space - 1) ~= item[2] then return { 'stale', item[1] } end
  return nil, string.sub(value, space + 1)
end
local refused
for i, g in ipairs(guards) do
  refused = stale(g, i)
  if refused then return refused end
end
if #docs > 0 then expect('hash', documents) end
for i, d in ipairs(docs) do
  refused, given[i] = stale(d, #guards + i)
  if refused then return refused end
  if given[i] == '' and d[4] ~= '' then
    if #used == 1 then expect('hash', numbers) end
    table.insert(used, 'number/' .. string.upper(d[4]))
  end
end

-- Timers: those that fired stand so. Of those that are cancelled most do not stand.
local over = {}
if #fired + #cancelled + #set > 0 then
  expect('zset', timers)
  for i, standing in ipairs(fields(timer, firsts(fired, cancelled, set))) do
    local f, c = fired[i], cancelled[i - #fired]
    if f and standing ~= f[2] then return { 'stale', f[1] } end
    if standing and (f or c) then over[#over + 1] = (f or c)[1] end
  end
end

-- Outbox: the leases are held.
if #receipts + #posted > 0 then
  read(firsts(receipts, posted))
  expect('zset', lanes)
  expect('zset', heads)
  table.insert(used, 'notice')
  table.insert(used, 'failure')
end
for _, r in ipairs(receipts) do
  local n = notice(r[1])
  if not n or n.token ~= r[2] or r[2] == '0' then return { 'stale', r[1] } end
end
local given_up = {}
if #receipts + #posted > 0 and expect('hash', failures) + #receipts > 0 then
  expect('zset', failed)
  given_up = fields(failures, firsts(posted))
end

-- Claims: free, held by the same, or released here.
local holders, freed = fields(claims, firsts(wanted, released)), {}
for _, r in ipairs(released) do freed[#r[1] .. ':' .. r[1] .. r[2]] = true end
for i, w in ipairs(wanted) do
  local holder = holders[i]
  if holder and holder ~= w[2] and not freed[#w[1] .. ':' .. w[1] .. holder] then return { 'taken', w[1], holder } end
end

-- Indexes, the log and the counters can only be of a wrong kind. An index that is not there is a new one.
local function index(n) return KEYS[fixed + 2 * n], KEYS[fixed + 2 * n + 1] end
local function split(entry)
  local nul = string.find(entry, '\0', 1, true)
  return string.sub(entry, 1, nul - 1), string.sub(entry, nul + 1)
end
local moved, sorts, new = {}, {}, {} -- by index: the ids whose places may change, and their sorts
for n in ipairs(names) do moved[n], sorts[n] = {}, {} end
for _, entries in ipairs({ removed, added }) do
  for _, e in ipairs(entries) do
    e.index, e.sort, e.id = tonumber(e[1]), split(e[2])
    table.insert(moved[e.index], { e.id })
  end
end
for n, name in ipairs(names) do
  local places, of = index(n)
  if expect('zset', places) == 0 then
    new[#new + 1] = 0
    new[#new + 1] = name[1]
  end
  for i, value in ipairs(fields(of, firsts(moved[n]))) do sorts[n][moved[n][i][1]] = value end
end
expect('zset', onces)
if #new > 0 then expect('zset', indexes) end
if #entries > 0 then expect('list', log) end
if #entries + #erased > 0 then expect('hash', payloads) end
refused = prepare(used)
if refused then return refused end

-- Writes. What is taken away goes first, so that one change can move an entry, pass a claim on or set a timer it fired.

count('change')
local result = { outcome }
for i, d in ipairs(docs) do
  local number = given[i]
  if number == '' and d[4] ~= '' then
    number = d[4] .. '-' .. digits(count('number/' .. string.upper(d[4])))
    call('HSET', numbers, string.upper(number), d[1])
  end
  call('HSET', versions, d[1], d[3] .. ' ' .. number)
  call('HSET', documents, d[1], d[3] .. ' ' .. #number .. ' ' .. number .. d[5])
  if number ~= '' then
    table.insert(result, d[1])
    table.insert(result, number)
  end
end
for _, r in ipairs(released) do
  if call('HGET', claims, r[1]) == r[2] then call('HDEL', claims, r[1]) end
end
for _, w in ipairs(wanted) do call('HSET', claims, w[1], w[2]) end

for _, e in ipairs(removed) do
  if call('ZREM', (index(e.index)), e[2]) == 1 then
    local left = '\0' .. (sorts[e.index][e.id] or e.sort) .. '\0'
    local from, to = string.find(left, '\0' .. e.sort .. '\0', 1, true)
    if from then left = string.sub(left, 1, from) .. string.sub(left, to + 1) end
    sorts[e.index][e.id] = #left > 1 and string.sub(left, 2, -2)
  end
end
if #new > 0 then call('ZADD', indexes, unpack(new)) end
for _, e in ipairs(added) do
  if call('ZADD', (index(e.index)), 0, e[2]) == 1 then
    local before = sorts[e.index][e.id]
    sorts[e.index][e.id] = before and before .. '\0' .. e.sort or e.sort
  end
end
for n in ipairs(names) do
  local _, of = index(n)
  for id, value in pairs(sorts[n]) do
    if value then call('HSET', of, id, value) else call('HDEL', of, id) end
  end
end

for from = 1, #over, 1000 do
  local to = math.min(from + 999, #over)
  call('HDEL', timer, unpack(over, from, to))
  call('ZREM', timers, unpack(over, from, to))
end
for _, s in ipairs(set) do
  call('ZADD', timers, s[2], s[1])
  call('HSET', timer, s[1], s[3])
end
for _, e in ipairs(entries) do
  local at = call('RPUSH', log, e[1])
  if e[2] ~= '' then call('HSET', payloads, at, e[2]) end
end
for _, e in ipairs(erased) do call('HDEL', payloads, e[1]) end
local ended = {}
for _, r in ipairs(receipts) do
  ended[r[1]] = r[3]
  finish(r[1], r[3], tonumber(r[4]), r[5])
end
for i, n in ipairs(posted) do
  local tried = given_up[i] or ended[n[1]] == 'failed'
  if tried then forget(n[1]) end
  queue(n[1], n[2], n[3], tonumber(n[4]), n[5], tried and true or false)
end
flush()
counted()

for from = 1, #result, 1000 do call('RPUSH', once, unpack(result, from, math.min(from + 999, #result))) end
if keep > 0 then call('PEXPIRE', once, digits(keep)) end
call('ZADD', onces, until_ms, name)
result[1] = 'done'
return result
