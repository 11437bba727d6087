import { isDeepStrictEqual } from 'node:util'
import { type Body, bytesOf, readBody, textBody } from '../body.ts'
import { isContainer, isJsonObject, type Json } from '../json-text.ts'
import type { Axis, Placeholders, SigningMistake } from '../mistake.ts'
import { BODY_AS_DICT, BODY_AS_OBJECT, SERIALISE_ONCE } from './advice.ts'

/** Something else was signed instead of the body. */
export const bodyContent: Axis<Body> = {
  id: 'body-content',
  mistakes: [
    {
      id: 'body-empty',
      message: 'The body was left out of what was signed.',
      message_zh: '签名串中的请求报文主体为空，实际却发送了报文。',
      fix: 'Sign the body that is sent, with POST, PUT and PATCH alike.',
      fix_zh: 'POST、PUT、PATCH 都要对实际发送的报文主体签名。',
      source: BODY_AS_OBJECT,
      signs: () => [textBody('')],
    },
    constant('body-empty-object', '{}'),
    constant('body-null', 'null'),
    constant('body-undefined', 'undefined'),
    constant('body-none', 'None'),
    constant('body-js-object', '[object Object]'),
    constant('body-php-array', 'Array'),
    {
      id: 'body-python-dict',
      message: "The body was signed as Python's str() of a dict: {signed}",
      message_zh: '签名串中的报文主体是 Python 字典的 str() 结果：{signed}',
      fix: 'Make the JSON once with json.dumps, sign that string and send it: data=body.encode(), not json=.',
      fix_zh: '用 json.dumps 只序列化一次，签名与发送用同一个字符串：data=body.encode()，不要用 json=。',
      source: BODY_AS_DICT,
      signs: ({ json }) => (isContainer(json) ? [textBody(pythonRepr(json))] : []),
      seen,
    },
    {
      id: 'body-java-map',
      message: 'The body was signed as toString() of a Java map: {signed}',
      message_zh: '签名串中的报文主体是 Java Map 的 toString() 结果：{signed}',
      ...SERIALISE_ONCE,
      signs: ({ json }) => (isContainer(json) ? [textBody(javaString(json))] : []),
      seen,
    },
    {
      id: 'body-form-encoded',
      message: 'The body was signed as a form: {signed}',
      message_zh: '签名串中的报文主体是表单格式：{signed}',
      fix: 'Sign the JSON that is sent; APIv3 has no forms.',
      fix_zh: '对实际发送的 JSON 签名；APIv3 不使用表单。',
      signs: ({ json }) => (isJsonObject(json) ? [encodedForm(json), plainForm(json)].map(textBody) : []),
      seen,
    },
    {
      id: 'body-stringified-twice',
      message: 'The body was made into JSON twice, or once too few: {signed} was signed.',
      message_zh: '报文主体被序列化了两次，或与实际发送的次数不同：{signed}',
      ...SERIALISE_ONCE,
      signs: (body) => [...(typeof body.json === 'string' ? [textBody(body.json)] : []), textBody(JSON.stringify(decoded(body)))],
      seen,
    },
    {
      id: 'body-of-previous-request',
      message: 'The body of an earlier request was signed: {signed}',
      message_zh: '签名串中是之前某个请求的报文主体：{signed}',
      fix: 'Build message and request from the same value; keep nothing of the request before.',
      fix_zh: '签名串与请求使用同一份数据，不要复用之前请求的变量。',
      lastResort: true,
      *signs({ json }, { previousBodies = [] }) {
        for (const bytes of previousBodies.slice(0, PREVIOUS_LIMIT)) {
          const body = readBody(bytes)
          // The same JSON in another layout is not another body.
          if (json === undefined || !isDeepStrictEqual(body.json, json)) yield body
        }
      },
      seen,
    },
  ],
}

/** How many earlier bodies are tried at most. */
const PREVIOUS_LIMIT = 4

function constant(id: string, text: string): SigningMistake<Body> {
  return {
    id,
    message: `${text} was signed in the place of the body.`,
    message_zh: `签名串中的请求报文主体是 ${text}。`,
    ...SERIALISE_ONCE,
    source: BODY_AS_OBJECT,
    signs: () => [textBody(text)],
  }
}

function seen(signed: Body): Placeholders {
  return { signed: decoded(signed) }
}

function decoded(body: Body): string {
  return new TextDecoder().decode(bytesOf(body))
}

/** As CPython writes it: in single quotes, or in double quotes if the text has single quotes only. */
function pythonRepr(value: Json): string {
  if (typeof value === 'string') return pythonString(value)
  if (!isContainer(value)) return PYTHON_CONSTANTS[JSON.stringify(value)] ?? JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(', ')}]`
  return `{${Object.entries(value)
    .map(([name, item]) => `${pythonString(name)}: ${pythonRepr(item)}`)
    .join(', ')}}`
}

const PYTHON_CONSTANTS: Readonly<Record<string, string>> = { true: 'True', false: 'False', null: 'None' }

function pythonString(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')
  return escaped.includes("'") && !escaped.includes('"') ? `"${escaped}"` : `'${escaped.replaceAll("'", "\\'")}'`
}

function javaString(value: Json): string {
  if (typeof value === 'string') return value
  if (!isContainer(value)) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(javaString).join(', ')}]`
  return `{${Object.entries(value)
    .map(([name, item]) => `${name}=${javaString(item)}`)
    .join(', ')}}`
}

function encodedForm(value: Readonly<Record<string, Json>>): string {
  return String(new URLSearchParams(Object.entries(value).map(([name, item]): [string, string] => [name, fieldText(item)])))
}

function plainForm(value: Readonly<Record<string, Json>>): string {
  return Object.entries(value)
    .map(([name, item]) => `${name}=${fieldText(item)}`)
    .join('&')
}

function fieldText(item: Json): string {
  return typeof item === 'string' ? item : JSON.stringify(item)
}
