-- Puts rows of a dump into an empty workspace. Running it again with the same rows changes nothing more.
--
-- KEYS   those of keys.lua; then for entries two for each index, its entries and its places, for once keys one each
-- ARGV   who fills, as paused has it, the kind of all rows, then for each row how many cells and the cells:
--        document (id, version, number, body), counter (name, value), claim (key, holder), entry (index of KEYS, name, sort,
--        id), timer (key, ms, timer), once (index of KEYS, key, ms or '', what is remembered),
--        audit (position, entry, payload or ''), notice (key, lane hash, lane, ms not before, ms due, again (1 or 0),
--        attempts, reason, body), failed (key, lane hash, lane, attempts, reason, body)
-- Returns {'done'}, or {'lost'} when somebody else has taken over

if call('GET', paused) ~= ARGV[1] then return { 'lost' } end
local wrong = prepare({ 'notice', 'failure' })
if wrong then return wrong end

local put = {}

function put.document(c)
  call('HSET', versions, c[1], c[2] .. ' ' .. c[3])
  call('HSET', documents, c[1], c[2] .. ' ' .. #c[3] .. ' ' .. c[3] .. c[4])
  if c[3] ~= '' then call('HSET', numbers, string.upper(c[3]), c[1]) end
end

function put.counter(c) call('HSET', counters, c[1], c[2]) end

function put.claim(c) call('HSET', claims, c[1], c[2]) end

function put.entry(c)
  local at = fixed + 2 * tonumber(c[1])
  if call('ZADD', KEYS[at - 1], 0, c[3] .. '\0' .. c[4]) == 1 then
    local before = call('HGET', KEYS[at], c[4])
    call('HSET', KEYS[at], c[4], before and before .. '\0' .. c[3] or c[3])
    call('ZADD', indexes, 0, c[2])
  end
end

function put.timer(c)
  call('ZADD', timers, c[2], c[1])
  call('HSET', timer, c[1], c[3])
end

function put.once(c)
  local key = KEYS[fixed + tonumber(c[1])]
  if c[3] ~= '' then call('SET', key, c[4], 'PXAT', c[3]) else call('SET', key, c[4]) end
  call('ZADD', onces, c[3] ~= '' and c[3] or 'inf', c[2])
end

function put.audit(c)
  if call('LLEN', log) + 1 ~= tonumber(c[1]) then return end
  call('RPUSH', log, c[2])
  if c[3] ~= '' then call('HSET', payloads, c[1], c[3]) end
end

function put.notice(c)
  if notice(c[1]) then return end
  local r = { seq = count('notice'), lane = c[3], hash = c[2], at = tonumber(c[4]), due = tonumber(c[5]), token = '0', newer = false,
    attempts = tonumber(c[7]), again = c[6] == '1', reason = c[8], body = c[9] }
  if not head(r.hash) then free(c[1], r) end
  call('ZADD', lanes, 0, r.hash .. place(c[1], r))
  write(c[1], r)
end

function put.failed(c)
  if call('HEXISTS', failures, c[1]) == 1 then return end
  call('ZADD', failed, digits(count('failure')), c[1])
  call('HSET', failures, c[1], cmsgpack.pack({ lane = c[3], hash = c[2], attempts = tonumber(c[4]), reason = c[5], body = c[6] }))
end

local at = 3
while at <= #ARGV do
  local cells = {}
  for i = 1, tonumber(ARGV[at]) do cells[i] = ARGV[at + i] end
  put[ARGV[2]](cells)
  at = at + #cells + 1
end
flush()
counted()
return { 'done' }
