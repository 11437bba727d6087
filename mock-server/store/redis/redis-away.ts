import { errorMessage } from '../../../contracts/error-message.ts'
import { StoreAway } from '../store-away.ts'
import type { Library } from './redis-client.ts'

/** Redis before version 7 writes this text in front of an error that a script gets. */
const IN_SCRIPT = 'ERR Error running script .*?: -'
/** Answers of a Redis server that can't do its work for now, or does not let this user do it. */
const REFUSED =
  'LOADING|READONLY|CLUSTERDOWN|MASTERDOWN|TRYAGAIN|NOREPLICAS|MISCONF|OOM|NOAUTH|WRONGPASS|NOPERM|BUSY|UNKILLABLE|MOVED|ASK|DENIED'
/** Further such answers: a script lacks a right (since Redis 7), there are too many clients, or EVAL was renamed. */
const REFUSED_IN_WORDS = "ERR (?:The user executing the script can't|max number of clients|unknown command ['`]?EVAL(?:SHA)?)"
const IS_REFUSED = new RegExp(`^(?:(?:${IN_SCRIPT})?(?:${REFUSED})|${REFUSED_IN_WORDS})\\b`)
/** Answers about data that this version of the mock server does not write. */
const IS_ABOUT_DATA = /\b(?:WRONGTYPE|not an integer|would overflow|not a valid float|not a float)\b/

/** Turns errors of a client of Redis into a {@link StoreAway} that says what Redis said. */
export interface RedisAway {
  /** The error for a connection that can't be made. */
  readonly connecting: (cause: unknown) => StoreAway
  /** The error for a command; the cause itself for an answer that shows a bug. */
  readonly commanding: (cause: unknown) => unknown
}

/** @param place Where the store is, without a password. */
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
