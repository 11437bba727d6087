import { errorMessage } from '../../../contracts/error-message.ts'
import { StoreAway } from '../store-away.ts'
import type { Library } from './redis-client.ts'

/** Redis before version 7 writes this text in front of an error that a script gets. */
const IN_SCRIPT = 'ERR Error running script .*?: -'
/** Error codes of a Redis server that can't run a command for now, or that does not let this user run it. */
const REFUSED =
  'LOADING|READONLY|CLUSTERDOWN|MASTERDOWN|TRYAGAIN|NOREPLICAS|MISCONF|OOM|NOAUTH|WRONGPASS|NOPERM|BUSY|UNKILLABLE|MOVED|ASK|DENIED'
/** Refusals with the general code ERR: a script lacks a permission (since Redis 7), there are too many clients, or EVAL was renamed. */
const REFUSED_IN_WORDS = "ERR (?:The user executing the script can't|max number of clients|unknown command ['`]?EVAL(?:SHA)?)"
const IS_REFUSED = new RegExp(`^(?:(?:${IN_SCRIPT})?(?:${REFUSED})|${REFUSED_IN_WORDS})\\b`)
/** Errors about stored data in a form that this version of the mock server does not write. */
const IS_ABOUT_DATA = /\b(?:WRONGTYPE|not an integer|would overflow|not a valid float|not a float)\b/

/** Turns errors of the Redis client into a {@link StoreAway} that quotes the error. */
export interface RedisAway {
  /** Returns the error to throw when a connection can't be made. */
  readonly connecting: (cause: unknown) => StoreAway
  /** Returns the error to throw when a command fails. An unexpected answer of Redis shows a bug, so it is returned unchanged. */
  readonly commanding: (cause: unknown) => unknown
}

/** @param place The address of the store, without user name and password. */
export function redisAway({ ErrorReply }: Pick<Library, 'ErrorReply'>, place: string): RedisAway {
  const refused = (cause: unknown) => new StoreAway(place, cause, 'refuses a command')
  return {
    connecting: (cause) => (cause instanceof ErrorReply ? refused(cause) : new StoreAway(place, cause)),
    commanding(cause) {
      if (!(cause instanceof ErrorReply)) return new StoreAway(place, cause)
      const message = errorMessage(cause)
      if (IS_REFUSED.test(message)) return refused(cause)
      return IS_ABOUT_DATA.test(message) ? new StoreAway(place, cause, "has data that this server can't use") : cause
    },
  }
}
