-- What every script begins with.
--
-- KEYS 1 to 17, of one workspace:
--   1 counters   hash  what is counted -> the last number given
--   2 versions   hash  document -> version " " number
--   3 documents  hash  document -> version " " length of number " " number body
--   4 numbers    hash  NUMBER -> document
--   5 claims     hash  key -> holder
--   6 timers     zset  key by millisecond
--   7 timer      hash  key -> all of the timer, as Go wrote it
--   8 log        list  audit entries; the first has position 1
--   9 payloads   hash  position -> payload
--  10 notices    hash  key -> record, see outbox.lua
--  11 lanes      zset  lane hash, place, key; equal scores
--  12 heads      zset  place, key of the first of each lane by the millisecond at which it is free
--  13 failed     zset  key of a notice given up, by when
--  14 failures   hash  key -> record
--  15 indexes    zset  names of the indexes; equal scores: a dump cannot ask for what it does not know of
--  16 onces      zset  once keys by the millisecond until which they are kept; inf: for ever
--  17 paused     text  who reads or writes everything just now; until it ends nobody else writes
local counters, versions, documents, numbers, claims, timers, timer, log, payloads, notices, lanes, heads, failed, failures, indexes, onces, paused =
  unpack(KEYS, 1, 17)
local fixed = 17
local call, ipairs, pairs, unpack, tonumber, find, sub, format = redis.call, ipairs, pairs, unpack, tonumber, string.find, string.sub, string.format

-- A key that holds something of another kind is found before the first write: asking how much it holds, or reading it,
-- raises WRONGTYPE, and what is only written later is expected first.
local sizes = { hash = 'HLEN', zset = 'ZCARD', list = 'LLEN' }
local function expect(kind, key) return call(sizes[kind], key) end

-- fields reads many fields of a hash in parts that fit Lua's stack; false where there is none.
local function fields(key, names)
  if #names <= 1000 then return #names > 0 and call('HMGET', key, unpack(names)) or {} end
  local values = {}
  for from = 1, #names, 1000 do
    local to = math.min(from + 999, #names)
    for i, value in ipairs(call('HMGET', key, unpack(names, from, to))) do values[from + i - 1] = value end
  end
  return values
end

-- digits writes a whole number; Lua's own way would round one above 10^14.
local function digits(n) return format('%d', n) end

-- Counters are read before the first write and written once, after the last count.
local counts = {}
local function prepare(names)
  for i, value in ipairs(fields(counters, names)) do
    counts[names[i]] = tonumber(value or '0')
    if not counts[names[i]] then return { 'uncounted', names[i] } end
  end
end

local function count(name)
  counts[name] = counts[name] + 1
  return counts[name]
end

local function counted()
  local all = {}
  for name, n in pairs(counts) do
    all[#all + 1] = name
    all[#all + 1] = digits(n)
  end
  if #all > 0 then call('HSET', counters, unpack(all)) end
end

-- remembered is what the once key of a commit keeps, each with its length and a space before it: the outcome, then document
-- and number in turn. Earlier programs kept a list of the same.
local function remembered(key)
  local value = redis.pcall('GET', key)
  if type(value) ~= 'table' then return value end
  local parts = {}
  for i, text in ipairs(call('LRANGE', key, 0, -1)) do parts[i] = #text .. ' ' .. text end
  return table.concat(parts)
end
