-- Puts a failed delivery back at the end of its lane.
--
-- KEYS   those of keys.lua
-- ARGV   key, ms at which it is due
-- Returns {'done'}, or {'gone'} when it is not on the list

local key, is = misplaced(kind)
if key then return { 'misplaced', key, is } end
if uncounted('notice') then return { 'uncounted', 'notice' } end

local value = call('HGET', failures, ARGV[1])
if not value then return { 'gone' } end
local r = decoded(value)
if not r then return { 'unreadable', ARGV[1] } end
forget(ARGV[1])
queue(ARGV[1], r.hash, r.lane, tonumber(ARGV[2]), r.body, true)
return { 'done' }
