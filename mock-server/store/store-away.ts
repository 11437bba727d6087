/** Thrown by every method of a store that can't be reached. Whether a change that was under way took place is then unknown. */
export class StoreAway extends Error {
  override readonly name = 'StoreAway'

  /** @param store Where the store is, without a password. */
  constructor(store: string, reason: string, cause?: unknown) {
    super(`The store ${store} can't be reached: ${reason}`, { cause })
  }
}
