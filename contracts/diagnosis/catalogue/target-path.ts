import { type Head, seenLine } from '../head.ts'
import type { Axis } from '../mistake.ts'
import { inCamelCase } from '../naming-styles.ts'
import { lowerCodes, queryOf, withPath } from '../target-parts.ts'
import { COMMON_SIGNATURE_MISTAKES } from './advice.ts'

const HOST = 'https://api.mch.weixin.qq.com'

export const targetPath: Axis<Head> = {
  id: 'path',
  mistakes: [
    {
      id: 'target-with-host',
      message: 'The URL was signed with its host: {signed}',
      message_zh: '待签名串中的 URL 带有域名：{signed}',
      fix: 'Sign only the path and the query: {sent}',
      fix_zh: '待签名串中的 URL 要去掉域名，只留路径和查询参数：{sent}',
      source: COMMON_SIGNATURE_MISTAKES,
      signedInstead: (head, { host = 'localhost' }) => withOrigins(head, HOST, `http://${host}`),
      rare: (head, { host = 'localhost' }) =>
        withOrigins(head, 'https://api2.mch.weixin.qq.com', `https://${host}`, 'api.mch.weixin.qq.com', host),
      seen: seenLine('target'),
    },
    {
      id: 'target-without-version',
      message: 'The path was signed without /v3: {signed}',
      message_zh: '待签名串中的 URL 缺少 /v3：{signed}',
      fix: 'Sign the whole path, including the part that is in the base URL: {sent}',
      fix_zh: '对完整路径签名，包括写在 base URL 里的部分：{sent}',
      signedInstead: (head) => (head.target.startsWith('/v3/') ? [{ ...head, target: head.target.slice('/v3'.length) }] : []),
      seen: seenLine('target'),
    },
    {
      id: 'target-version-twice',
      message: 'The path was signed with /v3 twice: {signed}',
      message_zh: '待签名串中的 URL 有两个 /v3：{signed}',
      fix: 'Write /v3 either in the base URL or in the path, and sign the path that you send: {sent}',
      fix_zh: 'base URL 和路径中只有一处写 /v3，并对实际发送的 URL 签名：{sent}',
      signedInstead: (head) => (head.target.startsWith('/v3/') ? [{ ...head, target: `/v3${head.target}` }] : []),
      seen: seenLine('target'),
    },
    {
      id: 'target-double-slash',
      message: 'The signed path and the sent path differ in their double slashes. Signed: {signed}',
      message_zh: '待签名串中的 URL 与实际发送的相比，双斜杠不同：{signed}',
      fix: 'Join the base URL and the path with one slash, and sign the path that you send: {sent}',
      fix_zh: '拼接 base URL 和路径时只留一个斜杠，并对实际发送的 URL 签名：{sent}',
      signedInstead: (head) => {
        const collapsed = withPath(head.target, (path) => path.replace(/\/{2,}/g, '/'))
        return [`/${collapsed}`, collapsed.replace(/^\/v3\//, '/v3//'), collapsed].map((target) => ({ ...head, target }))
      },
      seen: seenLine('target'),
    },
    {
      id: 'target-trailing-slash',
      message: 'Either the signed path or the sent path ends in a slash, but not both. Signed: {signed}',
      message_zh: '待签名串中的 URL 末尾多了或少了斜杠：{signed}',
      fix: 'Sign the path exactly as you send it: {sent}',
      fix_zh: '对实际发送的路径签名：{sent}',
      signedInstead: (head) => {
        const target = withPath(head.target, (path) => (path.endsWith('/') ? path.slice(0, -1) : `${path}/`))
        return [{ ...head, target }]
      },
      seen: seenLine('target'),
    },
    {
      id: 'target-without-leading-slash',
      message: 'The path was signed without its leading slash: {signed}',
      message_zh: '待签名串中的 URL 缺少开头的斜杠：{signed}',
      fix: 'Sign the path with its leading slash: {sent}',
      fix_zh: '待签名串中的 URL 要以斜杠开头：{sent}',
      signedInstead: (head) => [{ ...head, target: head.target.slice(1) }],
      seen: seenLine('target'),
    },
    {
      id: 'target-with-prefix',
      message: 'The signed path and the sent path have different proxy prefixes, or only one of them has a prefix. Signed: {signed}',
      message_zh: '待签名串中的 URL 与实际发送的相比，反向代理的路径前缀不同，或多了、少了前缀：{signed}',
      fix: 'Sign the path that WeChat Pay receives, which starts with /v3/: {sent}. Let the proxy add or remove its prefix after that.',
      fix_zh: '对微信支付收到的、以 /v3/ 开头的路径签名：{sent}；代理的前缀不参与签名。',
      signedInstead: (head) => withoutPrefix(head.target).map((target) => ({ ...head, target })),
      rare: (head) => otherPrefixes(head.target, PREFIXES).map((target) => ({ ...head, target })),
      rarest: (head) => otherPrefixes(head.target, TWO_WORDS).map((target) => ({ ...head, target })),
      seen: seenLine('target'),
    },
    {
      id: 'target-other-case',
      message: 'The URL was signed in one letter case but sent in another. Signed: {signed}',
      message_zh: '待签名串中的 URL 与实际发送的大小写不同：{signed}',
      fix: 'Sign the URL exactly as you send it: {sent}',
      fix_zh: '对实际发送的 URL 签名：{sent}',
      signedInstead: (head) => inLowerCase(head.target).map((target) => ({ ...head, target })),
      seen: seenLine('target'),
    },
    {
      id: 'target-template',
      message: 'The URL was signed before its variables were filled in: {signed}',
      message_zh: '签名时 URL 中的变量还没有替换：{signed}',
      fix: 'Fill in the URL first, then sign and send that same string: {sent}',
      fix_zh: '先替换 URL 中的变量，再对同一个字符串签名并发送：{sent}',
      signedInstead: () => [],
      rare: (head) => pathTemplates(head.target, PARAMETERS, 3).map((target) => ({ ...head, target })),
      rarest: (head) =>
        [
          ...pathTemplates(
            head.target,
            [...PARAMETERS, ...RARE_PARAMETERS].flatMap((name) => [name, inCamelCase(name)]),
          ),
          ...BASES.map((base) => base + head.target),
        ].map((target) => ({ ...head, target })),
      seen: seenLine('target'),
    },
    {
      id: 'target-parameter-as-query',
      message: 'A value was signed in the path but sent in the query, or the reverse. Signed: {signed}',
      message_zh: '同一个参数，签名时在路径里、发送时在查询参数里，或者相反。待签名串中的 URL 是：{signed}',
      fix: 'Build the URL once, then sign and send that same string: {sent}',
      fix_zh: 'URL 只拼接一次，签名和发送用同一个字符串：{sent}',
      signedInstead: () => [],
      rare: (head) => movedParameters(head.target).map((target) => ({ ...head, target })),
      seen: seenLine('target'),
    },
  ],
}

/**
 * Returns the target in lower case, and the target with only its path in lower case. Leaves out a result that differs from the target only
 * in the hexadecimal digits of its percent-encoding: `targetEncoding` contains that mistake.
 */
function inLowerCase(target: string): string[] {
  const lower = [target.toLowerCase(), withPath(target, (path) => path.toLowerCase())]
  return lower.filter((text) => lowerCodes(text) !== lowerCodes(target))
}

/** Prefixes under which reverse proxies may publish WeChat Pay. */
const PREFIXES =
  'api api-weixin api/weixin api/wechat api/wxpay api/pay apis gateway gw mch open pay payment proxy weixin wechat wechatpay wxpay wx wx-api wxapi weixin-api wechat-api tenpay v1 v2 test prod sandbox'.split(
    ' ',
  )

/** Prefixes of two words, such as `/gateway/wxpay` or `/wxpay-proxy`. */
const TWO_WORDS = 'api gateway gw proxy service'
  .split(' ')
  .flatMap((role) =>
    'wx weixin wechat wxpay wechatpay pay'
      .split(' ')
      .flatMap((name) => [`${role}/${name}`, `${name}/${role}`, `${role}-${name}`, `${name}-${role}`]),
  )

function withoutPrefix(target: string): string[] {
  const version = target.indexOf('/v3/')
  return version > 0 ? [target.slice(version)] : []
}

function otherPrefixes(target: string, prefixes: readonly string[]): string[] {
  const version = target.indexOf('/v3/')
  return version < 0 ? [] : prefixes.map((prefix) => `/${prefix}${target.slice(version)}`)
}

/** The names of parameters in the paths of WeChat Pay. */
const PARAMETERS = 'sub_mchid mchid out_trade_no transaction_id out_refund_no refund_id out_request_no id'.split(' ')
const RARE_PARAMETERS =
  'complaint_id stock_id coupon_id out_order_no order_id openid business_code out_bill_no transfer_bill_no batch_id out_batch_no out_detail_no activity_id plan_id media_id serial_no'.split(
    ' ',
  )

/** How API clients write the address of the server as a variable. */
const BASES: readonly string[] = 'baseUrl base_url host url domain'
  .split(' ')
  .flatMap((name) => [`{{${name}}}`, `https://{{${name}}}`, `http://{{${name}}}`])

/** The forms of a placeholder in a template. */
const PLACEHOLDERS: readonly ((name: string) => string)[] = [
  (name) => `{${name}}`,
  (name) => `:${name}`,
  (name) => `%7B${name}%7D`,
  (name) => `{{${name}}}`,
  (name) => `\${${name}}`,
]

/**
 * Replaces the last value in the path of a target with a placeholder. Returns one target for each name and form of the placeholder. A value
 * is a segment that has a digit and is not a version.
 */
function pathTemplates(target: string, names: readonly string[], forms: number = PLACEHOLDERS.length): string[] {
  const value = valueInPath(target)
  if (value === undefined) return []
  return names.flatMap((name) =>
    PLACEHOLDERS.slice(0, forms).map((written) => withPath(target, (path) => replacedLast(path, `/${value}`, `/${written(name)}`))),
  )
}

function movedParameters(target: string): string[] {
  const value = valueInPath(target)
  const [name, sent, ...others] = queryOf(target).split(/[=&]/)
  const [path = ''] = target.split('?', 1)
  const inPath = name && sent && others.length === 0 ? [`${path}/${sent}`] : []
  const inQuery =
    value && queryOf(target) === '' ? PARAMETERS.map((parameter) => `${replacedLast(path, `/${value}`, '')}?${parameter}=${value}`) : []
  return [...inPath, ...inQuery]
}

/** Replaces the last occurrence of a text, because an earlier one may be the beginning of another segment. */
function replacedLast(path: string, text: string, other: string): string {
  const at = path.lastIndexOf(text)
  return path.slice(0, at) + other + path.slice(at + text.length)
}

function valueInPath(target: string): string | undefined {
  const [path = ''] = target.split('?', 1)
  return path.split('/').findLast((segment) => /\d/.test(segment) && !/^v\d$/.test(segment))
}

function withOrigins(head: Head, ...origins: readonly string[]): Head[] {
  return origins.map((origin) => ({ ...head, target: origin + head.target }))
}
