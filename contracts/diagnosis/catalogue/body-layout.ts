import { type Body, withLayout } from '../body.ts'
import { isContainer, type Layout } from '../json-text.ts'
import type { Axis, SigningMistake } from '../mistake.ts'
import { SERIALISE_ONCE } from './serialise-once.ts'
import { BODY_AS_DICT } from './sources.ts'

/** White space between the parts of the JSON. */
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
