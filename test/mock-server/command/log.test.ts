import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect } from 'vitest'
import { createControl, createWechatpay } from '../../../client/index.ts'
import { developmentKeys } from '../../../contracts/index.ts'
import { clientOptions } from '../../client/client-options.ts'
import { EVERY } from '../../every.ts'
import { credentialsOf, err, test, until } from './command-test.ts'

const OPEN = { sub_mchid: '1900000109', operation_type: 'OPEN' } as const
const { platform } = developmentKeys

describe('the log', () => {
  test('is in JSON when stderr is not a terminal: a warning that everyone can read the key given with --key, then each exchange', async ({
    start,
    folder,
  }) => {
    await writeFile(join(folder, 'key.pem'), platform.privateKey)
    await writeFile(join(folder, 'cert.pem'), platform.certificate)
    const child = start('--json', '--port', '0', '--mchid', '1230000109', '--key', 'key.pem', '--cert', 'cert.pem')
    const { base_url } = await credentialsOf(child)
    await fetch(`${base_url}/v3/goldplan/merchants/changegoldplanstatus`, { method: 'POST', headers: { authorization: 'secret' } })
    const log = await until(err(child), 'INVALID_REQUEST')
    const [warning, exchange] = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/)
    expect(warning).toEqual({
      time,
      level: 'warn',
      msg: expect.stringMatching(/^Your own private key is in .*任何用户都能从 \/__mock\/credentials 读取它。$/),
    })
    const target = '/v3/goldplan/merchants/changegoldplanstatus'
    const message = 'Http头Content-Type值必须为application/json'
    const msg = `POST ${target} 400 INVALID_REQUEST ${message}`
    expect(exchange).toEqual({
      time,
      level: 'info',
      method: 'POST',
      target,
      status: 400,
      code: 'INVALID_REQUEST',
      message,
      request_id: expect.stringMatching(/^08[0-9A-F]+-\d+$/),
      milliseconds: expect.any(Number),
      msg,
    })
  })

  test.for(EVERY ? ['pretty', 'json'] : ['json'])(
    'in format %s at level error shows the stack of a bug, but no other field of the error, no warning and no exchange with status 500',
    async (format) => {
      const module = new URL('../../../mock-server/command/log/create-log.ts', import.meta.url)
      const program = `import { createLog } from '${module}'
      const log = await createLog({ logFormat: '${format}', logLevel: 'error' })
      log.warn('not this')
      log.exchange({ time: 0, method: 'GET', target: '/not/this', status: 500, code: 'SYSTEM_ERROR', milliseconds: 1 })
      log.failure(Object.assign(new Error('broken', { cause: new Error('deeper') }), { headers: { authorization: 'secret' } }))`
      const child = spawn(process.execPath, ['--input-type=module', '--eval', program])
      const log = await text(child.stderr)
      expect(log).toMatch(/Error: broken(\n|\\n) +at .*Caused by: Error: deeper/s)
      expect(log).not.toMatch(/secret|not.this/)
      if (format === 'json') expect(JSON.parse(log)).toMatchObject({ level: 'error', msg: 'broken' })
    },
  )
})

// These tests run only when all cases run, because each of them starts the command, which takes a second.
if (EVERY)
  describe('the log', () => {
    test('with --log-format pretty has one readable line for each exchange, with its outcome, and no line for a control call', async ({
      start,
    }) => {
      const child = start('--json', '--port', '0', '--log-format', 'pretty')
      const credentials = await credentialsOf(child)
      const { base_url } = credentials
      await createControl(base_url).merchant(credentials.mchid).addFault({ wire: 'close' })
      const { changegoldplanstatus } = createWechatpay(clientOptions(credentials)).v3.goldplan.merchants
      await expect(changegoldplanstatus.post(OPEN)).rejects.toThrow()
      await fetch(`${base_url}/v3/unknown?a=1`)
      await fetch(`${base_url}/v3/goldplan/merchants/changegoldplanstatus`, { method: 'POST' })
      const log = await until(err(child), 'INVALID_REQUEST')
      expect(log).toMatch(
        /^\d\d:\d\d:\d\d POST \/v3\/goldplan\/merchants\/changegoldplanstatus 200 close [\d.]+ ms, signed by platform certificate .*\n\d\d:\d\d:\d\d GET \/v3\/unknown\?a=1 404 \d+\.\d ms\n\d\d:\d\d:\d\d POST \/v3\/goldplan\/merchants\/changegoldplanstatus 400 INVALID_REQUEST/,
      )
    })

    test('does not stop the server when the program that read the log has ended', async ({ start }) => {
      const child = start('--json', '--port', '0')
      const { base_url } = await credentialsOf(child)
      for (const stream of [child.stdout, child.stderr]) stream?.destroy()
      for (let call = 0; call < 5; call++) expect((await fetch(`${base_url}/v3/unknown`)).status).toBe(404)
    })

    test('lets the server stop on SIGTERM, even if nobody reads the log', async ({ start }) => {
      const child = start('--json', '--port', '0')
      const { base_url } = await credentialsOf(child)
      // The log of these calls does not fit into a pipe.
      for (let call = 0; call < 400; call++) await fetch(`${base_url}/${'x'.repeat(300)}`)
      child.kill('SIGTERM')
      expect(await once(child, 'exit')).toEqual([0, null])
    })
  })
