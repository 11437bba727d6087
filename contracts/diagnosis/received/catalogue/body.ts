import { Buffer } from 'node:buffer'
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import { type Body, bytesOf, readBody, textBody, withJson, withLayout } from '../../body.ts'
import { bodyEnds, bodyMark } from '../../catalogue/body-bytes.ts'
import { bodyContent } from '../../catalogue/body-content.ts'
import { bodyDamage } from '../../catalogue/body-damage.ts'
import { bodyFields } from '../../catalogue/body-fields.ts'
import { bodyValues } from '../../catalogue/body-values.ts'
import { type Escapes, LIBRARIES } from '../../escapes.ts'
import { hashMapOrder, isContainer, isJsonObject, type Json, LAYOUTS, type Layout, mapJson, reorderKeys } from '../../json-text.ts'
import type { Axis, Mistake, Placeholders, SigningMistake } from '../../mistake.ts'
import { KEEP_UTF_8, VERIFY_THE_BYTES } from './advice.ts'

// A draft is the body that the program has; `signs` undoes what the program did to it, and gives what WeChat Pay signed. Many mistakes
// in signing are the same change in either direction, so their `signs` is used again, with texts for this side.

type BodyMistake = SigningMistake<Body>

/** The change of a mistake in signing, with other texts. */
function changedAs(axis: Axis<Body>, id: string, texts: Mistake): BodyMistake {
  const { signs, rare } = axis.mistakes.find((mistake) => mistake.id === id) as BodyMistake
  return { ...texts, signs, ...(rare && { rare }) }
}

/** Marks a mistake whose message ends with what was signed. */
export function seen(signed: Body): Placeholders {
  return { signed: new TextDecoder().decode(bytesOf(signed)) }
}

/** The body as a whole was encoded or decoded. */
export const receivedTransport: Axis<Body> = {
  id: 'received-transport',
  mistakes: [
    {
      id: 'received-body-not-signed',
      message: 'WeChat Pay signed an empty body; the program has one that was not received.',
      message_zh: '微信支付签名的报文主体是空的；程序中的报文主体并没有收到过。',
      fix: 'For 204, and whenever there is no body, verify with an empty last line: timestamp, random string, nothing, each followed by a line feed.',
      fix_zh: '204 等没有报文主体的应答，验签名串最后一行为空：时间戳、随机串、空行，每行以换行符结尾。',
      signs: () => [textBody('')],
    },
    {
      id: 'received-body-compressed',
      message: 'The body is still compressed.',
      message_zh: '报文主体还没有解压。',
      fix: 'Decompress the body before you verify it, or send no Accept-Encoding. curl needs --compressed.',
      fix_zh: '先解压再验签，或请求时不带 Accept-Encoding。curl 需要 --compressed。',
      signs: (body) => decompressed(bytesOf(body)).map(readBody),
    },
    {
      id: 'received-body-chunked',
      message: 'The body still has the sizes of its chunks (Transfer-Encoding: chunked).',
      message_zh: '报文主体中还有分块传输的长度行（Transfer-Encoding: chunked）。',
      ...VERIFY_THE_BYTES,
      signs: (body) => withoutChunks(bytesOf(body)).map(readBody),
    },
    {
      id: 'received-body-base64',
      message: 'The body is in base64, as a gateway or serverless platform passes it on.',
      message_zh: '报文主体是 Base64，网关或云函数平台会这样转发。',
      fix: 'Decode the body once (isBase64Encoded) and verify the bytes.',
      fix_zh: '先做一次 Base64 解码（isBase64Encoded），再对字节验签。',
      signs: inShortTexts((text) => (/^[a-z\d+/]{8,}={0,2}$/i.test(text) ? [readBody(Buffer.from(text, 'base64'))] : [])),
    },
    {
      id: 'received-body-html-escaped',
      message: 'Characters of the body were replaced by HTML entities, as a filter against XSS does (&quot; for a quotation mark).',
      message_zh: '报文主体中的字符被替换成了 HTML 实体（例如引号变成 &quot;），这是 XSS 过滤器的做法。',
      fix: 'Exclude the address of notifications from the filter, and verify the bytes received.',
      fix_zh: '让过滤器放行回调地址，用收到的原始字节验签。',
      signs: inShortTexts((text) => (/&(?:quot|#0?3[49]|amp|lt|gt);/.test(text) ? [readBody(Buffer.from(withoutEntities(text)))] : [])),
    },
    {
      id: 'received-body-percent-encoded',
      message: 'The body is percent-encoded, or its plus signs became spaces: it was read as a form.',
      message_zh: '报文主体做了 URL 编码，或其中的 + 变成了空格：被当作表单读取了。',
      fix: 'Read the body as bytes, not as a form (application/x-www-form-urlencoded), and verify these bytes.',
      fix_zh: '按字节读取报文主体，不要按表单（application/x-www-form-urlencoded）解析，再用这些字节验签。',
      signs: inShortTexts((text) => formDecoded(text).flatMap((decoded) => (decoded === text ? [] : [readBody(Buffer.from(decoded))]))),
    },
    {
      id: 'received-body-python-printed',
      message: "The body is a Python dict printed with str(), with single quotes instead of JSON's double quotes.",
      message_zh: '报文主体是 str() 打印的 Python 字典（单引号），不是收到的 JSON。',
      ...VERIFY_THE_BYTES,
      signs: inShortTexts((text) => pythonValue(text).map((json) => readBody(Buffer.from(LAYOUTS.compact(json))))),
    },
    changedAs(bodyContent, 'body-stringified-twice', {
      id: 'received-body-stringified-twice',
      message: 'The body was serialised to JSON once more, or once less, than it was received.',
      message_zh: '报文主体比收到的多序列化了一次，或少了一次。',
      ...VERIFY_THE_BYTES,
    }),
    {
      id: 'received-body-of-another',
      message: 'The body belongs to another of the messages given.',
      message_zh: '报文主体属于给出的另一个报文。',
      fix: 'Take the headers and the body from the same message, and do not keep either in a shared variable.',
      fix_zh: '从同一个报文中取头和报文主体，不要放在共享变量中。',
      likelihood: 'last',
      signs: (_, { previousBodies = [] }) => previousBodies.map(readBody),
      seen,
    },
  ],
}

/** A longer text is not decoded: that takes tens of milliseconds, and what arrives in these forms is short. */
const DECODED_LIMIT = 131_072

/** The mistakes in which the text was encoded or decoded, for texts that are not too long. */
function inShortTexts(signs: (text: string) => Body[]): BodyMistake['signs'] {
  return ({ text }) => (text.length > DECODED_LIMIT ? [] : signs(text))
}

/** Bodies may be long, and a few bytes may decompress to gigabytes. */
const DECOMPRESSED_LIMIT = { maxOutputLength: 1024 * 1024 }

function decompressed(bytes: Buffer): Buffer[] {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b
  return (isGzip ? [gunzipSync] : [inflateSync, brotliDecompressSync]).flatMap((decompress) => {
    try {
      return [decompress(bytes, DECOMPRESSED_LIMIT)]
    } catch {
      // Not compressed in this way.
      return []
    }
  })
}

/** An answer has one chunk or a few. */
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
  const spaces = text.includes(' ')
    ? [text.replaceAll(' ', '+'), text.replace(/"[a-z\d/ ]{16,}=*"/gi, (value) => value.replaceAll(' ', '+'))]
    : []
  if (!/%[\da-f]{2}/i.test(text)) return spaces
  try {
    // A form may end in =, when the body became the name of its only field.
    const decoded = decodeURIComponent(text.replaceAll('+', ' '))
    return [decoded, decoded.replace(/=$/, ''), ...spaces]
  } catch {
    return spaces
  }
}

/** Reads a printed dict whose strings contain no quotation marks. */
function pythonValue(text: string): Json[] {
  if (!/^[{[]/.test(text) || !text.includes("'") || text.includes('"')) return []
  const json = text.replaceAll("'", '"').replace(/(?<=[:,[] ?)(None|True|False)(?=[,}\]])/g, (word) => PYTHON_WORDS[word] ?? word)
  try {
    return [JSON.parse(json)]
  } catch {
    return []
  }
}

const PYTHON_WORDS: Readonly<Record<string, string>> = { None: 'null', True: 'true', False: 'false' }

export const receivedEnds: Axis<Body> = {
  id: 'received-ends',
  mistakes: [
    changedAs(bodyEnds, 'body-trimmed', {
      id: 'received-body-white-space-added',
      message: 'The body has white space or a line break at its beginning or end that was not received.',
      message_zh: '报文主体首尾有收到时没有的空白或换行。',
      fix: 'Verify exactly the bytes received: an editor, echo, println and readline-and-join all add a line break.',
      fix_zh: '用收到的原始字节验签：编辑器、echo、println、按行读取再拼接都会多出换行。',
    }),
    changedAs(bodyEnds, 'body-with-line-feed', {
      id: 'received-body-trimmed',
      message: 'The body was received with a line break at its end, which is missing here.',
      message_zh: '收到的报文主体末尾有换行，这里没有。',
      ...VERIFY_THE_BYTES,
    }),
    changedAs(bodyDamage, 'body-sent-with-other-line-breaks', {
      id: 'received-body-line-breaks',
      message: 'The line breaks inside the body were converted (CR LF for LF, or the reverse).',
      message_zh: '报文主体内的换行符被转换了（CRLF 与 LF 互换）。',
      ...VERIFY_THE_BYTES,
    }),
  ],
}

export const receivedMark: Axis<Body> = {
  id: 'received-mark',
  mistakes: [
    changedAs(bodyMark, 'body-without-bom', {
      id: 'received-body-bom-added',
      message: 'The body begins with a byte order mark (EF BB BF) that was not received.',
      message_zh: '报文主体开头有收到时没有的 BOM（EF BB BF）。',
      ...VERIFY_THE_BYTES,
    }),
    changedAs(bodyMark, 'body-with-bom', {
      id: 'received-body-bom-lost',
      message: 'The body was received with a byte order mark (EF BB BF), which is missing here.',
      message_zh: '收到的报文主体开头有 BOM（EF BB BF），这里没有。',
      ...VERIFY_THE_BYTES,
    }),
  ],
}

export const receivedCharset: Axis<Body> = {
  id: 'received-charset',
  mistakes: [
    changedAs(bodyDamage, 'body-sent-as-gbk', {
      id: 'received-body-read-as-gbk',
      message: 'The UTF-8 bytes of the body were read as GBK, so its Chinese text is garbled.',
      message_zh: '报文主体的 UTF-8 字节被当作 GBK 读取，中文成了乱码。',
      ...KEEP_UTF_8,
    }),
    changedAs(bodyDamage, 'body-sent-utf-8-twice', {
      id: 'received-body-read-as-latin-1',
      message: 'The UTF-8 bytes of the body were read as ISO-8859-1 (Latin-1), so its Chinese text is garbled.',
      message_zh: '报文主体的 UTF-8 字节被当作 ISO-8859-1 读取，中文成了乱码。',
      ...KEEP_UTF_8,
    }),
    changedAs(bodyDamage, 'body-sent-in-another-charset', {
      id: 'received-body-in-another-charset',
      message: 'The body was converted from UTF-8 to another encoding, such as GBK.',
      message_zh: '报文主体从 UTF-8 转换成了别的编码，例如 GBK。',
      ...KEEP_UTF_8,
    }),
  ],
}

/** The fields that wrap the body of an answer or of a notification in an object that a library returns or a log prints. */
const WRAPPERS = ['data', 'body', 'content', 'rawBody', 'raw_body', 'result', 'response', 'payload', 'json']

export const receivedParts: Axis<Body> = {
  id: 'received-parts',
  mistakes: [
    {
      id: 'received-body-wrapped',
      message: 'The body is inside another object, such as { status, headers, data }: an object of a library was serialised.',
      message_zh: '报文主体被套在另一个对象里，例如 { status, headers, data }：序列化的是某个库的对象。',
      ...VERIFY_THE_BYTES,
      signs: (body) => unwrapped(body),
    },
    {
      id: 'received-body-only-a-part',
      message: 'The body is only a part of what was received: the value of a field such as data.',
      message_zh: '报文主体只是收到内容的一部分：某个字段（例如 data）的值。',
      ...VERIFY_THE_BYTES,
      signs: (body) =>
        isContainer(body.json) ? [{ data: body.json }, { data: [body.json] }].flatMap((whole) => withJson(inCompact(body), whole)) : [],
    },
  ],
}

function unwrapped(body: Body): Body[] {
  const { json } = body
  if (!isJsonObject(json)) return Array.isArray(json) && json.length === 1 ? withJson(inCompact(body), json[0]) : []
  const named = WRAPPERS.filter((name) => Object.hasOwn(json, name)).map((name) => json[name])
  const only = Object.keys(json).length === 1 ? Object.values(json) : []
  return [...new Set([...named, ...only])].flatMap((inner) => {
    if (typeof inner === 'string') return [readBody(Buffer.from(inner))]
    return isContainer(inner) ? withJson(inCompact(body), inner) : []
  })
}

function inCompact(body: Body): Body {
  return body.layout === undefined ? withLayout(body, 'compact') : body
}

export const receivedLayout: Axis<Body> = {
  id: 'received-layout',
  mistakes: [
    {
      id: 'received-body-reformatted',
      message: 'The body was parsed and serialised again with other white space.',
      message_zh: '报文主体解析后又重新序列化，空白与收到的不同。',
      ...VERIFY_THE_BYTES,
      signs: (body) => (isContainer(body.json) ? LAYOUT_NAMES.map((name) => withLayout(body, name)) : []),
      seen,
    },
  ],
}

const LAYOUT_NAMES = Object.keys(LAYOUTS) as Layout[]

export const receivedFields: Axis<Body> = {
  id: 'received-fields',
  mistakes: [
    {
      ...changedAs(bodyFields, 'body-field-added', {
        id: 'received-body-field-added',
        message: 'The body has a field that was not received.',
        message_zh: '报文主体中有收到时没有的字段。',
        ...VERIFY_THE_BYTES,
      }),
      rare: withoutInnerField,
      seen,
    },
    {
      id: 'received-body-field-dropped',
      message: 'The body lacks a field that was received, because it is empty.',
      message_zh: '收到的报文主体中有一个空值字段，这里没有。',
      ...VERIFY_THE_BYTES,
      signs: (body) => withEmptyField(body),
      seen,
    },
    {
      ...changedAs(bodyValues, 'body-nulls-dropped', {
        id: 'received-body-nulls-added',
        message: 'The body has null fields that were not received.',
        message_zh: '报文主体中有收到时没有的 null 字段。',
        ...VERIFY_THE_BYTES,
      }),
      seen,
    },
  ],
}

/** Objects within the body are known by their fields, so only notifications and certificates are meant. */
function* withoutInnerField(body: Body): Generator<Body, void> {
  if (!isJsonObject(body.json)) return
  for (const [name, inner] of Object.entries(body.json)) {
    if (!isJsonObject(inner)) continue
    for (const field of Object.keys(inner)) {
      const rest = Object.fromEntries(Object.entries(inner).filter(([other]) => other !== field))
      yield* withJson(body, { ...body.json, [name]: rest })
    }
  }
}

/** `associated_data` is often empty, and serialisers that drop empty fields lose it. */
function* withEmptyField(body: Body): Generator<Body, void> {
  const { json } = body
  if (!isJsonObject(json)) return
  const resource = json['resource']
  if (!isJsonObject(resource) || Object.hasOwn(resource, EMPTY_FIELD)) return
  const fields = Object.entries(resource)
  for (let at = fields.length; at >= 0; at -= 1) {
    yield* withJson(body, { ...json, resource: Object.fromEntries(fields.toSpliced(at, 0, [EMPTY_FIELD, ''])) })
  }
}

const EMPTY_FIELD = 'associated_data'

const [TEXT_OR_NUMBER, FORM] = ['body-numbers-as-text', 'body-number-form'].map(
  (id) => bodyValues.mistakes.find((mistake) => mistake.id === id) as BodyMistake,
)

export const receivedValues: Axis<Body> = {
  id: 'received-values',
  mistakes: [
    {
      id: 'received-body-numbers-changed',
      message: 'Numbers of the body were written in another way, such as 1.0 or "1" for 1.',
      message_zh: '报文主体中数字的写法变了，例如 1 变成 1.0 或 "1"。',
      ...VERIFY_THE_BYTES,
      *signs(body, circumstances) {
        for (const mistake of [TEXT_OR_NUMBER, FORM]) if (mistake) yield* mistake.signs(body, circumstances)
      },
      *rare(body, circumstances) {
        for (const mistake of [TEXT_OR_NUMBER, FORM]) if (mistake?.rare) yield* mistake.rare(body, circumstances)
      },
      seen,
    },
    {
      id: 'received-body-times-changed',
      message: 'Times of the body were written in another way, such as Z for +08:00.',
      message_zh: '报文主体中时间的写法变了，例如 +08:00 变成 Z。',
      ...VERIFY_THE_BYTES,
      signs: (body) => (isContainer(body.json) ? withJson(body, mapJson(body.json, inBeijing)) : []),
      seen,
    },
  ],
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.0+)?(?:Z|[+-]\d\d:?\d\d)$/
const EIGHT_HOURS = 8 * 3_600_000

/** WeChat Pay writes times as in 2018-06-08T10:34:56+08:00. */
function inBeijing(value: Json): Json {
  if (typeof value !== 'string' || !TIME.test(value)) return value
  const time = Date.parse(value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
  return Number.isNaN(time) ? value : new Date(time + EIGHT_HOURS).toISOString().replace('.000Z', '+08:00')
}

type Order = (names: readonly string[]) => string[]

/** The orders of notifications as captured and as documented, of certificates, and of error answers. */
const ORDERS: readonly string[] = [
  'id create_time resource_type event_type summary resource original_type algorithm ciphertext associated_data nonce',
  'id create_time resource_type event_type resource algorithm ciphertext nonce associated_data original_type summary',
  'data serial_no effective_time expire_time encrypt_certificate algorithm nonce associated_data ciphertext',
  'code message detail field value issue location',
]

export const receivedKeyOrder: Axis<Body> = {
  id: 'received-key-order',
  mistakes: [
    {
      id: 'received-body-keys-reordered',
      message: 'The body was parsed and serialised again with its keys in another order.',
      message_zh: '报文主体解析后又重新序列化，字段顺序与收到的不同。',
      ...VERIFY_THE_BYTES,
      signs: ({ json, ...body }) => {
        const orders: Order[] = [...ORDERS.map(ordering), (names) => names.toSorted(), hashMapOrder, (names) => names.toReversed()]
        return isContainer(json) ? orders.flatMap((order) => withJson({ ...body, json }, reorderKeys(json, order))) : []
      },
      seen,
    },
  ],
}

function ordering(order: string): Order {
  const known = order.split(' ')
  const rank = (name: string) => (known.includes(name) ? known.indexOf(name) : known.length)
  return (names) => names.toSorted((one, other) => rank(one) - rank(other))
}

export const receivedEscapes: Axis<Body> = {
  id: 'received-escapes',
  mistakes: [
    {
      id: 'received-body-escaped',
      message: 'The body was parsed and serialised again with other escapes (\\uXXXX, \\/, \\u003c), as {library} does.',
      message_zh: '报文主体解析后又重新序列化，转义（\\uXXXX、\\/、\\u003c）与收到的不同，这是 {library} 的写法。',
      ...VERIFY_THE_BYTES,
      signs: (body) =>
        writtenWith(
          body,
          LIBRARIES.slice(0, 1).map(({ escapes }) => escapes),
        ),
      rare: (body) =>
        writtenWith(
          body,
          LIBRARIES.slice(1).map(({ escapes }) => escapes),
        ),
      seen: (_, { escapes }) => ({ library: LIBRARIES.find((library) => isSame(library.escapes, escapes))?.name ?? 'a JSON library' }),
    },
  ],
}

function writtenWith(body: Body, all: readonly Escapes[]): Body[] {
  return isContainer(body.json) && body.layout !== undefined ? all.map((escapes) => ({ ...body, escapes })) : []
}

function isSame(one: Escapes, other: Escapes): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** The mistakes in the body, in the order in which they are undone. */
export const RECEIVED_BODY_AXES: readonly Axis<Body>[] = [
  receivedTransport,
  receivedMark,
  receivedCharset,
  receivedEnds,
  receivedParts,
  receivedLayout,
  receivedFields,
  receivedValues,
  receivedKeyOrder,
  receivedEscapes,
]
