-- Gives what once keys keep.
--
-- KEYS   those of keys.lua; from 18 on the once keys
-- Returns for each what is remembered; '' when its time is over

local list = { 'done' }
for i = fixed + 1, #KEYS do list[i - fixed + 1] = remembered(KEYS[i]) or '' end
return list
