import { styleText } from 'node:util'
import type { MockCredentials } from '../control/merchant-resource.ts'

/** What the command prints when it is ready, for 80 columns: where, who, the files, and a client to paste. */
export function banner(credentials: MockCredentials, files: readonly string[], version: string): string {
  const { base_url, mchid, serial_no, sub_mchids } = credentials
  const bold = (text: string) => styleText('bold', text, { stream: process.stdout })
  return `
${bold(`wechatpay-goldplan-mock ${version}`)}   Ctrl-C stops it (停止)

  base URL   ${bold(base_url)}
  mchid      ${mchid}   服务商商户号
  serial_no  ${serial_no}   商户证书序列号
  sub_mchid  ${sub_mchids.join(', ')}   特约商户号

Files (密钥与证书)
${files.map((file) => `  ${file}`).join('\n')}

Node.js client (客户端): save as open.mjs, run node open.mjs

${snippet()}
`
}

function snippet(): string {
  return `import { readFileSync } from 'node:fs'
import { createWechatpay } from 'wechatpay-goldplan-mock/client'

const mock = JSON.parse(readFileSync('.wechatpay-mock/credentials.json'))
const [platform] = mock.platform_certificates
const wxpay = createWechatpay({
  mchid: mock.mchid,
  serial: mock.serial_no,
  privateKey: mock.private_key,
  certs: { [platform.serial_no]: platform.certificate },
  baseURL: mock.base_url,
})
const { data } = await wxpay.v3.goldplan.merchants.changegoldplanstatus.post({
  sub_mchid: mock.sub_mchids[0],
  operation_type: 'OPEN',
})
console.log(data)`
}
