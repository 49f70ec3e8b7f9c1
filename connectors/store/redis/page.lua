-- A page of several merged indexes with its documents.
--
-- KEYS   those of keys.lua; from 18 on two for each index: its entries and its places, see commit.lua
-- ARGV   how many at most, the entry after which to begin ('' for the beginning)
-- Returns {'done', ids in all, 1 if more follow, then entry (sort NUL id) and document ('' where there is none) in turn}

local limit, from = tonumber(ARGV[1]), ARGV[2] == '' and '-' or '(' .. ARGV[2]
local readers = {}

local function refill(r, after)
  r.list = call('ZRANGE', r.entries, after, '+', 'BYLEX', 'LIMIT', 0, limit + 1)
  r.at = 1
end
for i = fixed + 1, #KEYS, 2 do
  local r = { entries = KEYS[i], places = KEYS[i + 1], ids = call('HLEN', KEYS[i + 1]) }
  refill(r, from)
  table.insert(readers, r)
end

-- less compares bytes. Lua's own comparison follows the locale of the server.
local function less(a, b)
  for i = 1, math.min(#a, #b) do
    local x, y = string.byte(a, i), string.byte(b, i)
    if x ~= y then return x < y end
  end
  return #a < #b
end

-- earlier tells whether an id stands before sort in any of the indexes.
local function earlier(sort, id)
  for _, r in ipairs(readers) do
    local places = call('HGET', r.places, id)
    local begin = 1
    while places and places ~= sort do
      local nul = string.find(places, '\0', begin, true)
      if less(string.sub(places, begin, (nul or 0) - 1), sort) then return true end
      if not nul then break end
      begin = nul + 1
    end
  end
  return false
end

-- pass moves every reader that stands at an entry on.
local function pass(entry)
  for _, r in ipairs(readers) do
    if r.list[r.at] == entry then
      r.at = r.at + 1
      if r.at > #r.list and #r.list == limit + 1 then refill(r, '(' .. entry) end
    end
  end
end

local found, more = {}, 0
while true do
  local first
  for _, r in ipairs(readers) do
    local entry = r.list[r.at]
    if entry and (not first or less(entry, first)) then first = entry end
  end
  if not first then break end
  pass(first)
  local nul = string.find(first, '\0', 1, true)
  local id = string.sub(first, nul + 1)
  if not earlier(string.sub(first, 1, nul - 1), id) then
    if #found == 2 * limit then
      more = 1
      break
    end
    table.insert(found, first)
    table.insert(found, call('HGET', documents, id) or '')
  end
end

-- An id that stands in several indexes counts once: all of the largest, and what the others have beside it.
table.sort(readers, function(a, b) return a.ids > b.ids end)
local total, ids, seen = readers[1].ids, {}, {}
for i = 2, #readers do
  for _, id in ipairs(call('HKEYS', readers[i].places)) do
    if not seen[id] then
      seen[id] = true
      ids[#ids + 1] = id
    end
  end
end
for _, there in ipairs(fields(readers[1].places, ids)) do
  if not there then total = total + 1 end
end

table.insert(found, 1, 'done')
table.insert(found, 2, total)
table.insert(found, 3, more)
return found
