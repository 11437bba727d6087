import { errorMessage } from '../../contracts/error-message.ts'

/** The store can't be reached. Not a bug of the server: a change that was asked for may or may not have been made. */
export class StoreAway extends Error {
  override readonly name = 'StoreAway'

  /**
   * @param url The address of the store; the message leaves out its user name, password and query.
   * @param cause What the connection ended with.
   */
  constructor(url: string, cause: unknown) {
    super(`The store ${withoutSecrets(url)} can't be reached: ${errorMessage(cause)}`, { cause })
  }
}

/** A URL that can't be parsed may have its password anywhere, so only its scheme is shown. */
function withoutSecrets(url: string): string {
  if (!URL.canParse(url)) return `${/^[a-z][a-z\d+.-]*:/i.exec(url)?.[0] ?? ''}…`
  const { protocol, host, pathname } = new URL(url)
  return `${protocol}//${host}${pathname}`
}
