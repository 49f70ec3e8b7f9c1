-- Notices. A record: seq (place in the order of commits), lane, hash (of the lane), at (not before), due (free for a
-- lease from then on), token ('0' while nobody holds it), newer (replaced under its lease), attempts (that failed),
-- again (it may have been posted, though no receipt says so), reason, body.

-- Moments of notices are places (outbox.Rank): tier times the rank and the millisecond. ofRank is the place of a
-- moment for a notice of the rank of r.
local tier = 1e13
local function ofRank(r, ms) return math.floor(r.at / tier) * tier + ms end

local function decoded(value)
  local ok, record = pcall(cmsgpack.unpack, value)
  if ok and type(record) == 'table' then return record end
end

local function whole(r)
  for _, name in ipairs({ 'seq', 'at', 'due', 'attempts' }) do
    if type(r[name]) ~= 'number' then return false end
  end
  return type(r.hash) == 'string' and r
end

-- Records are read once, and made of their text where somebody asks for them. One that is not whole is none, so that no
-- write stumbles over it.
local records = {}
local function read(keys)
  for i, value in ipairs(fields(notices, keys)) do records[keys[i]] = value end
end

local function notice(key)
  if records[key] == nil then read({ key }) end
  local r = records[key]
  if type(r) ~= 'string' then return r end
  r = decoded(r)
  r = r and whole(r) or false
  records[key] = r
  return r
end

-- Records, places at the end of lanes and among the heads are written together at the end, by flush.
local fresh, written, placed, freed = {}, {}, {}, {}

local function write(key, r)
  records[key] = r
  written[key] = r
end

local function flush()
  local all = fresh
  for key, r in pairs(written) do
    all[#all + 1] = key
    all[#all + 1] = cmsgpack.pack(r)
  end
  for from = 1, #all, 1000 do call('HSET', notices, unpack(all, from, math.min(from + 999, #all))) end
  local due = {}
  for where, at in pairs(freed) do
    due[#due + 1] = at
    due[#due + 1] = where
  end
  for from = 1, #due, 1000 do call('ZADD', heads, unpack(due, from, math.min(from + 999, #due))) end
  for from = 1, #placed, 1000 do call('ZADD', lanes, unpack(placed, from, math.min(from + 999, #placed))) end
end

-- place is a notice among the heads and, after the hash of its lane, in its lane.
local function place(key, r) return format('%016d', r.seq) .. key end

local function keyAt(where) return sub(where, 17) end

-- head is the place of the first of a lane. After the hash comes a digit, and ':' follows '9'.
local function head(hash)
  local first = call('ZRANGE', lanes, '[' .. hash, '(' .. hash .. ':', 'BYLEX', 'LIMIT', 0, 1)[1]
  return first and sub(first, #hash + 1)
end

local function free(key, r) freed[place(key, r)] = digits(r.due) end

local taken = {} -- lanes in which something waits, as far as queue knows

-- last puts a notice at the end of its lane.
local function last(key, hash, seq, due)
  local where = format('%016d', seq) .. key
  if not taken[hash] and not head(hash) then freed[where] = due end
  taken[hash] = true
  placed[#placed + 1] = '0'
  placed[#placed + 1] = hash .. where
end

-- queue puts a notice at the end of its lane. No lane loses its first one after that. An equal key that waits is replaced where it stands, with its attempts
-- starting again; under a lease it is only marked, so that the receipt of the older one does not remove it. again tells
-- of a new one that it was tried before.
local function queue(key, hash, lane, at, body, again)
  local r = notice(key)
  if not r then
    r = { seq = count('notice'), lane = lane, hash = hash, at = at, due = at, token = '0', newer = false,
      attempts = 0, again = again, reason = '', body = body }
    last(key, hash, r.seq, digits(at))
    return write(key, r)
  end
  r.at, r.body = at, body
  if r.token ~= '0' then
    r.newer, r.due = true, math.max(r.due, at)
  else
    r.due, r.attempts, r.reason = at, 0, ''
  end
  if freed[place(key, r)] or call('ZSCORE', heads, place(key, r)) then free(key, r) end
  write(key, r)
end

-- post queues a notice of which Go has written the record, with the place in the order of commits that it expects: a new
-- one, as most are, only gets its place. A text put together is hashed byte by byte, so that this is done only where
-- somebody else has given places meanwhile.
local function post(key, hash, at, record, expected, again)
  if again or notice(key) then
    local r = decoded(record)
    return queue(key, hash, r.lane, r.at, r.body, again)
  end
  local seq = count('notice')
  if seq ~= expected then record = sub(record, 1, -10) .. cmsgpack.pack(seq) end
  records[key] = record
  fresh[#fresh + 1] = key
  fresh[#fresh + 1] = record
  last(key, hash, seq, at)
end

-- leave takes a notice out of its lane and lets the next one come forward.
local function leave(key, r)
  records[key], written[key] = false, nil
  call('HDEL', notices, key)
  call('ZREM', lanes, r.hash .. place(key, r))
  call('ZREM', heads, place(key, r))
  freed[place(key, r)] = nil
  local first = head(r.hash)
  if first then
    local following = notice(keyAt(first))
    freed[first] = following and digits(following.due) or '0'
  end
end

-- finish ends a lease: 'retry' or 'delayed' (nothing was attempted) until a moment, 'failed' or 'done'. A notice that
-- was replaced under it stays due as a new one, unless the attempt is to be repeated later anyway.
local function finish(key, how, at, reason)
  local r = notice(key)
  r.token = '0'
  if how == 'retry' or how == 'delayed' then
    if how == 'retry' then r.attempts, r.again = r.attempts + 1, true end
    r.newer, r.reason, r.due = false, reason, math.max(ofRank(r, at), r.at)
  elseif r.newer then
    r.newer, r.attempts, r.reason, r.due, r.again = false, 0, '', r.at, how == 'failed'
  else
    if how == 'failed' then
      call('ZADD', failed, digits(count('failure')), key)
      call('HSET', failures, key, cmsgpack.pack({ lane = r.lane, hash = r.hash, attempts = r.attempts + 1, reason = reason, body = r.body }))
    end
    return leave(key, r)
  end
  free(key, r)
  write(key, r)
end

-- forget takes a notice off the list of failed deliveries.
local function forget(key)
  call('HDEL', failures, key)
  call('ZREM', failed, key)
end
