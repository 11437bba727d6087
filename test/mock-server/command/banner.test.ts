import { expect, it } from 'vitest'
import { banner, credentialsLine, readyLine } from '../../../mock-server/command/banner.ts'
import { createMockServer, type MockServerOptions } from '../../../mock-server/index.ts'
import { tooWide } from './command-test.ts'

const FILES = { folder: './mock', names: ['apiclient_key.pem', 'wechatpay_5157.pem'], firstCall: 'mock/first-call.mjs' }
const STARTED = { files: FILES, version: '1.0.0', hasConsole: true, shared: undefined }

async function bannerOf(options: MockServerOptions): Promise<string> {
  await using mock = await createMockServer(options)
  return banner({ ...STARTED, credentials: mock.credentials })
}

it('the banner fits a terminal of 80 columns and 24 lines, together with the command line and the lines that npm prints', async () => {
  const text = await bannerOf({})
  // Five lines come before the banner: the command line, and four lines from npm, two of which are blank.
  expect(text.split('\n').length + 5).toBeLessThanOrEqual(24)
  expect(tooWide(text)).toEqual([])
})

it('the banner ends with a command to try and the name of the guide', async () => {
  expect((await bannerOf({})).split('\n').slice(-5)).toEqual([
    'Try a call in another terminal; its log appears here (在另一个终端试一下)',
    expect.stringContaining('node mock/first-call.mjs'),
    expect.stringContaining('README.zh-CN.md'),
    '',
    '',
  ])
})

it.each([
  ['transition', 'certificate; public key if Wechatpay-Serial names it'],
  ['platform_certificate', 'certificate; no platform public key'],
  ['public_key', 'public key; no platform certificate'],
] as const)('the banner says which key signs the answers: %s', async (verification, signer) => {
  const text = await bannerOf({ merchant: { verification } })
  expect(text).toContain(`  signer     ${signer}   应答签名密钥\n`)
  expect(tooWide(text)).toEqual([])
})

it('the banner has the URL of the console, or the URL of the control API when there is no console', async () => {
  await using mock = await createMockServer()
  expect(banner({ ...STARTED, credentials: mock.credentials })).toContain(
    `  console    ${mock.url}/   控制台; /__mock: control API (控制接口)\n`,
  )
  expect(banner({ ...STARTED, credentials: mock.credentials, hasConsole: false })).toContain(`  control    ${mock.url}/__mock   控制接口\n`)
})

it('the JSON lines for programs have the URL of the console, or null when there is no console', async () => {
  await using mock = await createMockServer()
  expect(JSON.parse(credentialsLine(mock.credentials, true))).toEqual({ ...mock.credentials, console_url: `${mock.url}/` })
  expect(JSON.parse(credentialsLine(mock.credentials, false))).toEqual({ ...mock.credentials, console_url: null })
  expect(JSON.parse(readyLine({ ...STARTED, credentials: mock.credentials, hasConsole: false }))).toMatchObject({ console_url: null })
})

it('the banner names the store of the state and the number of workers', async () => {
  await using mock = await createMockServer()
  const shared = { store: 'redis://redis.example:6379/0', workers: 4 }
  const text = banner({ ...STARTED, credentials: mock.credentials, shared })
  expect(text).toContain('  store      redis://redis.example:6379/0; 4 workers   状态保存在此\n')
  expect(tooWide(text)).toEqual([])
})

it('the banner names the first three of many sub-merchants', async () => {
  expect(await bannerOf({ merchant: { subMchids: ['1', '2', '3', '4', '5'] } })).toContain('sub_mchid  1, 2, 3, …   特约商户号')
})

it('the JSON line of a ready server has its address but no private key', async () => {
  await using mock = await createMockServer()
  const line = readyLine({ ...STARTED, credentials: mock.credentials })
  expect(line).toMatch(/^\{.*\}\n$/)
  expect(line).not.toContain('PRIVATE KEY')
  expect(JSON.parse(line)).toEqual({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/),
    base_url: mock.url,
    mchid: '1900000100',
    serial_no: mock.credentials.serial_no,
    console_url: `${mock.url}/`,
    files: './mock',
    msg: `wechatpay-goldplan-mock 1.0.0 listens on ${mock.url}`,
  })
})
