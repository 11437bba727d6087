import { errorMessage } from '../../contracts/error-message.ts'
import { placeOf } from './store-place.ts'

/** The store can't be reached. Not a bug of the server: a change that was asked for may or may not have been made. */
export class StoreAway extends Error {
  override readonly name = 'StoreAway'

  /**
   * @param url The address of the store; the message leaves out its user name, password and query.
   * @param cause What the connection ended with.
   */
  constructor(url: string, cause: unknown) {
    super(`The store ${placeOf(url)} can't be reached: ${errorMessage(cause)}`, { cause })
  }
}
