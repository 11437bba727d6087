/** Thrown when a request to send a notification has a URL or a resource that is not allowed. Nothing was sent. */
export class RefusedNotification extends Error {
  override readonly name = 'RefusedNotification'
  /** The wrong field of the request. */
  readonly field: 'url' | 'resource'
  readonly seen: unknown
  /** What is wanted, in words that follow "must", such as `have at most 9 bytes as JSON`. */
  readonly wanted: string

  constructor(field: 'url' | 'resource', seen: unknown, wanted: string) {
    super(`${field} must ${wanted}`)
    this.field = field
    this.seen = seen
    this.wanted = wanted
  }
}

/** Thrown when a merchant would have too many pending notifications, or a notification too many attempts or planned resends. */
export class TooManyNotifications extends Error {
  override readonly name = 'TooManyNotifications'
  readonly limit: number

  constructor(message: string, limit: number) {
    super(message)
    this.limit = limit
  }
}
