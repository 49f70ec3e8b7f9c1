-- Whole commits, each all or nothing: first every check, then only writes that cannot fail. Commits that come at the same
-- time and have nothing in common share the commands. Each is idempotent by its once key, so whoever does not know the
-- outcome runs it again.
--
-- KEYS   those of keys.lua; from 18 on the once key of each change (list: outcome, then document and number in turn); then
--        two for each index: its entries (zset of sort NUL id, equal scores) and its places (hash: id -> its sorts, joined
--        by NUL)
-- ARGV   mark (1: a repetition writes too, so that WAIT has something to wait for), how many changes, how many indexes, the
--        names of the indexes in the order of KEYS, then for each change: keep in ms (0: for ever), outcome, once key, ms
--        until which it is kept, then for each kind how many and their fields:
--        documents (id, what versions has of it, its number, prefix, then what versions and documents are to have: all with
--        the number that the caller knows), guards (id, version and a space), claims (key, holder),
--        releases (key, holder), entries removed (index, sort NUL id), entries added (index, sort NUL id),
--        timers fired (key, timer), timers cancelled (key), timers set (key, ms, timer), audit (entry, payload or ''),
--        payloads erased (position),
--        receipts (key, token, how, ms, reason), notices (key, lane hash, ms, record up to its place)
--        No two changes have a document, guard of one, claim, entry of an index, timer or lane in common; one with receipts
--        or erasures comes alone.
-- Returns {'paused'}, {'uncounted', counter}, or {'each', one for each change}: {'done', document, number, ...},
--        {'repeated', outcome, document, number, ...}, {'stale', what} or {'taken', claim, holder}

local given, position, none = ARGV, 0, {}
local function take()
  position = position + 1
  return given[position]
end
local function list(size)
  local n = take()
  if n == '0' then return none end -- as most are
  local items, from = {}, position
  position = from + n * size
  for i = 1, tonumber(n) do
    items[i] = { unpack(given, from + 1, from + size) }
    from = from + size
  end
  return items
end

local mark, many = take(), tonumber(take())
local names, changes, answers = list(1), {}, { 'each' }
for i = 1, many do
  changes[i] = {
    at = i + 1, once = KEYS[fixed + i], keep = take(), outcome = take(), name = take(), until_ms = take(), docs = list(6), guards = list(2),
    wanted = list(2), released = list(2), removed = list(2), added = list(2), fired = list(2), cancelled = list(1), set = list(3),
    entries = list(2), erased = list(1), receipts = list(5), posted = list(4),
  }
end

-- seek gives the values of the first fields of many items, asked for once.
local function seek(key, kinds)
  local names, known = {}, {}
  for _, c in ipairs(changes) do
    for _, kind in ipairs(kinds) do
      for _, item in ipairs(c[kind]) do
        local name = item[1]
        if known[name] == nil then
          known[name] = false
          names[#names + 1] = name
        end
      end
    end
  end
  for i, value in ipairs(fields(key, names)) do known[names[i]] = value end
  return known
end

-- any tells whether there is something of some kinds.
local function any(...)
  for _, kind in ipairs({ ... }) do
    for _, c in ipairs(changes) do
      if #c[kind] > 0 then return true end
    end
  end
  return false
end

-- put writes many values with one command, or as few as fit Lua's stack; two and two belong together.
local function put(command, key, values)
  for from = 1, #values, 1000 do call(command, key, unpack(values, from, math.min(from + 999, #values))) end
end
local function two(values, a, b)
  local n = #values
  values[n + 1], values[n + 2] = a, b
end

-- Checks.

if call('EXISTS', paused) == 1 then return { 'paused' } end
local again = false

-- refuse takes out the changes that something speaks against.
local function refuse(against)
  local left = {}
  for _, c in ipairs(changes) do
    local answer = answers[c.at] or against(c)
    if answer then answers[c.at] = answer else left[#left + 1] = c end
  end
  changes = left
end

if call('EXISTS', unpack(KEYS, fixed + 1, fixed + many)) > 0 then -- as they seldom do
  refuse(function(c)
    local seen = call('LRANGE', c.once, 0, -1)
    if #seen == 0 then return nil end
    table.insert(seen, 1, 'repeated')
    again = mark == '1'
    return seen
  end)
end
if again then expect('hash', counters) end

-- Documents and guards: as they were read.
local used, counted_up = { 'change' }, {}
local function counts_up(name)
  if not counted_up[name] then
    used[#used + 1] = name
    counted_up[name] = true
  end
end
local current = seek(versions, { 'guards', 'docs' })
refuse(function(c)
  for _, g in ipairs(c.guards) do
    if find(current[g[1]] or '0 ', g[2], 1, true) ~= 1 then return { 'stale', g[1] } end
  end
  c.given = {}
  for i, d in ipairs(c.docs) do
    local value = current[d[1]] or '0 '
    local number = d[3]
    if value ~= d[2] then
      local space = find(value, ' ', 1, true)
      if find(d[2], sub(value, 1, space), 1, true) ~= 1 then return { 'stale', d[1] } end
      number = sub(value, space + 1)
    end
    c.given[i] = number
  end
end)
if any('docs') then expect('hash', documents) end
for _, c in ipairs(changes) do
  for i, d in ipairs(c.docs) do
    if c.given[i] == '' and d[4] ~= '' then
      if #used == 1 then expect('hash', numbers) end
      counts_up('number/' .. string.upper(d[4]))
    end
  end
end

-- Timers: those that fired stand so.
if any('fired', 'cancelled', 'set') then
  expect('zset', timers)
  expect('hash', timer)
  local standing = seek(timer, { 'fired' })
  refuse(function(c)
    for _, f in ipairs(c.fired) do
      if standing[f[1]] ~= f[2] then return { 'stale', f[1] } end
    end
  end)
end

-- Outbox: the leases are held.
local given_up = {}
if any('receipts', 'posted') then
  local keys = {}
  for _, c in ipairs(changes) do
    for _, r in ipairs(c.receipts) do keys[#keys + 1] = r[1] end
    for _, n in ipairs(c.posted) do keys[#keys + 1] = n[1] end
  end
  read(keys)
  expect('zset', lanes)
  expect('zset', heads)
  counts_up('notice')
  counts_up('failure')
  if expect('hash', failures) > 0 or any('receipts') then
    expect('zset', failed)
    given_up = seek(failures, { 'posted' })
  end
  refuse(function(c)
    for _, r in ipairs(c.receipts) do
      local n = notice(r[1])
      if not n or n.token ~= r[2] or r[2] == '0' then return { 'stale', r[1] } end
    end
  end)
end

-- Claims: free, held by the same, or released here.
local holders = seek(claims, { 'wanted', 'released' })
refuse(function(c)
  local freed = {}
  for _, r in ipairs(c.released) do freed[#r[1] .. ':' .. r[1] .. r[2]] = true end
  for _, w in ipairs(c.wanted) do
    local holder = holders[w[1]]
    if holder and holder ~= w[2] and not freed[#w[1] .. ':' .. w[1] .. holder] then return { 'taken', w[1], holder } end
  end
end)

-- Indexes, the log and the counters can only be of a wrong kind. An index that is not there is a new one.
local function split(entry)
  local nul = find(entry, '\0', 1, true)
  return sub(entry, 1, nul - 1), sub(entry, nul + 1)
end
local moved, new = {}, {} -- by index: its entries that go and come, the ids of these, and their sorts
for _, c in ipairs(changes) do
  for _, kind in ipairs({ 'removed', 'added' }) do
    for _, e in ipairs(c[kind]) do
      local n = tonumber(e[1])
      local m = moved[n]
      if not m then
        local places = fixed + many + 2 * n
        m = { entries = KEYS[places - 1], places = KEYS[places], removed = {}, added = {}, sorts = {}, had = {}, ids = {} }
        moved[n] = m
      end
      e.sort, e.id = split(e[2])
      m[kind][#m[kind] + 1] = e
      if m.sorts[e.id] == nil then
        m.sorts[e.id] = false
        m.ids[#m.ids + 1] = e.id
      end
    end
  end
end
for n, m in pairs(moved) do
  if expect('zset', m.entries) == 0 then two(new, '0', names[n][1]) end
  for i, value in ipairs(fields(m.places, m.ids)) do
    local id = m.ids[i]
    m.sorts[id], m.had[id] = value, value
  end
end
expect('zset', onces)
if #new > 0 then expect('zset', indexes) end
local before = any('entries') and expect('list', log)
if any('entries', 'erased') then expect('hash', payloads) end
local refused = prepare(used)
if refused then return refused end

-- Writes. What is taken away goes first, so that one change can move an entry, pass a claim on or set a timer it fired.

if again then call('HSET', counters, 'repeated', '1') end
if #changes == 0 then return answers end

local version, document, numbered, dropped, held = {}, {}, {}, {}, {}
for _, c in ipairs(changes) do
  local result = { c.outcome }
  c.result = result
  count('change')
  for i, d in ipairs(c.docs) do
    local number = c.given[i]
    if number == '' and d[4] ~= '' then
      number = d[4] .. '-' .. digits(count('number/' .. string.upper(d[4])))
      two(numbered, string.upper(number), d[1])
    end
    if number == d[3] then -- as with all but new ones; a text put together is hashed byte by byte
      two(version, d[1], d[5])
      two(document, d[1], d[6])
    else
      local after, text = sub(d[5], 1, -1 - #d[3]), #d[3] .. ' ' .. d[3]
      two(version, d[1], after .. number)
      two(document, d[1], after .. #number .. ' ' .. number .. sub(d[6], #after + #text + 1))
    end
    if number ~= '' then two(result, d[1], number) end
  end
  for _, r in ipairs(c.released) do
    if holders[r[1]] == r[2] then dropped[#dropped + 1] = r[1] end
  end
  for _, w in ipairs(c.wanted) do two(held, w[1], w[2]) end
end
put('HSET', numbers, numbered)
put('HSET', versions, version)
put('HSET', documents, document)
put('HDEL', claims, dropped)
put('HSET', claims, held)

put('ZADD', indexes, new)
for _, m in pairs(moved) do
  local gone, come, kept, left = {}, {}, {}, {}
  for i, e in ipairs(m.removed) do
    gone[i] = e[2]
    local all = m.sorts[e.id]
    if all == e.sort then
      m.sorts[e.id] = false
    elseif all then
      all = '\0' .. all .. '\0'
      local from, to = find(all, '\0' .. e.sort .. '\0', 1, true)
      if from then m.sorts[e.id] = sub(sub(all, 1, from) .. sub(all, to + 1), 2, -2) end
    end
  end
  for _, e in ipairs(m.added) do
    two(come, '0', e[2])
    local all = m.sorts[e.id]
    if not all then
      m.sorts[e.id] = e.sort
    elseif not find('\0' .. all .. '\0', '\0' .. e.sort .. '\0', 1, true) then
      m.sorts[e.id] = all .. '\0' .. e.sort
    end
  end
  for _, id in ipairs(m.ids) do
    local value = m.sorts[id]
    if value and value ~= m.had[id] then two(kept, id, value) end
    if not value and m.had[id] then left[#left + 1] = id end
  end
  put('ZREM', m.entries, gone)
  put('ZADD', m.entries, come)
  put('HSET', m.places, kept)
  put('HDEL', m.places, left)
end

local over, due, set, told, typed, erased, kept = {}, {}, {}, {}, {}, {}, {}
for _, c in ipairs(changes) do
  for _, f in ipairs(c.fired) do over[#over + 1] = f[1] end
  for _, f in ipairs(c.cancelled) do over[#over + 1] = f[1] end
  for _, s in ipairs(c.set) do
    two(due, s[2], s[1])
    two(set, s[1], s[3])
  end
  for _, e in ipairs(c.entries) do
    told[#told + 1] = e[1]
    if e[2] ~= '' then two(typed, #told, e[2]) end
  end
  for _, e in ipairs(c.erased) do erased[#erased + 1] = e[1] end
end
put('HDEL', timer, over)
put('ZREM', timers, over)
put('ZADD', timers, due)
put('HSET', timer, set)
if #told > 0 then
  put('RPUSH', log, told)
  for i = 1, #typed, 2 do typed[i] = digits(before + typed[i]) end
  put('HSET', payloads, typed)
end
put('HDEL', payloads, erased)

local ended = {}
for _, c in ipairs(changes) do
  for _, r in ipairs(c.receipts) do
    ended[r[1]] = r[3]
    finish(r[1], r[3], tonumber(r[4]), r[5])
  end
  for _, n in ipairs(c.posted) do
    local tried = given_up[n[1]] or ended[n[1]] == 'failed'
    if tried then forget(n[1]) end
    post(n[1], n[2], n[3], n[4], tried and true or false)
  end
end
flush()
counted()

for _, c in ipairs(changes) do
  put('RPUSH', c.once, c.result)
  if c.keep ~= '0' then call('PEXPIRE', c.once, c.keep) end
  two(kept, c.until_ms, c.name)
  c.result[1] = 'done'
  answers[c.at] = c.result
end
put('ZADD', onces, kept)
return answers
