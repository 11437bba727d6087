import { type Script, script } from './redis.ts'

// Each merchant has a hash in Redis. Each field of the hash holds one record: `<version> <place in the order of creation> <JSON>`. Only the
// field `#` holds a number: how many records have been created so far.

/**
 * Writes or removes one record of a merchant. Returns 0 and changes nothing if the record has changed since it was read, or if the merchant
 * does not exist. ARGV:
 *
 * 1. The field.
 * 2. The version that was read, or '' if there was no record.
 * 3. The new version.
 * 4. The JSON, or '' to remove the record.
 */
export const SWAP: Script = script(`
local records, field, seen, version, json = KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4]
if redis.call('HEXISTS', records, 'tenant') == 0 then return 0 end
local old = redis.call('HGET', records, field)
local last, created = '', nil
if old then last, created = string.match(old, '^(%d+) (%d+) ') end
if last ~= seen then return 0 end
if json == '' then
  redis.call('HDEL', records, field)
  return 1
end
created = created or redis.call('HINCRBY', records, '#', 1)
redis.call('HSET', records, field, version .. ' ' .. created .. ' ' .. json)
return 1
`)

/**
 * Replaces records of a merchant, or creates the merchant. Returns 0 and changes nothing if the record `tenant` has changed since it was
 * read. ARGV:
 *
 * 1. The version of the record `tenant` that was read, or '' if there was none.
 * 2. The new version.
 * 3. 'all' to remove all sub-merchants of the merchant first, otherwise ''.
 * 4. A field, followed by its JSON, and so on for each record.
 */
export const REPLACE: Script = script(`
local records, seen, version = KEYS[1], ARGV[1], ARGV[2]
local old = redis.call('HGET', records, 'tenant')
local last = old and string.match(old, '^(%d+) ') or ''
if last ~= seen then return 0 end
if not old then redis.call('DEL', records) end
-- If the count of creations is not a number, this fails before anything is written.
redis.call('HINCRBY', records, '#', 0)
if ARGV[3] == 'all' then
  for _, field in ipairs(redis.call('HKEYS', records)) do
    if string.sub(field, 1, 13) == 'sub_merchant:' then redis.call('HDEL', records, field) end
  end
end
for index = 4, #ARGV, 2 do
  local created = redis.call('HINCRBY', records, '#', 1)
  redis.call('HSET', records, ARGV[index], version .. ' ' .. created .. ' ' .. ARGV[index + 1])
end
return 1
`)

/**
 * Puts a merchant at the end of the list of merchants. ARGV: the merchant ID and, optionally, 'again'. With 'again', a merchant that is
 * already on the list keeps its place.
 */
export const CREATE: Script = script(`
if ARGV[2] == 'again' and redis.call('ZSCORE', KEYS[1], ARGV[1]) then return 0 end
return redis.call('ZADD', KEYS[1], redis.call('INCR', KEYS[2]), ARGV[1])
`)

/** Removes the records of a merchant. Returns 1 if the merchant existed. UNLINK frees the memory of many records in the background. */
export const FORGET: Script = script(`
local existed = redis.call('HEXISTS', KEYS[1], 'tenant')
redis.call('UNLINK', KEYS[1])
return existed
`)

/**
 * Takes or extends a lease. Returns 0 if another holder has the lease, otherwise 1. ARGV: the holder, and the duration of the lease in
 * milliseconds.
 *
 * A lease without an end counts as free. A lease with more time left than this duration counts as free, too: it was taken before the clock
 * of Redis was set back.
 */
export const HOLD: Script = script(`
local holder, rest = redis.call('GET', KEYS[1]), redis.call('PTTL', KEYS[1])
if holder and holder ~= ARGV[1] and rest >= 0 and rest <= tonumber(ARGV[2]) then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
`)

/** Ends a lease, if this holder has it. ARGV: the holder. */
export const RELEASE: Script = script(`
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1
`)
