import { Buffer } from 'node:buffer'
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import { type Body, bytesOf, readBody, textBody } from '../../body.ts'
import { bodyContent } from '../../catalogue/body-content.ts'
import { type Json, LAYOUTS } from '../../json-text.ts'
import type { Axis } from '../../mistake.ts'
import { VERIFY_THE_BYTES } from './advice.ts'
import { type BodyMistake, changedAs, seen } from './body-mistake.ts'

/** The changes to the body as a whole: it was encoded, left encoded, or exchanged for another body. */
export const receivedTransport: Axis<Body> = {
  id: 'received-transport',
  mistakes: [
    {
      id: 'received-body-not-signed',
      message: 'With these headers, WeChat Pay signed an empty body, not the body that the program verifies.',
      message_zh: '这些签名头对应的是空的报文主体，不是程序验签用的报文主体。',
      fix: 'For 204, and for every other message without a body, verify three lines: the timestamp, the random string and an empty line. End each with a line feed.',
      fix_zh: '204 等没有报文主体的应答，验签名串最后一行为空：时间戳、随机串、空行，每行以换行符结尾。',
      signedInstead: () => [textBody('')],
    },
    {
      id: 'received-body-compressed',
      message: 'The body is still compressed.',
      message_zh: '报文主体还没有解压。',
      fix: 'Decompress the body before you verify it, or send no Accept-Encoding. curl decompresses only with --compressed.',
      fix_zh: '先解压再验签，或请求时不带 Accept-Encoding。curl 需要 --compressed。',
      signedInstead: (body) => decompressed(bytesOf(body)).map(readBody),
    },
    {
      id: 'received-body-chunked',
      message: 'The body still has the sizes of its chunks (Transfer-Encoding: chunked).',
      message_zh: '报文主体中还有分块传输的长度行（Transfer-Encoding: chunked）。',
      ...VERIFY_THE_BYTES,
      signedInstead: (body) => withoutChunks(bytesOf(body)).map(readBody),
    },
    {
      id: 'received-body-base64',
      message: 'The body is in base64, as a gateway or serverless platform passes it on.',
      message_zh: '报文主体是 Base64，网关或云函数平台会这样转发。',
      fix: 'If isBase64Encoded is true, decode the body once, and verify the bytes.',
      fix_zh: 'isBase64Encoded 为 true 时，先做一次 Base64 解码，再对字节验签。',
      signedInstead: inShortTexts((text) => (/^[a-z\d+/]{8,}={0,2}$/i.test(text) ? [readBody(Buffer.from(text, 'base64'))] : [])),
    },
    {
      id: 'received-body-html-escaped',
      message: 'Characters of the body were replaced by HTML entities, as a filter against XSS does (&quot; for a quotation mark).',
      message_zh: '报文主体中的字符被替换成了 HTML 实体（例如引号变成 &quot;），这是 XSS 过滤器的做法。',
      fix: 'Exclude the address of notifications from the filter, and verify the bytes received.',
      fix_zh: '让过滤器放行回调地址，用收到的原始字节验签。',
      signedInstead: inShortTexts((text) =>
        /&(?:quot|#0?3[49]|amp|lt|gt);/.test(text) ? [readBody(Buffer.from(withoutEntities(text)))] : [],
      ),
    },
    {
      id: 'received-body-percent-encoded',
      message: 'The body is percent-encoded, or its plus signs became spaces, as when it is read as a form.',
      message_zh: '报文主体做了 URL 编码，或其中的 + 变成了空格，例如被当作表单读取。',
      fix: 'Read the body as bytes, not as a form (application/x-www-form-urlencoded), and verify these bytes.',
      fix_zh: '按字节读取报文主体，不要按表单（application/x-www-form-urlencoded）解析，再用这些字节验签。',
      signedInstead: inShortTexts((text) =>
        formDecoded(text).flatMap((decoded) => (decoded === text ? [] : [readBody(Buffer.from(decoded))])),
      ),
    },
    {
      id: 'received-body-python-printed',
      message:
        "The body is a Python dict or a bytes object, printed with str(): it has single quotes where JSON has double quotes, or b'' around it.",
      message_zh: "报文主体是 str() 打印的 Python 字典（单引号）或 bytes（b''），不是收到的 JSON。",
      ...VERIFY_THE_BYTES,
      signedInstead: inShortTexts((text) => pythonValue(text).map((json) => readBody(Buffer.from(LAYOUTS.compact(json))))),
      rare: inShortTexts((text) => pythonBytes(text).map(readBody)),
    },
    {
      ...changedAs(bodyContent, 'body-stringified-twice', {
        id: 'received-body-stringified-twice',
        message: 'Compared with what was received, the body was serialised to JSON once more or once less.',
        message_zh: '报文主体比收到的多序列化了一次，或少了一次。',
        ...VERIFY_THE_BYTES,
      }),
      rare: inShortTexts((text) => [...withoutBackslashes(text), ...bufferBytes(text)].map(readBody)),
    },
    {
      id: 'received-body-of-another',
      message: 'With these headers, WeChat Pay signed the body of another one of the given messages.',
      message_zh: '这些签名头对应的是给出的另一个报文的主体。',
      fix: 'Take the headers and the body from the same message, and do not keep either in a shared variable.',
      fix_zh: '从同一个报文中取头和报文主体，不要放在共享变量中。',
      likelihood: 'last',
      signedInstead: (_, { previousBodies = [] }) => previousBodies.map(readBody),
      seen,
    },
  ],
}

/** A text with more characters than this is not decoded, because decoding would take tens of milliseconds. */
export const DECODED_LIMIT = 131_072

function inShortTexts(decode: (text: string) => Body[]): BodyMistake['signedInstead'] {
  return ({ text }) => (text.length > DECODED_LIMIT ? [] : decode(text))
}

/** Limits a decompressed body to 1 MB, because a short body may decompress to gigabytes. */
const DECOMPRESSED_LIMIT = { maxOutputLength: 1024 * 1024 }

function decompressed(bytes: Buffer): Buffer[] {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b
  return (isGzip ? [gunzipSync] : [inflateSync, brotliDecompressSync]).flatMap((decompress) => {
    try {
      return [decompress(bytes, DECOMPRESSED_LIMIT)]
    } catch {
      // Not compressed in this way, or too long.
      return []
    }
  })
}

/** A body with this many chunks or more is not joined. The body of an answer has only a few chunks. */
const CHUNK_LIMIT = 1_024

function withoutChunks(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = []
  for (let at = 0; at < bytes.length && parts.length < CHUNK_LIMIT; ) {
    const end = bytes.indexOf('\r\n', at)
    const line = end < 0 ? '' : bytes.toString('latin1', at, end)
    if (!/^[\da-f]{1,6}(?:;.*)?$/i.test(line)) return []
    const size = Number.parseInt(line, 16)
    if (size === 0) return [Buffer.concat(parts)]
    parts.push(bytes.subarray(end + 2, end + 2 + size))
    at = end + 2 + size + 2
  }
  return []
}

const ENTITIES: Readonly<Record<string, string>> = {
  quot: '"',
  '#34': '"',
  '#034': '"',
  '#39': "'",
  '#039': "'",
  amp: '&',
  lt: '<',
  gt: '>',
}

function withoutEntities(text: string): string {
  return text.replace(/&(quot|#0?3[49]|amp|lt|gt);/g, (_, name) => ENTITIES[name] ?? '')
}

function formDecoded(text: string): string[] {
  // Either all spaces were plus signs, or only those inside strings that look like base64.
  const spaces = text.includes(' ')
    ? [text.replaceAll(' ', '+'), text.replace(/"[a-z\d/ ]{16,}=*"/gi, (value) => value.replaceAll(' ', '+'))]
    : []
  if (!/%[\da-f]{2}/i.test(text)) return spaces
  try {
    // A form ends in = when the whole body became the name of its only field.
    const decoded = decodeURIComponent(text.replaceAll('+', ' '))
    return [decoded, decoded.replace(/=$/, ''), ...spaces]
  } catch {
    return spaces
  }
}

/** Parses a dict or list that Python printed, if none of its strings contains a quotation mark. */
function pythonValue(text: string): Json[] {
  if (!/^[{[]/.test(text) || !text.includes("'") || text.includes('"')) return []
  const json = text.replaceAll("'", '"').replace(/(?<=[:,[] ?)(None|True|False)(?=[,}\]])/g, (word) => PYTHON_WORDS[word] ?? word)
  try {
    return [JSON.parse(json)]
  } catch {
    return []
  }
}

/** Reads bytes that Python printed: `b'{"a":"\xe4"}'`. */
function pythonBytes(text: string): Buffer[] {
  const [, , inner] = /^b(['"])(.*)\1$/s.exec(text) ?? []
  if (inner === undefined) return []
  const written = inner.replace(/\\(?:x([\da-f]{2})|(.))/gs, (_, digits, character) =>
    digits === undefined ? (PYTHON_ESCAPES[character] ?? character) : String.fromCharCode(Number.parseInt(digits, 16)),
  )
  return [Buffer.from(written, 'latin1')]
}

const PYTHON_ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

/** Removes the backslashes that a log, or `addslashes` of PHP, puts before quotation marks. */
function withoutBackslashes(text: string): Buffer[] {
  return /^[{[]\s*\\"/.test(text) ? [Buffer.from(text.replace(/\\(["\\/])/g, '$1'))] : []
}

/** Returns the bytes of a Node.js Buffer that was serialised to JSON. */
function bufferBytes(text: string): Buffer[] {
  const [, numbers] = /^\{"type":"Buffer","data":\[([\d,]*)\]\}$/.exec(text) ?? []
  return numbers === undefined ? [] : [Buffer.from(numbers.split(',').map(Number))]
}

const PYTHON_WORDS: Readonly<Record<string, string>> = { None: 'null', True: 'true', False: 'false' }
