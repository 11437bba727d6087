import { styleText } from 'node:util'
import { executable } from '../../contracts/contract-file.ts'
import type { MockCredentials } from '../control/merchant-resource.ts'
import type { CredentialFiles } from './write-credentials.ts'

/** A store that holds the state. Several servers can share the store. */
export interface SharedState {
  /** The URL of the store, without a password. */
  readonly store: string
  readonly workers: number
}

/** What the command reports when the server is ready. */
export interface Started {
  readonly credentials: MockCredentials
  /** `undefined` when no files were written. */
  readonly files: CredentialFiles | undefined
  readonly version: string
  readonly hasConsole: boolean
  /** `undefined` when the state is not shared. */
  readonly shared: SharedState | undefined
}

/** What the command prints for a person when the server is ready. It is meant for 80 columns and 24 lines. */
export function banner({ credentials, files, version, hasConsole, shared }: Started): string {
  const { base_url, mchid, serial_no, sub_mchids, doors } = credentials
  const bold = (text: string) => styleText('bold', text, { stream: process.stdout })
  return `
${bold(`wechatpay-goldplan-mock ${version}`)}   Ctrl-C stops it (停止)

  base URL   ${bold(base_url)}${doors ? `   ${doorsIn(doors)}` : ''}
  mchid      ${mchid}   服务商商户号
  serial_no  ${serial_no}   商户证书序列号
  sub_mchid  ${shortList(sub_mchids)}   特约商户号
  signer     ${signerOf(credentials)}   应答签名密钥${shared ? `\n${storeLine(shared)}` : ''}
${hasConsole ? `  console    ${base_url}/   控制台; /__mock: control API (控制接口)` : `  control    ${base_url}/__mock   控制接口`}

${files ? filesIn(files) : NO_FILES}

Try a call in another terminal; its log appears here (在另一个终端试一下)
  ${bold(callToTry(base_url, files))}
Options: --help   Guide (使用指南): README.md, README.zh-CN.md

`
}

function storeLine({ store, workers }: SharedState): string {
  return `  store      ${store}${workers > 1 ? `; ${workers} workers` : ''}   状态保存在此`
}

/**
 * The command for a first call. If no files were written, the call shows the credentials. If files were written, the command runs a Node
 * program that makes a signed call. Users of the single executable may not have Node, so their command makes an unsigned call with curl.
 * The log explains why the server refuses the unsigned call.
 */
function callToTry(base_url: string, files: CredentialFiles | undefined): string {
  if (!files) return `curl -s ${base_url}/__mock/credentials`
  return executable() ? `curl ${base_url}/v3/certificates` : `node ${files.firstCall}`
}

/** The credentials and the link of the console as one line of JSON, for a program. */
export function credentialsLine(credentials: MockCredentials, hasConsole: boolean): string {
  return `${JSON.stringify({ ...credentials, console_url: consoleUrl(credentials, hasConsole) })}\n`
}

function consoleUrl({ base_url }: MockCredentials, hasConsole: boolean): string | null {
  return hasConsole ? `${base_url}/` : null
}

/** What the command prints instead of the banner when the log is in JSON. This line contains no key. */
export function readyLine({ credentials, files, version, hasConsole, shared }: Started): string {
  const { base_url, mchid, serial_no, doors } = credentials
  const msg = `wechatpay-goldplan-mock ${version} listens on ${base_url}`
  const ways = doors && { proxy_url: doors.proxy_url, tls_port: doors.tls_port, socks_port: doors.socks_port, ca: files?.ca }
  const address = { base_url, mchid, serial_no, console_url: consoleUrl(credentials, hasConsole) }
  return `${JSON.stringify({ level: 'info', time: new Date().toISOString(), ...address, ...ways, ...shared, files: files?.folder ?? null, msg })}\n`
}

function doorsIn({ proxy_url, tls_port, socks_port }: NonNullable<MockCredentials['doors']>): string {
  return proxy_url === null ? `TLS ${tls_port}` : `proxy (代理); TLS ${tls_port}; SOCKS ${socks_port}`
}

function signerOf({ platform_certificates, platform_public_key }: MockCredentials): string {
  if (platform_certificates.length === 0) return 'public key; no platform certificate'
  if (!platform_public_key) return 'certificate; no platform public key'
  return 'certificate; public key if Wechatpay-Serial names it'
}

function shortList(sub_mchids: readonly string[]): string {
  return [...sub_mchids.slice(0, 3), ...(sub_mchids.length > 3 ? ['…'] : [])].join(', ')
}

const NO_FILES = 'No files: the keys and certificates are at /__mock/credentials (未写入文件)'

function filesIn({ folder, names }: CredentialFiles): string {
  return `Files in ${folder} (密钥与证书)\n${fileLines(names).join('\n')}`
}

function fileLines(names: readonly string[]): string[] {
  const isLong = (name: string) => name.startsWith('wechatpay_')
  return [names.filter((name) => !isLong(name)).join('  '), ...names.filter(isLong)].map((line) => `  ${line}`)
}
