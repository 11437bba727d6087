/** Thrown when a notification can't be sent as it was asked for. Nothing was sent. */
export class RefusedNotification extends Error {
  override readonly name = 'RefusedNotification'
  /** The field of the request that is wrong. */
  readonly field: 'url' | 'resource'
  readonly seen: unknown
  /** The rest of a sentence that begins with "must". */
  readonly wanted: string

  constructor(field: 'url' | 'resource', seen: unknown, wanted: string) {
    super(`${field} must ${wanted}`)
    this.field = field
    this.seen = seen
    this.wanted = wanted
  }
}

/** Thrown when a merchant would have more pending notifications, or a notification more attempts or planned resends, than is allowed. */
export class TooManyNotifications extends Error {
  override readonly name = 'TooManyNotifications'
  readonly limit: number

  constructor(message: string, limit: number) {
    super(message)
    this.limit = limit
  }
}
