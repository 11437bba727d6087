import { type Script, script } from './redis.ts'

// A record is a field of its merchant's hash: `<version> <place in the order of creation> <JSON>`. The field `#` counts the created records.

/** Writes or removes one record. ARGV: field, the version that was read or '' for none, new version, JSON or '' to remove the record. */
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
 * Replaces records of a merchant. ARGV: the version of the tenant that was read or '' for none, new version, 'all' to remove the merchant's
 * sub-merchants first, then a field and its JSON, alternating.
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

/** Adds a merchant to the list of merchants, as the last one. ARGV: merchant, 'again' to leave a listed merchant where it is. */
export const CREATE: Script = script(`
if ARGV[2] == 'again' and redis.call('ZSCORE', KEYS[1], ARGV[1]) then return 0 end
return redis.call('ZADD', KEYS[1], redis.call('INCR', KEYS[2]), ARGV[1])
`)

/** Removes the records of a merchant; returns whether there were any. UNLINK frees the memory of a million records in the background. */
export const FORGET: Script = script(`
local existed = redis.call('HEXISTS', KEYS[1], 'tenant')
redis.call('UNLINK', KEYS[1])
return existed
`)

/**
 * Takes or extends a lease. ARGV: holder, milliseconds. A lease without an end counts as free. So does a lease with more time left than these
 * milliseconds: it is left over from before the clock of Redis was set back.
 */
export const HOLD: Script = script(`
local holder, rest = redis.call('GET', KEYS[1]), redis.call('PTTL', KEYS[1])
if holder and holder ~= ARGV[1] and rest >= 0 and rest <= tonumber(ARGV[2]) then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
`)

/** Ends a lease of this holder. */
export const RELEASE: Script = script(`
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1
`)
