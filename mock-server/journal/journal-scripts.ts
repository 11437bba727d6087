import { type Script, script } from '../store/redis/redis.ts'

// An entry is up to three fields of one hash: `<id>` has the text, `m<id>` its merchant and bytes, and `d<id>` the diagnosis in JSON, or ?
// while it is being made. Sorted sets have the IDs of all entries and the IDs of each merchant's entries. All keys are in one slot of a
// cluster, so that a script can use them together.

/**
 * KEYS of all scripts: entries, order of all entries, bytes by merchant, last ID, merchants. ARGV[1]: the beginning of the key of a merchant's order;
 * the merchant ID is appended.
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

/** Drops an entry, and returns its bytes and its merchant. The caller subtracts the bytes, and takes the ID off the sorted sets. */
const DROP = `
local function drop(id)
  local mchid, bytes = ownerOf(id)
  redis.call('HDEL', entries, id, 'm' .. id, 'd' .. id)
  return tonumber(bytes) or 0, mchid
end
`

/**
 * Counts new bytes of a merchant, and drops the oldest entries beyond the limits. The sizes are read and written once, because a call in a
 * script takes Redis about a microsecond. A size that remains when there are no entries becomes 0, because Redis has lost the entries.
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
 * Adds an entry and returns its ID. ARGV from 2 on: the limits (entries of a merchant, bytes of a merchant, bytes of all), channel, merchant,
 * bytes, text, '?' if a diagnosis follows, else ''.
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
 * Adds a diagnosis to an entry; does nothing if the entry was dropped. ARGV from 2 on: the same three limits as for APPEND, channel, ID, bytes of
 * the diagnosis, diagnosis in JSON.
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
 * Drops the entries of a merchant. ARGV from 2 on: merchant, 'gone' to take the merchant off the list of merchants, too, and optionally its place
 * on that list. If the merchant has another place, nothing happens.
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
 * Returns one list with the ID, the text and the diagnosis of each entry, the newest entry first. ARGV from 2 on: merchant, the highest ID (`(7` for
 * below 7, or `+inf`), how many (-1 for all).
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
