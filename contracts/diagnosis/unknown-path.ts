import { type Diagnosis, plainDiagnosis } from './circumstances.ts'
import { describe, type Mistake } from './mistake.ts'

/** A mistake that turns the path of an operation into an unknown path. */
interface PathMistake extends Mistake {
  /** Returns the path with the mistake corrected, or the path unchanged when it does not have the mistake. */
  readonly mend: (path: string, paths: readonly string[]) => string
}

const WHOLE_PATH = 'Send the request to {wanted}'
const WHOLE_PATH_ZH = '请求路径应为 {wanted}'

/** The order matters: after one mistake is corrected, only the mistakes further down this list are looked for. */
const MISTAKES: readonly PathMistake[] = [
  {
    id: 'path-double-slash',
    message: 'The path has a double slash: {sent}',
    message_zh: '路径中有连续的两个斜杠：{sent}',
    fix: 'Usually, the base URL of your client ends in a slash and the path begins with one: keep one of them, so that the path is {wanted}',
    fix_zh: '通常是客户端的 base URL 以斜杠结尾，路径又以斜杠开头：只保留一个，使路径为 {wanted}',
    mend: (path) => path.replace(/\/{2,}/g, '/'),
  },
  {
    id: 'path-twice',
    message: 'The path contains the path of the operation twice: {sent}',
    message_zh: '接口路径重复了两次：{sent}',
    fix: 'Usually, the base URL of your client contains the path of an operation: remove it, so that the path is {wanted}',
    fix_zh: '通常是客户端的 base URL 中写了接口路径：去掉它，使路径为 {wanted}',
    mend: (path, paths) => paths.find((known) => path !== known && path.replace(known, '') === known) ?? path,
  },
  {
    id: 'path-version-twice',
    message: 'The path has /v3 more than once: {sent}',
    message_zh: '路径中有不止一个 /v3：{sent}',
    fix: 'Usually, the base URL of your client already ends in /v3: write /v3 only once, so that the path is {wanted}',
    fix_zh: '通常是客户端的 base URL 已经以 /v3 结尾：/v3 只写一次，使路径为 {wanted}',
    mend: (path) => path.replace(/\/v3(?:\/v3)+(?=\/)/, '/v3'),
  },
  {
    id: 'path-with-prefix',
    message: 'The path has something before /v3: {sent}',
    message_zh: '路径在 /v3 之前还有内容：{sent}',
    fix: 'The base URL of your client, or a proxy, adds {prefix}: remove it, so that the path is {wanted}',
    fix_zh: '客户端的 base URL 或反向代理加上了 {prefix}：去掉它，使路径为 {wanted}',
    mend: (path) => path.replace(/^\/.+?(?=\/v3\/)/, ''),
  },
  {
    id: 'path-without-version',
    message: 'The path does not begin with /v3: {sent}',
    message_zh: '路径没有以 /v3 开头：{sent}',
    fix: `${WHOLE_PATH}: write /v3 either in the base URL of your client or in the path`,
    fix_zh: `${WHOLE_PATH_ZH}：/v3 写在 base URL 或路径中，二者必有其一`,
    mend: (path) => (/^\/v3(?:\/|$)/i.test(path) ? path : `/v3${path}`),
  },
  {
    id: 'path-trailing-slash',
    message: 'The path ends in a slash: {sent}',
    message_zh: '路径以斜杠结尾：{sent}',
    fix: WHOLE_PATH,
    fix_zh: WHOLE_PATH_ZH,
    mend: (path) => path.replace(/(?<=.)\/$/, ''),
  },
  {
    id: 'path-with-blanks',
    message: 'The path ends in an encoded space, tab or line break: {sent}',
    message_zh: '路径末尾有编码后的空格、制表符或换行：{sent}',
    fix: `${WHOLE_PATH}: remove the white space from the end of the setting that contains it`,
    fix_zh: `${WHOLE_PATH_ZH}：去掉配置末尾多余的空白`,
    mend: (path) => path.replace(/(?:%20|%09|%0A|%0D)+$/i, ''),
  },
  {
    id: 'path-other-case',
    message: 'The letter case of the path is wrong: {sent}',
    message_zh: '路径的大小写不对：{sent}',
    fix: WHOLE_PATH,
    fix_zh: WHOLE_PATH_ZH,
    mend: (path, paths) => paths.find((known) => known.toLowerCase() === path.toLowerCase()) ?? path,
  },
]

/** The longest path that is diagnosed, in characters. */
const LENGTH_LIMIT = 1_024

/**
 * Finds out how a client changed the path of an operation into an unknown path, usually through its base URL.
 *
 * @param target The path and query as received.
 * @param paths The paths of all operations.
 * @returns `null` when no explanation is found.
 * @example
 * ```ts
 * import { diagnoseUnknownPath } from 'wechatpay-goldplan-mock/contracts'
 *
 * console.log(diagnoseUnknownPath('/v3/v3/certificates', ['/v3/certificates'])?.mistakes[0]?.id) // path-version-twice
 * ```
 */
export function diagnoseUnknownPath(target: string, paths: readonly string[]): Diagnosis | null {
  const [sent = ''] = target.split('?', 1)
  if (sent.length > LENGTH_LIMIT) return null
  const { wanted, made } = mended(sent, paths)
  if (made.length === 0 || !paths.includes(wanted)) return null
  const prefix = /^\/.+?(?=\/v3\/)/.exec(sent.replace(/\/{2,}/g, '/'))?.[0] ?? ''
  return plainDiagnosis(made.map((mistake) => describe(mistake, { sent, wanted, prefix })))
}

/** Corrects mistakes in the order of {@link MISTAKES}, until the corrected path is the path of an operation. */
function mended(sent: string, paths: readonly string[]): { readonly wanted: string; readonly made: readonly PathMistake[] } {
  let wanted = sent
  const made: PathMistake[] = []
  for (const mistake of MISTAKES) {
    if (paths.includes(wanted)) break
    const next = mistake.mend(wanted, paths)
    if (next !== wanted) made.push(mistake)
    wanted = next
  }
  return { wanted, made }
}
