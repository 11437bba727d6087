import { type Body, withLayout } from '../body.ts'
import { type Escapes, HTML_SYMBOLS, RAW } from '../escapes.ts'
import { isContainer, type Layout } from '../json-text.ts'
import type { Axis, SigningMistake } from '../mistake.ts'
import { BODY_AS_DICT, JSON_DUMPS_ONCE, SERIALISE_ONCE } from './advice.ts'

/** Mistakes in the white space between the tokens of the JSON. */
export const bodyLayout: Axis<Body> = {
  id: 'body-layout',
  mistakes: [
    layout('body-compact', ['compact'], {
      message: 'The body was signed as compact JSON but sent with other white space or escapes.',
      message_zh: '签名时报文主体是紧凑 JSON，实际发送的空白或转义不同。',
      ...SERIALISE_ONCE,
    }),
    layout('body-python-spacing', ['python'], {
      message:
        "The body was signed with a space after each comma and colon (the default of Python's json.dumps) but sent with other spacing.",
      message_zh: '签名时报文主体是 Python json.dumps 的默认格式（逗号、冒号后有空格），实际发送的不是。',
      ...JSON_DUMPS_ONCE,
      source: BODY_AS_DICT,
    }),
    {
      id: 'body-python-dumps',
      message:
        "The body was signed as Python's json.dumps writes it (spaces after commas and colons, \\uXXXX escapes) but sent in another form.",
      message_zh: '签名时报文主体是 Python json.dumps 的默认输出（逗号、冒号后有空格，中文转义成 \\uXXXX），实际发送的不是。',
      ...JSON_DUMPS_ONCE,
      source: BODY_AS_DICT,
      signedInstead: (body) => (isContainer(body.json) && /\P{ASCII}/u.test(body.text) ? [asDumped(body)] : []),
    },
    layout('body-pretty-printed', ['two_spaces', 'four_spaces', 'tab', 'jackson'], {
      message: 'The body was signed with indentation or other white space, but sent in another layout.',
      message_zh: '签名时报文主体带有缩进或空格，实际发送的格式不同。',
      ...SERIALISE_ONCE,
      rarest: (body) => (isContainer(body.json) ? [...withWindowsLineBreaks(body), ...withRareSpaces(body)] : []),
    }),
  ],
}

function layout(id: string, layouts: readonly Layout[], texts: Omit<SigningMistake<Body>, 'id' | 'signedInstead'>): SigningMistake<Body> {
  return { id, ...texts, signedInstead: (body) => (isContainer(body.json) ? layouts.map((name) => withLayout(body, name)) : []) }
}

/** Returns the pretty-printed body with Windows line breaks, as .NET writes it on Windows. */
function withWindowsLineBreaks(body: Body): Body[] {
  return (['two_spaces', 'four_spaces', 'jackson'] as const).map((name) => ({ ...withLayout(body, name), lineBreak: '\r\n' }))
}

/**
 * Returns the body in three rare layouts: indented by one space; on one line with a space after each colon; on one line with a space
 * after each comma.
 */
function withRareSpaces(body: Body): Body[] {
  const indented = JSON.stringify(body.json, null, 1)
  const afterColons = indented.replace(/\n */g, '')
  const afterCommas = indented.replace(/^( *"(?:[^"\\]|\\.)*"): /gm, '$1:').replace(/,\n */g, ', ')
  return [indented, afterColons, afterCommas.replace(/\n */g, '')].map((text) => ({ ...withLayout(body, 'compact'), text }))
}

/** Returns the body as Python's `json.dumps` writes it by default. */
function asDumped(body: Body): Body {
  return { ...withLayout(body, 'python'), escapes: { ...RAW, nonAscii: 'lower' } }
}

/** Mistakes in the escaping of non-ASCII characters: `中` or `\u4e2d`. */
export const bodyNonAscii: Axis<Body> = escapes('body-non-ascii', [
  [
    'body-non-ascii-escaped',
    [{ nonAscii: 'lower' }, { nonAscii: 'upper' }],
    {
      message: 'Non-ASCII characters were signed as \\uXXXX but sent unescaped.',
      message_zh: '签名时中文等字符转义成了 \\uXXXX，实际发送的没有转义。',
      fix: 'Serialise the body once, then sign and send that same string. To turn escaping off: ensure_ascii=False in Python, JSON_UNESCAPED_UNICODE in PHP.',
      fix_zh: '报文主体只序列化一次，签名和发送用同一个字符串。关闭转义：Python 用 ensure_ascii=False，PHP 用 JSON_UNESCAPED_UNICODE。',
    },
  ],
  [
    'body-non-ascii-unescaped',
    [{ nonAscii: 'raw' }],
    {
      message: 'Non-ASCII characters were signed unescaped but sent as \\uXXXX.',
      message_zh: '签名时中文等字符没有转义，实际发送的转义成了 \\uXXXX。',
      ...SERIALISE_ONCE,
    },
  ],
])

/** Mistakes in the escaping of slashes: `/` or `\/`. */
export const bodySlashes: Axis<Body> = escapes('body-slashes', [
  [
    'body-slashes-escaped',
    [{ slashes: true }],
    {
      message: 'Slashes were signed as \\/ but sent unescaped.',
      message_zh: '签名时斜杠转义成了 \\/，实际发送的没有转义。',
      fix: 'Serialise the body once, then sign and send that same string. To turn escaping off in PHP: JSON_UNESCAPED_SLASHES.',
      fix_zh: '报文主体只序列化一次，签名和发送用同一个字符串。PHP 用 JSON_UNESCAPED_SLASHES 关闭转义。',
      // org.json (Java) escapes a slash after `<`, as in the end tag of an HTML element.
      rarest: (body) =>
        body.layout !== undefined && body.text.includes('</') ? [{ ...body, text: body.text.replaceAll('</', '<\\/') }] : [],
    },
  ],
  [
    'body-slashes-unescaped',
    [{ slashes: false }],
    {
      message: 'Slashes were signed unescaped but sent as \\/.',
      message_zh: '签名时斜杠没有转义，实际发送的转义成了 \\/。',
      fix: "Serialise the body once, then sign and send that same string. PHP's json_encode escapes slashes by default.",
      fix_zh: '报文主体只序列化一次，签名和发送用同一个字符串。PHP 的 json_encode 默认转义斜杠。',
    },
  ],
])

/** Mistakes in the escaping of the characters `<`, `>` and `&`: `<` or `\u003c`. */
export const bodyHtml: Axis<Body> = escapes('body-html', [
  [
    'body-html-escaped',
    [{ symbols: HTML_SYMBOLS }],
    {
      message: 'The characters <, > and & were signed as \\u003c, \\u003e and \\u0026 but sent unescaped.',
      message_zh: '签名时 <、>、& 转义成了 \\u003c、\\u003e、\\u0026，实际发送的没有转义。',
      fix: "Serialise the body once, then sign and send that same string. Go's json.Marshal and Gson escape by default; SetEscapeHTML(false) and disableHtmlEscaping() turn it off.",
      fix_zh:
        '报文主体只序列化一次，签名和发送用同一个字符串。Go 的 json.Marshal 和 Gson 默认转义，可用 SetEscapeHTML(false)、disableHtmlEscaping() 关闭。',
    },
  ],
  [
    'body-html-unescaped',
    [{ symbols: '' }],
    {
      message: 'The characters <, > and & were signed unescaped but sent as \\u003c, \\u003e and \\u0026.',
      message_zh: '签名时 <、>、& 没有转义，实际发送的转义成了 \\u003c、\\u003e、\\u0026。',
      ...SERIALISE_ONCE,
    },
  ],
])

type Spelling = readonly [id: string, spellings: readonly Partial<Escapes>[], texts: Omit<SigningMistake<Body>, 'id' | 'signedInstead'>]

function escapes(id: string, spellings: readonly Spelling[]): Axis<Body> {
  return {
    id,
    mistakes: spellings.map(([mistake, variants, texts]) => ({
      id: mistake,
      ...texts,
      signedInstead: (body) =>
        variants.flatMap((change) => (differs(body, change) ? [{ ...body, escapes: { ...body.escapes, ...change } }] : [])),
    })),
  }
}

/** Whether the change turns escaping on or off in the body. `false` for an unknown layout, because such a body can't be rewritten. */
function differs({ json, layout, escapes: { nonAscii, slashes, symbols } }: Body, change: Partial<Escapes>): boolean {
  if (!isContainer(json) || layout === undefined) return false
  if (change.nonAscii !== undefined) return (change.nonAscii === 'raw') !== (nonAscii === 'raw')
  if (change.slashes !== undefined) return change.slashes !== slashes
  // If the body also escapes other symbols, such as `=`, the mistake belongs to `bodyEscapes`, which names a library with these escapes.
  return change.symbols !== symbols && [...symbols].every((symbol) => HTML_SYMBOLS.includes(symbol))
}
