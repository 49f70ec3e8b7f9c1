-- Whole commits, all of them or, where something speaks against one, none: first every check, then only writes that cannot
-- fail. Commits that come at the same time and have nothing in common share the commands. Each is idempotent by its once
-- key, so whoever does not know the outcome runs it again.
--
-- KEYS   those of keys.lua; from 18 on the once key of each change (text, see keys.lua); then two for each index: its
--        entries (zset of sort NUL id, equal scores) and its places (hash: id -> its sorts, joined by NUL)
-- ARGV   mark (1: a repetition writes too, so that WAIT has something to wait for), how many changes, the place that is
--        expected of the first notice, then for each kind of all changes together how many values and the values:
--        changes (keep in ms or 0 for ever, how many documents, what is remembered), once keys (ms until which it is kept,
--        name), documents (id, what documents is to have), their versions (what versions has, what it is to have, prefix: all
--        with the number that the caller knows), guards (id, version and a space), claims (key, holder), releases (key,
--        holder), timers fired (key, timer), keys of timers that go, times of timers set (ms, key), timers set (key, timer),
--        audit entries, payloads (how many entries up to its own, payload), payloads erased (position),
--        receipts (key, token, how, ms, reason), keys of notices, notices (lane hash, ms, record);
--        then for each index its name, entries removed and entries added (sort NUL id)
--        No two changes have a document, guard of one, claim, entry of an index, timer or lane in common; one with receipts
--        or erasures comes alone.
-- Returns {'paused'}, {'uncounted', counter}, {'done', the last place given to a notice or '', document, number, ...}
--        of the numbers that the callers do not know, or
--        {'refused', what, value, ...}: o and a once key, with what is remembered; d and a document, with the version that a
--        guard has or ''; t and a timer; n and a notice; c and a claim, with its holder

local mark, many, expected, at = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), 3

-- part gives where the values of a kind begin and end.
local function part()
  local from = at + 2
  at = from - 1 + ARGV[at + 1]
  return from, at
end

local changes = part()
local names, names_to = part()
local docs, docs_to = part()
local reads = part()
local guards, guards_to = part()
local wanted, wanted_to = part()
local released, released_to = part()
local fired, fired_to = part()
local over, over_to = part()
local due, due_to = part()
local set, set_to = part()
local told, told_to = part()
local typed, typed_to = part()
local erased, erased_to = part()
local receipts, receipts_to = part()
local posted, posted_to = part()
local notices_at = part()

-- every takes each nth of some values, after those of a list.
local function every(n, from, to, list)
  local size = #list
  for i = from, to, n do
    size = size + 1
    list[size] = ARGV[i]
  end
  return list
end

-- put writes many values with one command, or as few as fit Lua's stack; two and two belong together.
local function put(command, key, values, from, to)
  for i = from, to, 1000 do call(command, key, unpack(values, i, math.min(i + 999, to))) end
end

-- Checks.

local refused = { 'refused' }
local function refuse(kind, name, value)
  local n = #refused
  refused[n + 1], refused[n + 2] = kind .. name, value
end

if call('EXISTS', unpack(KEYS, fixed, fixed + many)) > 0 then -- as they seldom do
  if call('EXISTS', paused) == 1 then return { 'paused' } end
  for i = 1, many do
    local value = remembered(KEYS[fixed + i])
    if value then refuse('o', ARGV[names + 2 * i - 1], value) end
  end
  if mark == '1' then expect('hash', counters) end
end
local again = mark == '1' and #refused > 1

-- Documents and guards: as they were read.
local used = { 'change' }
local ids = every(2, docs, docs_to, {})
local written, renumbered, has = #ids, {}, {}
local current = fields(versions, every(2, guards, guards_to, ids))
if written > 0 then expect('hash', documents) end
for i = 1, written do
  local value, from = current[i] or '0 ', reads + 3 * i - 3
  local read, prefix = ARGV[from], ARGV[from + 2]
  if value ~= read or prefix ~= '' then
    local space = find(value, ' ', 1, true)
    local number = sub(value, space + 1)
    if find(read, sub(value, 1, space), 1, true) ~= 1 then
      refuse('d', ids[i], '')
    elseif value ~= read or number == '' then
      renumbered[#renumbered + 1], has[i] = i, number
      if number == '' and prefix ~= '' then used[#used + 1] = 'number/' .. string.upper(prefix) end
    end
  end
end
for i = guards, guards_to, 2 do
  local value = current[written + (i - guards) / 2 + 1] or '0 '
  if find(value, ARGV[i + 1], 1, true) ~= 1 then refuse('d', ARGV[i], ARGV[i + 1]) end
end
if #used > 1 then expect('hash', numbers) end

-- Timers: those that fired stand so.
if over <= over_to or due <= due_to then
  expect('zset', timers)
  expect('hash', timer)
  local standing = fields(timer, every(2, fired, fired_to, {}))
  for i = fired, fired_to, 2 do
    if standing[(i - fired) / 2 + 1] ~= ARGV[i + 1] then refuse('t', ARGV[i], '') end
  end
end

-- Outbox: the leases are held.
local given_up = {}
if receipts <= receipts_to or posted <= posted_to then
  local keys = every(1, posted, posted_to, {})
  read(every(5, receipts, receipts_to, keys))
  expect('zset', lanes)
  expect('zset', heads)
  used[#used + 1] = 'notice'
  used[#used + 1] = 'failure'
  if expect('hash', failures) > 0 or receipts <= receipts_to then
    expect('zset', failed)
    for i, value in ipairs(fields(failures, keys)) do given_up[keys[i]] = value end
  end
  for i = receipts, receipts_to, 5 do
    local n = notice(ARGV[i])
    if not n or n.token ~= ARGV[i + 1] or n.token == '0' then refuse('n', ARGV[i], '') end
  end
end

-- Claims: free, held by the same, or released here.
local holders = {}
if wanted <= wanted_to or released <= released_to then
  local keys = every(2, released, released_to, every(2, wanted, wanted_to, {}))
  for i, value in ipairs(fields(claims, keys)) do holders[keys[i]] = value end
  local freed = {}
  for i = released, released_to, 2 do freed[#ARGV[i] .. ':' .. ARGV[i] .. ARGV[i + 1]] = true end
  for i = wanted, wanted_to, 2 do
    local key, holder = ARGV[i], holders[ARGV[i]]
    if holder and holder ~= ARGV[i + 1] and not freed[#key .. ':' .. key .. holder] then refuse('c', key, holder) end
  end
end

if #refused > 1 then
  if again then call('HSET', counters, 'repeated', '1') end
  return refused
end

-- Indexes, the log and the counters can only be of a wrong kind. An index that is not there is a new one. What becomes of
-- the places of an id: had are its sorts, gone and come those of one that goes and of one that comes, if any.
local function without(had, gone)
  if had == gone then return false end
  local all = '\0' .. had .. '\0'
  local from, to = find(all, '\0' .. gone .. '\0', 1, true)
  return from and sub(sub(all, 1, from) .. sub(all, to + 1), 2, -2) or had
end
local function with(had, come)
  if not had or had == come then return come end
  return find('\0' .. had .. '\0', '\0' .. come .. '\0', 1, true) and had or had .. '\0' .. come
end

local moved, new = {}, {} -- by index: entries that go and come, ids that leave, and ids and sorts that are kept
for places = fixed + many + 2, #KEYS, 2 do
  local name = ARGV[at + 1]
  at = at + 1
  local m = { places = places, kept = {}, left = {} }
  m.gone, m.gone_to = part()
  m.come, m.come_to = part()
  if expect('zset', KEYS[places - 1]) == 0 then new[#new + 1], new[#new + 2] = '0', name end
  local ids, sorts, known = {}, {}, {}
  for i = m.gone, m.come_to do
    if i <= m.gone_to or i >= m.come then
      local nul = find(ARGV[i], '\0', 1, true)
      sorts[i] = sub(ARGV[i], 1, nul - 1)
      ids[#ids + 1] = sub(ARGV[i], nul + 1)
    end
  end
  local had = fields(KEYS[places], ids)
  local n = 0
  for i = m.gone, m.come_to do
    if sorts[i] then
      n = n + 1
      local id = ids[n]
      local now = known[id]
      if now == nil then now = had[n] end
      if i >= m.come then now = with(now, sorts[i]) else now = now and without(now, sorts[i]) end
      known[id] = now
    end
  end
  for i, id in ipairs(ids) do
    local now = known[id]
    if now == false and had[i] then m.left[#m.left + 1] = id end
    if now and now ~= had[i] then m.kept[#m.kept + 1], m.kept[#m.kept + 2] = id, now end
    known[id] = nil
  end
  moved[#moved + 1] = m
end
expect('zset', onces)
if #new > 0 then expect('zset', indexes) end
local before = told <= told_to and expect('list', log)
if told <= told_to or erased <= erased_to then expect('hash', payloads) end
local wrong = prepare(used)
if wrong then return wrong end

-- Writes. What is taken away goes first, so that one change can move an entry, pass a claim on or set a timer it fired.

-- renumber writes a number into what is kept of a document; a text put together is hashed byte by byte, so that this is
-- done only where the caller did not know it.
local answer, numbered = { 'done', '' }, {}
local function renumber(i)
  local from, whole, number = reads + 3 * i - 3, docs + 2 * i - 1, has[i]
  local prefix = ARGV[from + 2]
  if number == '' and prefix ~= '' then
    number = prefix .. '-' .. digits(count('number/' .. string.upper(prefix)))
    numbered[#numbered + 1], numbered[#numbered + 2] = string.upper(number), ids[i]
  end
  local known = #ARGV[from] - find(ARGV[from], ' ', 1, true)
  local version = sub(ARGV[from + 1], 1, -1 - known)
  ARGV[from + 1] = version .. number
  ARGV[whole] = version .. #number .. ' ' .. number .. sub(ARGV[whole], #version + #digits(known) + 1 + known + 1)
  has[i] = number
  answer[#answer + 1], answer[#answer + 2] = ids[i], number
end
for _, i in ipairs(renumbered) do renumber(i) end

local version = {}
for i = 1, written do version[2 * i - 1], version[2 * i] = ids[i], ARGV[reads + 3 * i - 2] end
put('HSET', numbers, numbered, 1, #numbered)
put('HSET', versions, version, 1, #version)
put('HSET', documents, ARGV, docs, docs_to)
for i = released, released_to, 2 do
  if holders[ARGV[i]] == ARGV[i + 1] then call('HDEL', claims, ARGV[i]) end
end
put('HSET', claims, ARGV, wanted, wanted_to)

put('ZADD', indexes, new, 1, #new)
for _, m in ipairs(moved) do
  local entries, places = KEYS[m.places - 1], KEYS[m.places]
  local come = {}
  for i = m.come, m.come_to do come[#come + 1], come[#come + 2] = '0', ARGV[i] end
  put('ZREM', entries, ARGV, m.gone, m.gone_to)
  put('ZADD', entries, come, 1, #come)
  put('HSET', places, m.kept, 1, #m.kept)
  put('HDEL', places, m.left, 1, #m.left)
end

put('HDEL', timer, ARGV, over, over_to)
put('ZREM', timers, ARGV, over, over_to)
put('ZADD', timers, ARGV, due, due_to)
put('HSET', timer, ARGV, set, set_to)
put('RPUSH', log, ARGV, told, told_to)
for i = typed, typed_to, 2 do ARGV[i] = digits(before + ARGV[i]) end
put('HSET', payloads, ARGV, typed, typed_to)
put('HDEL', payloads, ARGV, erased, erased_to)

local ended = {}
for i = receipts, receipts_to, 5 do
  ended[ARGV[i]] = ARGV[i + 2]
  finish(ARGV[i], ARGV[i + 2], tonumber(ARGV[i + 3]), ARGV[i + 4])
end
for i = posted, posted_to do
  local key, from = ARGV[i], notices_at + 3 * (i - posted)
  local tried = given_up[key] or ended[key] == 'failed'
  if tried then forget(key) end
  post(key, ARGV[from], ARGV[from + 1], ARGV[from + 2], expected + i - posted, tried and true or false)
end
flush()
if counts.notice then answer[2] = digits(counts.notice) end
counts.change = counts.change + many
counted()

-- memory is what a change with a number that was not known is remembered by.
local function memory(value, from, to)
  local space = find(value, ' ', 1, true)
  local list = { sub(value, 1, space + sub(value, 1, space - 1)) }
  for i = from, to do
    local id, read = ids[i], ARGV[reads + 3 * i - 2]
    local number = sub(read, find(read, ' ', 1, true) + 1)
    if number ~= '' then list[#list + 1] = #id .. ' ' .. id .. #number .. ' ' .. number end
  end
  return table.concat(list)
end
local doc = 1
for i = 1, many do
  local from = changes + 3 * i - 3
  local keep, value = ARGV[from], ARGV[from + 2]
  if #renumbered > 0 then
    local after = doc + ARGV[from + 1]
    value = memory(value, doc, after - 1)
    doc = after
  end
  if keep == '0' then call('SET', KEYS[fixed + i], value) else call('SET', KEYS[fixed + i], value, 'PX', keep) end
end
put('ZADD', onces, ARGV, names, names_to)
return answer
