import { type Script, script } from '../store/redis/redis.ts'

// One hash stores all entries, each in up to three fields. Field `<id>` has the text of the entry. Field `m<id>` has the merchant ID and
// the size in bytes. Field `d<id>` has the diagnosis in JSON, or `?` while the diagnosis is being made. One sorted set has the IDs of all
// entries. For each merchant, another sorted set has the IDs of its entries. All keys are in one slot of a Redis cluster, so that one
// script can use them all.

/**
 * The beginning of every script. KEYS: the hash of the entries, the sorted set of all IDs, the hash of the sizes by merchant, the last ID,
 * the list of merchants. ARGV[1]: the key of a merchant's sorted set without the merchant ID at its end.
 */
const SHARED = `
local entries, order, sizes, ids, merchants = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local function own(mchid) return ARGV[1] .. mchid end
local function ownerOf(id)
  local found = redis.call('HGET', entries, 'm' .. id)
  if not found then return nil end
  return string.match(found, '^(%S*) (%d+)$')
end
`

/**
 * Drops an entry from the hash. Returns the size of the entry in bytes, and its merchant ID. The caller then subtracts the size from the
 * stored sizes and removes the ID from the sorted sets.
 */
const DROP = `
local function drop(id)
  local mchid, bytes = ownerOf(id)
  redis.call('HDEL', entries, id, 'm' .. id, 'd' .. id)
  return tonumber(bytes) or 0, mchid
end
`

/**
 * Adds new bytes to the size of a merchant's journal and to the size of all journals. While a limit is exceeded, drops the oldest entry.
 * The script reads and writes these two sizes only once, because each call in a script takes Redis about a microsecond. If a journal
 * without entries has a size above 0, Redis has lost the entries, and the size becomes 0.
 */
const COUNT = `${DROP}
local function grow(mchid, bytes)
  local limit, ownBytes, allBytes = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
  local known = redis.call('HMGET', sizes, mchid, 'total')
  local size, total = (tonumber(known[1]) or 0) + bytes, (tonumber(known[2]) or 0) + bytes
  local count = redis.call('ZCARD', own(mchid))
  while count > 0 and (count > limit or size > ownBytes) do
    local oldest = redis.call('ZPOPMIN', own(mchid))[1]
    local freed = drop(oldest)
    redis.call('ZREM', order, oldest)
    size, total, count = size - freed, total - freed, count - 1
  end
  if count == 0 then size, total = 0, total - size end
  while total > allBytes do
    local oldest = redis.call('ZPOPMIN', order)[1]
    if not oldest then total = 0 break end
    local freed, owner = drop(oldest)
    if owner then redis.call('ZREM', own(owner), oldest) end
    total = total - freed
    if owner == mchid then size = size - freed
    elseif owner and redis.call('HINCRBY', sizes, owner, 0 - freed) <= 0 then redis.call('HDEL', sizes, owner) end
  end
  redis.call('HSET', sizes, mchid, size, 'total', total)
  if size == 0 then redis.call('HDEL', sizes, mchid) end
end
`

/**
 * Adds an entry and returns its ID. ARGV from 2 on: the three limits (entries of a merchant, bytes of a merchant, bytes of all merchants),
 * the channel, the merchant ID, the size in bytes, the text, and `?` if a diagnosis follows or an empty string if not.
 */
export const APPEND: Script = script(`${SHARED}${COUNT}
local mchid = ARGV[6]
if mchid ~= '' and not redis.call('ZSCORE', merchants, mchid) then mchid = '' end
local id = string.format('%.0f', redis.call('INCR', ids))
local diagnosis = {}
if ARGV[9] ~= '' then diagnosis = { 'd' .. id, ARGV[9] } end
redis.call('HSET', entries, id, ARGV[8], 'm' .. id, mchid .. ' ' .. ARGV[7], unpack(diagnosis))
redis.call('ZADD', order, id, id)
redis.call('ZADD', own(mchid), id, id)
grow(mchid, tonumber(ARGV[7]))
redis.call('PUBLISH', ARGV[5], id)
return id
`)

/**
 * Adds a diagnosis to an entry. Does nothing if the entry was dropped. ARGV from 2 on: the three limits as for {@link APPEND}, the channel,
 * the ID of the entry, the size of the diagnosis in bytes, and the diagnosis in JSON.
 */
export const DIAGNOSE: Script = script(`${SHARED}${COUNT}
local id = ARGV[6]
local mchid, bytes = ownerOf(id)
if not mchid then return 0 end
redis.call('HSET', entries, 'd' .. id, ARGV[8], 'm' .. id, mchid .. ' ' .. (tonumber(bytes) + tonumber(ARGV[7])))
grow(mchid, tonumber(ARGV[7]))
redis.call('PUBLISH', ARGV[5], id)
return 1
`)

/**
 * Drops the entries of a merchant. ARGV from 2 on: the merchant ID, then `gone` to also take the merchant off the list of merchants, or an
 * empty string. The merchant's place on that list may follow. If the merchant now has another place, the script does nothing.
 */
export const CLEAR: Script = script(`${SHARED}${DROP}
local mchid, place = ARGV[2], ARGV[4]
if place and redis.call('ZSCORE', merchants, mchid) ~= place then return 0 end
if ARGV[3] == 'gone' then redis.call('ZREM', merchants, mchid) end
local size = tonumber(redis.call('HGET', sizes, mchid)) or 0
for _, id in ipairs(redis.call('ZRANGE', own(mchid), 0, -1)) do
  drop(id)
  redis.call('ZREM', order, id)
end
redis.call('DEL', own(mchid))
redis.call('HDEL', sizes, mchid)
if redis.call('HINCRBY', sizes, 'total', 0 - size) <= 0 then redis.call('HDEL', sizes, 'total') end
return 1
`)

/**
 * Returns one list with the ID, the text and the diagnosis of each entry of a merchant, the newest entry first. ARGV from 2 on: the
 * merchant ID, the highest ID, and how many entries to return. The highest ID can be `+inf` for no limit, or `(7` for IDs below 7. The
 * number -1 means all entries.
 */
export const READ: Script = script(`${SHARED}
local found = {}
for _, id in ipairs(redis.call('ZRANGE', own(ARGV[2]), ARGV[3], '-inf', 'BYSCORE', 'REV', 'LIMIT', 0, ARGV[4])) do
  local parts = redis.call('HMGET', entries, id, 'd' .. id)
  if parts[1] then
    table.insert(found, id)
    table.insert(found, parts[1])
    table.insert(found, parts[2] or '')
  end
end
return found
`)
