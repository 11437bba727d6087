import type { SignInformation } from '../../../contracts/diagnosis/refusal/index.ts'

/**
 * Finds `sign_information` in the text of a refusal, such as the body of a 401, a log line with escaped JSON, a Python dict, or an SDK's
 * exception.
 *
 * @param name The name of the text in error messages, such as `--refusal 401.json`.
 * @throws {Error} When the text has no `sign_information`, or lacks a part of it.
 * @see https://developers.weixin.qq.com/community/pay/doc/00004839bf4710761b8fd15dc51000
 */
export function readRefusal(text: string, name: string): SignInformation {
  if (!text.includes('truncated_sign_message')) throw new Error(`${name} has no sign_information${seenIn(text)}`)
  for (let level = text, count = 0; count <= LEVELS; level = unescaped(level), count += 1) {
    const read = readLevel(level)
    if (read) return read
  }
  throw new Error(
    `${name}: its sign_information must have method, url, sign_message_length and truncated_sign_message: copy all of it (请完整复制)`,
  )
}

/** How many times JSON in a log may be escaped. */
const LEVELS = 3

/** The end of the error about a missing `sign_information`: what the text has instead, and what the user can do. */
function seenIn(text: string): string {
  // https://docs.guzzlephp.org/en/stable/quickstart.html#exceptions
  if (text.includes('(truncated...)'))
    return ': Guzzle cuts the body in the text of its exceptions. Log (string) $e->getResponse()->getBody()'
  const [, message] = /message[\s"'\\:]{1,9}([^"'\\]{1,80})/.exec(text) ?? []
  const seen = message === undefined ? '' : `; its message is ${message}`
  return `${seen}. WeChat Pay sends sign_information, inside the field detail, when the signature does not match: copy the whole body of the 401, because an SDK may show only a part. Any other 401 says in its message what is wrong (请复制 401 应答的完整报文)`
}

function unescaped(text: string): string {
  return text.replace(/\\(["'\\/])/g, '$1')
}

/** Looks for each of the four values of `sign_information` by its name, because a log may have cut or reordered the text around it. */
function readLevel(text: string): SignInformation | undefined {
  const part = text.slice(Math.max(0, text.indexOf('sign_information')))
  const method = stringNamed('method', part)
  const url = stringNamed('url', part)
  const truncated_sign_message = stringNamed('truncated_sign_message', part)
  const [, digits] = /["']sign_message_length["']\s*:\s*["']?(\d{1,9})/.exec(part) ?? []
  if (method === undefined || url === undefined || truncated_sign_message === undefined || digits === undefined) return undefined
  return { method, url, sign_message_length: Number(digits), truncated_sign_message }
}

/** Finds the string with this name in JSON or in a Python dict, and returns its value. */
function stringNamed(name: string, text: string): string | undefined {
  const start = new RegExp(`(["'])${name}\\1\\s*:\\s*(["'])`).exec(text)
  if (!start) return undefined
  const rest = text.slice(start.index + start[0].length)
  const value = (start[2] === '"' ? IN_DOUBLE_QUOTES : IN_SINGLE_QUOTES).exec(rest)?.[1]
  return value === undefined ? undefined : decoded(value)
}

const IN_DOUBLE_QUOTES = /^((?:[^"\\]|\\.)*)"/s
const IN_SINGLE_QUOTES = /^((?:[^'\\]|\\.)*)'/s

const CHARACTERS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

/** Replaces the escape sequences of JSON and Python with the characters that they stand for. */
function decoded(text: string): string {
  return text.replace(/\\(?:u([\da-f]{4})|x([\da-f]{2})|(.))/gis, (_, unit?: string, byte?: string, character = '') => {
    const digits = unit ?? byte
    return digits === undefined ? (CHARACTERS[character] ?? character) : String.fromCharCode(Number.parseInt(digits, 16))
  })
}
