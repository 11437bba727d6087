import { shownInError } from '../contracts/index.ts'
import { withoutPasswords } from '../contracts/without-passwords.ts'

/**
 * Checks the base URL of a client or of one call; `undefined` is accepted.
 *
 * @throws {TypeError} When the base URL is not a string with an absolute http or https URL.
 * @throws {TypeError} When the base URL has a user name, a password, /v3, a query or a fragment.
 */
export function checkBaseUrl(baseURL: unknown): void {
  if (baseURL === undefined) return
  if (baseURL instanceof URL) throw new TypeError('baseURL must be a string; got a URL object: give its href')
  if (typeof baseURL !== 'string' || !URL.canParse(baseURL))
    throw new TypeError(`baseURL must be an absolute URL; got ${shownUrl(baseURL)}`)
  const url = new URL(baseURL)
  if (!/^https?:$/.test(url.protocol)) throw new TypeError(`baseURL must begin with https:// or http://; got ${shownUrl(baseURL)}`)
  refuseUserInfo(url)
  refuseRest(url)
}

/**
 * Refuses `user:password@` in a URL, because axios would send it in the Authorization header instead of the signature.
 *
 * @throws {TypeError} When the URL has a user name or password; the message does not show the password.
 */
export function refuseUserInfo({ protocol, username, password, host }: URL): void {
  if (username === '' && password === '') return
  throw new TypeError(
    `baseURL must not contain a user name or password, because the Authorization header carries the signature; got ${protocol}//${username}${password && ':…'}@${host}`,
  )
}

function refuseRest(url: URL): void {
  const { origin, pathname, search, hash } = url
  const version = /\/v3(?=\/|$)/.exec(pathname)
  if (version)
    throw new TypeError(
      `baseURL must end before /v3, because the path of each request begins with /v3; got ${withoutSecrets(url)}: write ${origin}${pathname.slice(0, version.index)}`,
    )
  const [rest] = [search && 'a query', hash && 'a fragment'].filter(Boolean)
  if (rest)
    throw new TypeError(
      `baseURL must not contain ${rest}, because the path of each request is appended to it; write ${withoutSecrets(url)}`,
    )
}

function withoutSecrets({ origin, pathname }: URL): string {
  return `${origin}${pathname}`
}

/** Returns a wrong base URL as text for an error message, without its password. Adds advice if the scheme seems to be missing. */
function shownUrl(baseURL: unknown): string {
  const isHost =
    typeof baseURL === 'string' && /^(?:[\w-]+\.)*[\w-]+(?::\d{1,5})?(?:\/[\w/]*)?$/.test(baseURL) && /[.:]|localhost/.test(baseURL)
  return isHost ? `${JSON.stringify(baseURL)}: write the scheme too, such as http://${baseURL}` : withoutPasswords(shownInError(baseURL))
}
