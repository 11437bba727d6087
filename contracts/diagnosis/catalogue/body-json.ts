import { type Body, type Escapes, withLayout } from '../body.ts'
import { isContainer, type Layout } from '../json-text.ts'
import type { Axis, SigningMistake } from '../mistake.ts'
import { BODY_AS_DICT, SERIALISE_ONCE } from './advice.ts'

/** The white space between the tokens of the JSON. */
export const bodyLayout: Axis<Body> = {
  id: 'body-layout',
  mistakes: [
    layout('body-compact', ['compact'], {
      message: 'The body was signed as compact JSON, and sent written otherwise (white space, escapes).',
      message_zh: '签名时报文是紧凑 JSON，实际发送的写法不同（空白、转义）。',
      ...SERIALISE_ONCE,
    }),
    layout('body-python-spacing', ['python'], {
      message: "The body was signed with Python's spacing (', ' and ': ', as json.dumps writes), and sent otherwise.",
      message_zh: '签名时报文是 Python json.dumps 默认的格式（逗号、冒号后有空格），实际发送的不是。',
      fix: 'Make the JSON once with json.dumps, sign that string and send it: data=body.encode(), not json=.',
      fix_zh: '用 json.dumps 只序列化一次，签名与发送用同一个字符串：data=body.encode()，不要用 json=。',
      source: BODY_AS_DICT,
    }),
    layout('body-pretty-printed', ['two_spaces', 'four_spaces', 'tab', 'jackson'], {
      message: 'The body was signed pretty-printed, and sent otherwise.',
      message_zh: '签名时报文是带缩进的格式，实际发送的不是。',
      ...SERIALISE_ONCE,
    }),
  ],
}

function layout(id: string, layouts: readonly Layout[], texts: Omit<SigningMistake<Body>, 'id' | 'signs'>): SigningMistake<Body> {
  return { id, ...texts, signs: (body) => (isContainer(body.json) ? layouts.map((name) => withLayout(body, name)) : []) }
}

/** `中` or `\u4e2d`. */
export const bodyNonAscii: Axis<Body> = escapes('body-non-ascii', [
  [
    'body-non-ascii-escaped',
    [{ nonAscii: 'lower' }, { nonAscii: 'upper' }],
    {
      message: 'Characters beyond ASCII were signed as \\uXXXX, and sent as they are.',
      message_zh: '签名时中文等字符转义成了 \\uXXXX，实际发送的没有转义。',
      fix: 'Serialise the body once; in Python ensure_ascii=False, in PHP JSON_UNESCAPED_UNICODE, in both places.',
      fix_zh: '报文只序列化一次；Python 用 ensure_ascii=False，PHP 用 JSON_UNESCAPED_UNICODE，两处保持一致。',
    },
  ],
  [
    'body-non-ascii-unescaped',
    [{ nonAscii: 'raw' }],
    {
      message: 'Characters beyond ASCII were signed as they are, and sent as \\uXXXX.',
      message_zh: '签名时中文等字符没有转义，实际发送的转义成了 \\uXXXX。',
      ...SERIALISE_ONCE,
    },
  ],
])

/** `/` or `\/`. */
export const bodySlashes: Axis<Body> = escapes('body-slashes', [
  [
    'body-slashes-escaped',
    [{ slashes: true }],
    {
      message: 'Slashes were signed as \\/, and sent as they are.',
      message_zh: '签名时斜杠转义成了 \\/，实际发送的没有转义。',
      fix: 'Serialise the body once; in PHP with JSON_UNESCAPED_SLASHES, in both places.',
      fix_zh: '报文只序列化一次；PHP 用 JSON_UNESCAPED_SLASHES，两处保持一致。',
    },
  ],
  [
    'body-slashes-unescaped',
    [{ slashes: false }],
    {
      message: 'Slashes were signed as they are, and sent as \\/.',
      message_zh: '签名时斜杠没有转义，实际发送的转义成了 \\/。',
      fix: "Serialise the body once, sign that string and send it; PHP's json_encode escapes slashes by default.",
      fix_zh: '报文只序列化一次，签名与发送用同一个字符串；PHP 的 json_encode 默认转义斜杠。',
    },
  ],
])

/** `<` or `\u003c`. */
export const bodyHtml: Axis<Body> = escapes('body-html', [
  [
    'body-html-escaped',
    [{ html: true }],
    {
      message: 'The characters <, > and & were signed as \\u003c, \\u003e and \\u0026, and sent as they are.',
      message_zh: '签名时 <、>、& 转义成了 \\u003c、\\u003e、\\u0026，实际发送的没有转义。',
      fix: "Serialise the body once; Go's json.Marshal and Gson escape these by default (SetEscapeHTML(false), disableHtmlEscaping()).",
      fix_zh: '报文只序列化一次；Go 的 json.Marshal 与 Gson 默认转义这些字符（SetEscapeHTML(false)、disableHtmlEscaping()）。',
    },
  ],
  [
    'body-html-unescaped',
    [{ html: false }],
    {
      message: 'The characters <, > and & were signed as they are, and sent as \\u003c, \\u003e and \\u0026.',
      message_zh: '签名时 <、>、& 没有转义，实际发送的转义成了 \\u003c、\\u003e、\\u0026。',
      ...SERIALISE_ONCE,
    },
  ],
])

type Spelling = readonly [id: string, spellings: readonly Partial<Escapes>[], texts: Omit<SigningMistake<Body>, 'id' | 'signs'>]

function escapes(id: string, spellings: readonly Spelling[]): Axis<Body> {
  return {
    id,
    mistakes: spellings.map(([mistake, variants, texts]) => ({
      id: mistake,
      ...texts,
      signs: (body) => variants.flatMap((change) => (differs(body, change) ? [{ ...body, escapes: { ...body.escapes, ...change } }] : [])),
    })),
  }
}

/** Whether the body is written otherwise, and its layout known, so that it can be written anew. */
function differs({ json, layout, escapes: { nonAscii, slashes, html } }: Body, change: Partial<Escapes>): boolean {
  if (!isContainer(json) || layout === undefined) return false
  if (change.nonAscii !== undefined) return (change.nonAscii === 'raw') !== (nonAscii === 'raw')
  return change.slashes === undefined ? change.html !== html : change.slashes !== slashes
}
