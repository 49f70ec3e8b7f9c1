-- Lists the deliveries that were given up, the oldest first.
--
-- KEYS   those of keys.lua
-- ARGV   the place after which to begin, how many at most
-- Returns place, key, lane, attempts, reason and body of each in turn

local found = call('ZRANGE', failed, '(' .. ARGV[1], '+inf', 'BYSCORE', 'LIMIT', 0, ARGV[2], 'WITHSCORES')
local list = { 'done' }
for i = 1, #found, 2 do
  local r = decoded(call('HGET', failures, found[i]) or '')
  if not r then return { 'unreadable', found[i] } end
  for _, part in ipairs({ found[i + 1], found[i], r.lane, digits(r.attempts), r.reason, r.body }) do
    table.insert(list, part)
  end
end
return list
