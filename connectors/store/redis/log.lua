-- Reads the audit log in order.
--
-- KEYS   those of keys.lua
-- ARGV   the position after which to begin, the last position wanted
-- Returns entry and payload ('' where there is none) of each in turn

local list = { 'done' }
for i, entry in ipairs(call('LRANGE', log, ARGV[1], tonumber(ARGV[2]) - 1)) do
  table.insert(list, entry)
  table.insert(list, call('HGET', payloads, digits(ARGV[1] + i)) or '')
end
return list
