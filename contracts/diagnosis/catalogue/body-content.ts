import { hash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { type Body, bytesOf, readBody, textBody, withJson } from '../body.ts'
import { isContainer, isJsonObject, type Json } from '../json-text.ts'
import type { Axis, Placeholders, SigningMistake } from '../mistake.ts'
import { csharpString, encodedForm, goBytes, goString, goStruct, javaString, plainForm, pythonBytes, pythonRepr } from '../printed-json.ts'
import { BODY_AS_DICT, BODY_AS_OBJECT, JSON_DUMPS_ONCE, SERIALISE_ONCE } from './advice.ts'

/** Something other than the body was signed. */
export const bodyContent: Axis<Body> = {
  id: 'body-content',
  mistakes: [
    {
      id: 'body-empty',
      message: 'The request has a body, but an empty body was signed.',
      message_zh: '请求带有报文主体，待签名串中的报文主体却是空的。',
      fix: 'Sign the body that you send, for POST, PUT and PATCH alike.',
      fix_zh: 'POST、PUT、PATCH 请求都要把实际发送的报文主体放进待签名串。',
      source: BODY_AS_OBJECT,
      // For an upload, an empty signed body is a different mistake: multipart-signed-empty.
      signedInstead: (_, { form }) => (form ? [] : [textBody('')]),
    },
    constant('body-empty-object', '{}'),
    constant('body-empty-array', '[]'),
    constant('body-null', 'null'),
    constant('body-undefined', 'undefined'),
    constant('body-none', 'None'),
    constant('body-js-object', '[object Object]'),
    constant('body-php-array', 'Array'),
    {
      id: 'body-python-dict',
      message: "Python's str() of a dict, a list or bytes was signed instead of the JSON: {signed}",
      message_zh: '待签名串中的报文主体是 Python 字典、列表或 bytes 的 str()，不是 JSON：{signed}',
      ...JSON_DUMPS_ONCE,
      source: BODY_AS_DICT,
      signedInstead: ({ json }) => (isContainer(json) ? [textBody(pythonRepr(json))] : []),
      rarest: (body) => (body.text === '' ? [] : [textBody(pythonBytes(bytesOf(body)))]),
      seen,
    },
    {
      id: 'body-java-map',
      message: 'The toString() of a Java Map or List was signed instead of the JSON: {signed}',
      message_zh: '待签名串中的报文主体是 Java Map 或 List 的 toString()，不是 JSON：{signed}',
      ...SERIALISE_ONCE,
      signedInstead: ({ json }) => (isContainer(json) ? [textBody(javaString(json))] : []),
      seen,
    },
    {
      id: 'body-go-printed',
      message: 'A value was signed as Go prints it with %v or %s, instead of the JSON: {signed}',
      message_zh: '待签名串中的报文主体是 Go 用 %v 或 %s 打印的值，不是 JSON：{signed}',
      fix: 'Call json.Marshal once, sign string(body), and send the same bytes.',
      fix_zh: '只调用一次 json.Marshal，对 string(body) 签名，并发送同样的字节。',
      signedInstead: () => [],
      rarest: (body) => goTexts(body).map(textBody),
      seen,
    },
    {
      id: 'body-dotnet-printed',
      message: 'The ToString() of a .NET object was signed instead of the JSON: {signed}',
      message_zh: '待签名串中的报文主体是 .NET 对象的 ToString()，不是 JSON：{signed}',
      ...SERIALISE_ONCE,
      signedInstead: () => [],
      rarest: ({ json }) => [...DOTNET_TYPES, ...(isJsonObject(json) ? [csharpString(json)] : [])].map(textBody),
      seen,
    },
    {
      id: 'body-form-encoded',
      message: 'A form was signed instead of the JSON: {signed}',
      message_zh: '待签名串中的报文主体是表单格式，不是 JSON：{signed}',
      fix: 'Sign the JSON that you send. APIv3 does not use URL-encoded forms.',
      fix_zh: '对实际发送的 JSON 签名；APIv3 不使用 URL 编码的表单。',
      signedInstead: ({ json }) => (isJsonObject(json) ? [encodedForm(json), plainForm(json)].map(textBody) : []),
      seen,
    },
    {
      id: 'body-stringified-twice',
      message: 'The signed body was serialised to JSON once more, or once less, than the body that was sent: {signed}',
      message_zh: '签名时报文主体比实际发送的多序列化了一次，或少了一次：{signed}',
      ...SERIALISE_ONCE,
      signedInstead: (body) =>
        body.text.length > STRINGIFIED_LIMIT
          ? []
          : [...(typeof body.json === 'string' ? [textBody(body.json)] : []), textBody(JSON.stringify(decoded(body)))],
      // The JSON with backslashes before its quotation marks, as in a log.
      rarest: (body) => (isContainer(body.json) ? [textBody(JSON.stringify(decoded(body)).slice(1, -1))] : []),
      seen,
    },
    {
      id: 'body-digest',
      message: 'A digest of the body was signed instead of the body: {signed}',
      message_zh: '待签名串中是报文主体的摘要，不是报文主体：{signed}',
      fix: 'Put the body itself in the message. The signing function hashes the whole message, and nothing else is hashed.',
      fix_zh: '待签名串中放报文主体原文；只有签名函数会对整个待签名串做摘要。',
      signedInstead: (body) => DIGESTS.slice(0, 2).map((digest) => textBody(digest(bytesOf(body)))),
      rare: (body) => DIGESTS.slice(2).map((digest) => textBody(digest(bytesOf(body)))),
      seen,
    },
    {
      id: 'body-template',
      message: 'The body was signed before its variables were filled in: {signed}',
      message_zh: '签名时报文主体中的变量还没有替换：{signed}',
      fix: 'Fill in the variables first, then sign and send that same string. In Postman: pm.variables.replaceIn(pm.request.body.raw).',
      fix_zh: '先替换变量，再对同一个字符串签名并发送。Postman 用 pm.variables.replaceIn(pm.request.body.raw)。',
      signedInstead: (body) => withTemplates(body, VARIABLES.slice(0, 1), inOneOrAll),
      rare: (body) => withTemplates(body, VARIABLES, inAnyOrAll),
      rarest: withLeafTemplates,
      seen,
    },
    {
      id: 'body-wrapped',
      message: 'Either the signed body or the sent body is wrapped in another object or a list, but not both. Signed: {signed}',
      message_zh: '签名与发送的报文主体，一处多套了一层对象或列表。待签名串中的是：{signed}',
      fix: 'Serialise the data once, then sign and send that same string. With axios, pass the data itself, not { data }.',
      fix_zh: '数据只序列化一次，签名和发送用同一个字符串。用 axios 时直接传数据，不要传 { data }。',
      signedInstead: (body) => [...unwrapped(body), ...wrappedIn(body, WRAPPERS.slice(0, 1)), ...inList(body)],
      rare: (body) => wrappedIn(body, WRAPPERS.slice(1)),
      rarest: (body) => [...wrappedIn(body, RARE_WRAPPERS), ...inObjects(body)],
      seen,
    },
    {
      id: 'body-of-previous-request',
      message: 'The body of an earlier request was signed: {signed}',
      message_zh: '待签名串中是之前某个请求的报文主体：{signed}',
      fix: 'Build the message and the request from the same value; reuse nothing from an earlier request.',
      fix_zh: '待签名串和请求用同一份数据，不要复用之前请求的变量。',
      likelihood: 'last',
      *signedInstead({ json }, { previousBodies = [] }) {
        for (const bytes of previousBodies.slice(0, PREVIOUS_LIMIT)) {
          const body = readBody(bytes)
          // An earlier body with the same JSON is skipped, even if its layout differs.
          if (json === undefined || !isDeepStrictEqual(body.json, json)) yield body
        }
      },
      seen,
    },
  ],
}

const DIGESTS: readonly ((body: Uint8Array) => string)[] = [
  (body) => hash('sha256', body, 'hex'),
  (body) => hash('sha256', body, 'base64'),
  (body) => hash('sha256', body, 'hex').toUpperCase(),
  (body) => hash('md5', body, 'hex'),
  (body) => hash('md5', body, 'hex').toUpperCase(),
]

/** The maximum length, in characters, of a text that is written as a list of bytes. The search has no budget to compare longer lists. */
const GO_LIMIT = 2_000

/** Returns what Go prints for the bytes of a body, for its JSON as a map, list or struct, for a pointer to the struct, and for nil. */
function goTexts(body: Body): string[] {
  const { json, text } = body
  const bytes = text !== '' && text.length <= GO_LIMIT ? [goBytes(bytesOf(body))] : []
  const structs = isJsonObject(json) ? [goStruct(json), `&${goStruct(json)}`] : []
  return [...bytes, ...(isContainer(json) ? [goString(json)] : []), ...structs, '<nil>', '%!s(<nil>)']
}

const DOTNET_TYPES = [
  'System.Byte[]',
  'System.Net.Http.StringContent',
  'System.Net.Http.ByteArrayContent',
  'System.Net.Http.Json.JsonContent',
  'System.Collections.Generic.Dictionary`2[System.String,System.String]',
  'System.Collections.Generic.Dictionary`2[System.String,System.Object]',
]

/** The maximum length, in characters, of a body that is serialised once more or once less. A megabyte takes milliseconds. */
const STRINGIFIED_LIMIT = 131_072

/** How API clients and template engines write a variable. */
const VARIABLES: readonly ((name: string) => string)[] = [
  (name) => `{{${name}}}`,
  (name) => `\${${name}}`,
  (name) => `{${name}}`,
  (name) => `#{${name}}`,
  (name) => `\${{${name}}}`,
  (name) => `:${name}`,
]

/** `withTemplates` puts variables into at most this many fields. */
const TEMPLATE_LIMIT = 8

/** Chooses the fields whose values become variables. Each list that it returns is one choice for the search to try. */
type Choice = (names: readonly string[]) => (readonly string[])[]

const inOneOrAll: Choice = (names) => [names, names.slice(0, 1)]
const inAnyOrAll: Choice = (names) => [names, ...names.map((name) => [name])]

/** Returns versions of the body in which variables replace the values of some top-level fields. */
function* withTemplates(body: Body, variables: typeof VARIABLES, choose: Choice): Generator<Body, void> {
  const { json } = body
  if (!isJsonObject(json)) return
  const fields = Object.entries(json)
  for (const variable of variables)
    for (const chosen of choose(Object.keys(json).slice(0, TEMPLATE_LIMIT)))
      yield* withJson(body, Object.fromEntries(fields.map(([name, value]) => [name, chosen.includes(name) ? variable(name) : value])))
}

/**
 * Returns versions of the body in which variables replace either all values, or only the values inside inner lists and objects. In some
 * versions all variables have quotes, in some only the variables that replace strings, and in some none.
 */
function* withLeafTemplates(body: Body): Generator<Body, void> {
  const { json } = body
  if (!isContainer(json)) return
  for (const variable of VARIABLES.slice(0, 3)) {
    for (const isBare of [() => false, (value: Json) => typeof value !== 'string', () => true])
      for (const isInnerOnly of [false, true])
        for (const draft of withJson(body, templated(json, variable, isBare, isInnerOnly)))
          yield { ...draft, text: draft.text.replace(/"\\u0001(.*?)\\u0001"/g, '$1') }
  }
}

/** Replaces values in the JSON with variables. U+0001 on both sides marks a variable whose quotes `withLeafTemplates` must remove. */
function templated(
  json: Json,
  variable: (name: string) => string,
  isBare: (value: Json) => boolean,
  isInnerOnly: boolean,
  name?: string,
): Json {
  if (Array.isArray(json)) return json.map((item) => templated(item, variable, isBare, false, name))
  if (isJsonObject(json))
    return Object.fromEntries(
      Object.entries(json).map(([key, item]) => [
        key,
        isInnerOnly && !isContainer(item) ? item : templated(item, variable, isBare, false, key),
      ]),
    )
  if (name === undefined) return json
  return isBare(json) ? `\u0001${variable(name)}\u0001` : variable(name)
}

const WRAPPERS = ['data', 'body', 'json', 'params', 'request', 'payload', 'content']
const RARE_WRAPPERS = 'requestBody request_body reqBody req bizContent biz_content message form model input args dto value'.split(' ')

function unwrapped(body: Body): Body[] {
  const [inner, ...others] = isJsonObject(body.json) ? Object.values(body.json) : []
  return others.length === 0 && isContainer(inner) ? withJson(body, inner) : []
}

function wrappedIn(body: Body, wrappers: readonly string[]): Body[] {
  const { json } = body
  return isJsonObject(json) ? wrappers.flatMap((name) => withJson(body, { [name]: json })) : []
}

function inList(body: Body): Body[] {
  return isJsonObject(body.json) ? withJson(body, [body.json]) : []
}

/** Returns what a client signs if it serialises the object that holds the body: Postman's `request.body`, or a Buffer in Node. */
function inObjects(body: Body): Body[] {
  if (!isContainer(body.json)) return []
  const postman = { mode: 'raw', raw: decoded(body) }
  return [postman, { ...postman, options: { raw: { language: 'json' } } }, bytesOf(body)].map((object) => textBody(JSON.stringify(object)))
}

/** The search tries at most this many earlier bodies. */
const PREVIOUS_LIMIT = 4

function constant(id: string, text: string): SigningMistake<Body> {
  return {
    id,
    message: `${text} was signed instead of the body.`,
    message_zh: `待签名串中的报文主体是 ${text}，不是实际发送的内容。`,
    ...SERIALISE_ONCE,
    source: BODY_AS_OBJECT,
    signedInstead: () => [textBody(text)],
  }
}

function seen(signed: Body): Placeholders {
  return { signed: decoded(signed) }
}

function decoded(body: Body): string {
  return new TextDecoder().decode(bytesOf(body))
}
