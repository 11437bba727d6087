import type { Head } from '../head.ts'
import type { Axis } from '../mistake.ts'
import { changePath, seenTargets, withTarget } from './signed-target.ts'
import { COMMON_SIGNATURE_MISTAKES } from './sources.ts'

const HOST = 'https://api.mch.weixin.qq.com'

/** Where the target begins, and its path. */
export const targetPath: Axis<Head> = {
  id: 'path',
  mistakes: [
    {
      id: 'target-with-host',
      message: 'The host was signed with the path: {signed}',
      message_zh: '签名串中的 URL 带上了域名：{signed}',
      fix: 'Sign the path and the query alone, from its first slash on: {sent}',
      fix_zh: '签名串中的 URL 要去除域名，从第一个斜杠开始：{sent}',
      source: COMMON_SIGNATURE_MISTAKES,
      signs: (head, { host = 'localhost' }) => withOrigins(head, HOST, `http://${host}`),
      alone: (head, { host = 'localhost' }) =>
        withOrigins(head, 'https://api2.mch.weixin.qq.com', `https://${host}`, 'api.mch.weixin.qq.com', host),
      seen: seenTargets,
    },
    {
      id: 'target-without-version',
      message: 'The path was signed without /v3: {signed}',
      message_zh: '签名串中的 URL 缺少 /v3：{signed}',
      fix: 'Sign the whole path, also the part that is in the base URL: {sent}',
      fix_zh: '对完整路径签名，写在基础地址里的部分也要算：{sent}',
      signs: (head) => (head.target.startsWith('/v3/') ? [withTarget(head, head.target.slice('/v3'.length))] : []),
      seen: seenTargets,
    },
    {
      id: 'target-version-twice',
      message: 'The path was signed with /v3 twice: {signed}',
      message_zh: '签名串中的 URL 有两个 /v3：{signed}',
      fix: 'Write /v3 in the base URL or in the path, not in both, and sign what is sent: {sent}',
      fix_zh: '/v3 只写在基础地址或路径之一中，并对实际发送的 URL 签名：{sent}',
      signs: (head) => (head.target.startsWith('/v3/') ? [withTarget(head, `/v3${head.target}`)] : []),
      seen: seenTargets,
    },
    {
      id: 'target-double-slash',
      message: 'The path signed differs in a double slash: {signed}',
      message_zh: '签名串中的 URL 多了或少了一个斜杠：{signed}',
      fix: 'Put base URL and path together with one slash, and sign what is sent: {sent}',
      fix_zh: '拼接基础地址与路径时只保留一个斜杠，并对实际发送的 URL 签名：{sent}',
      signs: (head) => {
        const collapsed = changePath(head.target, (path) => path.replace(/\/{2,}/g, '/'))
        return [`/${collapsed}`, collapsed.replace(/^\/v3\//, '/v3//'), collapsed].map((target) => withTarget(head, target))
      },
      seen: seenTargets,
    },
    {
      id: 'target-trailing-slash',
      message: 'The path signed differs in a slash at its end: {signed}',
      message_zh: '签名串中的 URL 末尾多了或少了斜杠：{signed}',
      fix: 'Sign the path as it is sent: {sent}',
      fix_zh: '对实际发送的路径签名：{sent}',
      signs: (head) => [
        withTarget(
          head,
          changePath(head.target, (path) => (path.endsWith('/') ? path.slice(0, -1) : `${path}/`)),
        ),
      ],
      seen: seenTargets,
    },
    {
      id: 'target-without-leading-slash',
      message: 'The path was signed without its first slash: {signed}',
      message_zh: '签名串中的 URL 缺少开头的斜杠：{signed}',
      fix: 'Sign it from its first slash on: {sent}',
      fix_zh: '从第一个斜杠开始签名：{sent}',
      signs: (head) => [withTarget(head, head.target.slice(1))],
      seen: seenTargets,
    },
  ],
}

function withOrigins(head: Head, ...origins: readonly string[]): Head[] {
  return origins.map((origin) => withTarget(head, origin + head.target))
}
