-- Hands out notices, the longest free first, each with a token that was never given before.
--
-- KEYS   those of keys.lua
-- ARGV   now in ms, end of the lease in ms, how many at most
-- Returns key, lane, token, attempts, again (1 or 0), reason and body of each in turn

local key, is = misplaced(kind)
if key then return { 'misplaced', key, is } end
if uncounted('token') then return { 'uncounted', 'token' } end

local due = call('ZRANGE', heads, '-inf', ARGV[1], 'BYSCORE', 'LIMIT', 0, ARGV[3])
local records = {}
for i, where in ipairs(due) do
  records[i] = notice(keyAt(where))
  if not records[i] then return { 'unreadable', keyAt(where) } end
end
local leased = { 'done' }
for i, r in ipairs(records) do
  local held = keyAt(due[i])
  r.again = r.again or r.token ~= '0'
  r.token, r.newer, r.due = digits(count('token')), false, tonumber(ARGV[2])
  free(held, r)
  write(held, r)
  for _, part in ipairs({ held, r.lane, r.token, digits(r.attempts), r.again and '1' or '0', r.reason, r.body }) do
    table.insert(leased, part)
  end
end
return leased
