-- Gives notices that wait, some at a time in no order.
--
-- KEYS   those of keys.lua
-- ARGV   cursor ('0' to begin), how many about
-- Returns the next cursor ('0' at the end), then place, key, lane, ms not before, ms due, again (1 or 0), attempts, reason
--        and body of each in turn. A leased one may have been posted.

local page = call('HSCAN', notices, ARGV[1], 'COUNT', ARGV[2])
local list = { 'done', page[1] }
for i = 1, #page[2], 2 do
  local key, r = page[2][i], decoded(page[2][i + 1])
  if not r then return { 'unreadable', key } end
  local again = (r.again or r.token ~= '0') and '1' or '0'
  for _, part in ipairs({ digits(r.seq), key, r.lane, digits(r.at), digits(r.due), again, digits(r.attempts), r.reason, r.body }) do
    table.insert(list, part)
  end
end
return list
