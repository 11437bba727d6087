import { type Script, script } from '../store/redis/redis.ts'

// An entry is three fields of one hash: `<id>` has the text, `m<id>` its merchant and bytes, and `d<id>` the diagnosis in JSON, or ? while it is being
// made. Sorted sets have the IDs of all entries and those of each merchant. All keys are in one slot of a cluster, so that the limits for all
// merchants together hold exactly.

/** KEYS of all scripts: entries, order of all, bytes by merchant, last ID, merchants. ARGV[1]: what the key of a merchant's order begins with; its ID follows. */
const SHARED = `
local entries, order, sizes, ids, merchants = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local function own(mchid) return ARGV[1] .. mchid end
local function count(mchid, bytes)
  if redis.call('HINCRBY', sizes, mchid, bytes) == 0 then redis.call('HDEL', sizes, mchid) end
  redis.call('HINCRBY', sizes, 'total', bytes)
end
local function ownerOf(id)
  local found = redis.call('HGET', entries, 'm' .. id)
  if not found then return nil end
  return string.match(found, '^(%S*) (%d+)$')
end
local function drop(id)
  local mchid, bytes = ownerOf(id)
  if not mchid then return end
  redis.call('HDEL', entries, id, 'm' .. id, 'd' .. id)
  redis.call('ZREM', order, id)
  redis.call('ZREM', own(mchid), id)
  count(mchid, -tonumber(bytes))
end
local function sizeOf(name) return tonumber(redis.call('HGET', sizes, name) or 0) end
local function dropOldest(of)
  local oldest = redis.call('ZRANGE', of, 0, 0)[1]
  if not oldest then return false end
  drop(oldest)
  return true
end
local function makeRoom(mchid, limit, ownBytes, allBytes)
  while redis.call('ZCARD', own(mchid)) > limit or sizeOf(mchid) > ownBytes do
    if not dropOldest(own(mchid)) then break end
  end
  while sizeOf('total') > allBytes do
    if not dropOldest(order) then break end
  end
end
`

/** ARGV: as above, limits (entries of a merchant, bytes of a merchant, bytes of all), channel, merchant, bytes, text, '?' when a diagnosis follows. Returns the ID. */
export const APPEND: Script = script(`${SHARED}
local mchid = ARGV[6]
if mchid ~= '' and not redis.call('ZSCORE', merchants, mchid) then mchid = '' end
local id = string.format('%.0f', redis.call('INCR', ids))
redis.call('HSET', entries, id, ARGV[8], 'm' .. id, mchid .. ' ' .. ARGV[7])
if ARGV[9] ~= '' then redis.call('HSET', entries, 'd' .. id, ARGV[9]) end
redis.call('ZADD', order, id, id)
redis.call('ZADD', own(mchid), id, id)
count(mchid, tonumber(ARGV[7]))
makeRoom(mchid, tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]))
redis.call('PUBLISH', ARGV[5], id)
return id
`)

/** ARGV: as above, the limits, channel, ID, bytes, diagnosis in JSON. */
export const DIAGNOSE: Script = script(`${SHARED}
local id = ARGV[6]
local mchid, bytes = ownerOf(id)
if not mchid then return 0 end
redis.call('HSET', entries, 'd' .. id, ARGV[8], 'm' .. id, mchid .. ' ' .. (tonumber(bytes) + tonumber(ARGV[7])))
count(mchid, tonumber(ARGV[7]))
makeRoom(mchid, tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]))
redis.call('PUBLISH', ARGV[5], id)
return 1
`)

/** ARGV: as above, merchant, 'gone' to take it off the list of merchants, too, and maybe its place: with another place on the list, nothing happens. */
export const CLEAR: Script = script(`${SHARED}
local mchid, place = ARGV[2], ARGV[4]
if place and redis.call('ZSCORE', merchants, mchid) ~= place then return 0 end
if ARGV[3] == 'gone' then redis.call('ZREM', merchants, mchid) end
for _, id in ipairs(redis.call('ZRANGE', own(mchid), 0, -1)) do drop(id) end
return 1
`)

/** ARGV: as above, merchant, the highest ID as `(7` for below 7 or `+inf`, how many or -1 for all. Returns ID, text and diagnosis, one after another, the newest entry first. */
export const READ: Script = script(`${SHARED}
local found = {}
for _, id in ipairs(redis.call('ZRANGE', own(ARGV[2]), ARGV[3], '-inf', 'BYSCORE', 'REV', 'LIMIT', 0, ARGV[4])) do
  local parts = redis.call('HMGET', entries, id, 'd' .. id)
  table.insert(found, id)
  table.insert(found, parts[1])
  table.insert(found, parts[2] or '')
end
return found
`)
