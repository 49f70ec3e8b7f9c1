-- Reads the audit log in order.
--
-- KEYS   those of keys.lua
-- ARGV   the position after which to begin, the last position wanted
-- Returns entry and payload ('' where there is none) of each in turn

local entries, positions = call('LRANGE', log, ARGV[1], tonumber(ARGV[2]) - 1), {}
for i in ipairs(entries) do positions[i] = digits(ARGV[1] + i) end
local typed, list = fields(payloads, positions), { 'done' }
for i, entry in ipairs(entries) do
  list[2 * i] = entry
  list[2 * i + 1] = typed[i] or ''
end
return list
