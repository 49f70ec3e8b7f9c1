-- What every script begins with.
--
-- KEYS 1 to 14, of one workspace:
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
local counters, versions, documents, numbers, claims, timers, timer, log, payloads, notices, lanes, heads, failed, failures =
  unpack(KEYS, 1, 14)
local fixed = 14
local call = redis.call

-- misplaced names the first key that holds something of another kind.
local function misplaced(kinds)
  for i, key in ipairs(KEYS) do
    local is = call('TYPE', key).ok
    if is ~= 'none' and is ~= kinds(i) then return key, is end
  end
end

local function kind(i)
  if i == 8 then return 'list' end
  if i == 6 or i == 11 or i == 12 or i == 13 then return 'zset' end
  return 'hash'
end

-- digits writes a whole number; Lua's own way would round one above 10^14.
local function digits(n) return string.format('%.0f', n) end

-- uncounted tells whether a counter holds no number, so that counting on would fail.
local function uncounted(name) return not tonumber(call('HGET', counters, name) or '0') end

local function count(name)
  local n = tonumber(call('HGET', counters, name) or '0') + 1
  call('HSET', counters, name, digits(n))
  return n
end
