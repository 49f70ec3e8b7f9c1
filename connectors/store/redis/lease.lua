-- Hands out notices, those of the lowest rank and of these the longest free first, each with a token that was never given before.
--
-- KEYS   those of keys.lua
-- ARGV   now in ms, end of the lease in ms, how many at most, ms before which once keys are forgotten, how many ranks
-- Returns {'paused'}, or key, lane, token, attempts, again (1 or 0), reason and body of each in turn

expect('zset', heads)
expect('hash', notices)
if call('EXISTS', paused) == 1 then return { 'paused' } end
local wrong = prepare({ 'token', 'change' })
if wrong then return wrong end

-- The names of once keys that are forgotten go here, some at a time: commits have no time for it.
local over = call('ZRANGE', onces, '-inf', '(' .. ARGV[4], 'BYSCORE', 'LIMIT', 0, 1000)
if #over > 0 then call('ZREM', onces, unpack(over)) end

local leased, due = { 'done' }, {}
for rank = 0, tonumber(ARGV[5]) - 1 do
  local left = tonumber(ARGV[3]) - #due
  if left <= 0 then break end
  local from = rank * tier
  for _, where in ipairs(call('ZRANGE', heads, digits(from), digits(from + ARGV[1]), 'BYSCORE', 'LIMIT', 0, left)) do due[#due + 1] = where end
end
for _, where in ipairs(due) do
  if not notice(keyAt(where)) then return { 'unreadable', keyAt(where) } end
end
for _, where in ipairs(due) do
  local key = keyAt(where)
  local r = notice(key)
  r.again = r.again or r.token ~= '0'
  r.token, r.newer, r.due = digits(count('token')), false, ofRank(r, tonumber(ARGV[2]))
  free(key, r)
  write(key, r)
  for _, part in ipairs({ key, r.lane, r.token, digits(r.attempts), r.again and '1' or '0', r.reason, r.body }) do
    table.insert(leased, part)
  end
end
flush()
if #due + #over > 0 then
  count('change')
  counted()
end
return leased
