-- Lists the timers that have come due, the oldest first.
--
-- KEYS   those of keys.lua
-- ARGV   now in ms, how many at most
-- Returns key and timer of each in turn

local list = { 'done' }
for _, key in ipairs(call('ZRANGE', timers, '-inf', ARGV[1], 'BYSCORE', 'LIMIT', 0, ARGV[2])) do
  table.insert(list, key)
  table.insert(list, call('HGET', timer, key) or '')
end
return list
