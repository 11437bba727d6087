import { errorMessage } from '../../contracts/error-message.ts'
import { placeOf } from './store-place.ts'

/** Thrown when the store can't be reached. This is not a bug of the server. A requested change may or may not have been made. */
export class StoreAway extends Error {
  override readonly name = 'StoreAway'

  /**
   * @param url The address of the store; the message leaves out its user name, password and query.
   * @param cause The error that ended the connection.
   */
  constructor(url: string, cause: unknown) {
    super(`The store ${placeOf(url)} can't be reached: ${errorMessage(cause)}`, { cause })
  }
}
