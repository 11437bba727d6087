import { Buffer } from 'node:buffer'
import { InvalidArgumentError } from 'commander'

/** Checks that an option is an absolute http or https URL. */
export function httpUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new InvalidArgumentError('It must be a URL that begins with http:// or https://.')
  return text
}

/** Checks that the URL in an option has no `user:password@`, because a mock server has no use for a user name and password. */
export function withoutUserInfo(text: string): string {
  const { username = '', password = '' } = URL.parse(text) ?? {}
  if (username !== '' || password !== '') throw new InvalidArgumentError('It must have no user name and no password.')
  return text
}

/**
 * Splits a URL into the URL without `user:password@` and a value for the header Authorization or Proxy-Authorization. `fetch` refuses a URL
 * with a user name or password.
 */
export function basicAuthorization(text: string): { readonly url: string; readonly authorization?: string } {
  const url = new URL(text)
  const { username, password } = url
  if (username === '' && password === '') return { url: text }
  url.username = ''
  url.password = ''
  return { url: url.href, authorization: `Basic ${Buffer.from(`${decoded(username)}:${decoded(password)}`).toString('base64')}` }
}

/** Percent-decodes a text. A text that can't be decoded stays as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
