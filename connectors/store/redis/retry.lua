-- Puts a failed delivery back at the end of its lane.
--
-- KEYS   those of keys.lua
-- ARGV   key, ms at which it is due
-- Returns {'done'}, {'paused'}, or {'gone'} when it is not on the list

expect('zset', lanes)
expect('zset', heads)
expect('zset', failed)
expect('hash', notices)
if call('EXISTS', paused) == 1 then return { 'paused' } end
local wrong = prepare({ 'notice', 'change' })
if wrong then return wrong end

local value = call('HGET', failures, ARGV[1])
if not value then return { 'gone' } end
local r = decoded(value)
if not r then return { 'unreadable', ARGV[1] } end
count('change')
forget(ARGV[1])
local rank = string.match(r.body, '"rank":(%d)') or 0 -- in texts of the body quotation marks are escaped
queue(ARGV[1], r.hash, r.lane, rank * tier + ARGV[2], r.body, true)
flush()
counted()
return { 'done' }
