import { errorMessage } from '../../contracts/error-message.ts'
import { placeOf } from './store-place.ts'

/** What is wrong with a store. It refuses a command when it is full, is still loading its data, or when its user lacks a right. */
export type StoreProblem = "can't be reached" | 'refuses a command' | "has data that this server can't use"

/** The store can't be reached or used. This is not a bug of the server. A change that was asked for may or may not have been made. */
export class StoreAway extends Error {
  override readonly name = 'StoreAway'

  /**
   * @param url The address of the store; the message leaves out its user name, password and query.
   * @param cause The error that ended the connection, the answer of the store, or the name of the wrong data.
   */
  constructor(url: string, cause: unknown, problem: StoreProblem = "can't be reached") {
    super(`The store ${placeOf(url)} ${problem}: ${errorMessage(cause)}`, { cause })
  }
}
