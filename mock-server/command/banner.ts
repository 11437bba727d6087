import { styleText } from 'node:util'
import type { MockCredentials } from '../control/merchant-resource.ts'

/** What the command prints when it is ready, in 80 columns: the address, the merchant, the files, and a client to paste. */
export function banner(credentials: MockCredentials, files: readonly string[], version: string): string {
  const { base_url, mchid, serial_no, sub_mchids } = credentials
  const bold = (text: string) => styleText('bold', text, { stream: process.stdout })
  return `
${bold(`wechatpay-goldplan-mock ${version}`)}   Ctrl-C stops it (停止)

  base URL   ${bold(base_url)}
  mchid      ${mchid}   服务商商户号
  serial_no  ${serial_no}   商户证书序列号
  control    ${base_url}/__mock   控制接口
  sub_mchid  ${shortList(sub_mchids)}   特约商户号

Files (密钥与证书)
${files.map((file) => `  ${file}`).join('\n')}

Node.js client (客户端): save as open.mjs, run node open.mjs

${snippet(credentials)}
`
}

/** The sub-merchants that fit on the line. */
function shortList(sub_mchids: readonly string[]): string {
  return [...sub_mchids.slice(0, 3), ...(sub_mchids.length > 3 ? ['…'] : [])].join(', ')
}

function snippet({ platform_certificates: { length } }: MockCredentials): string {
  const [platform, certs] =
    length > 0
      ? ['[platform] = mock.platform_certificates', '[platform.serial_no]: platform.certificate']
      : ['platform = mock.platform_public_key', '[platform.id]: platform.public_key']
  return `import { readFileSync } from 'node:fs'
import { createWechatpay } from 'wechatpay-goldplan-mock/client'

const mock = JSON.parse(readFileSync('.wechatpay-mock/credentials.json'))
const ${platform}
const wxpay = createWechatpay({
  mchid: mock.mchid,
  serial: mock.serial_no,
  privateKey: mock.private_key,
  certs: { ${certs} },
  baseURL: mock.base_url,
})
const { data } = await wxpay.v3.goldplan.merchants.changegoldplanstatus.post({
  sub_mchid: mock.sub_mchids[0],
  operation_type: 'OPEN',
})
console.log(data)`
}
