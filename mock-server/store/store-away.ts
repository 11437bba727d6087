import { errorMessage } from '../../contracts/error-message.ts'
import { placeOf } from './store-place.ts'

/** The reason why a store can't be used. For example, a store `refuses a command` when it is full or still loads its data. */
export type StoreProblem =
  | "can't be reached"
  | 'refuses a command'
  | "has data that this server can't use"
  | 'removes merchants when its memory is full'

/**
 * Thrown when the store can't be used. The message has a {@link StoreProblem} as the reason. This is not a bug of the server. A change that
 * the store was asked to make may or may not have been made.
 */
export class StoreAway extends Error {
  override readonly name = 'StoreAway'

  /**
   * @param url The address of the store; the message leaves out its user name, password and query.
   * @param cause The error of the connection, the answer of the store, or the name of the data that is wrong.
   */
  constructor(url: string, cause: unknown, problem: StoreProblem = "can't be reached") {
    super(`The store ${placeOf(url)} ${problem}: ${errorMessage(cause)}`, { cause })
  }
}
