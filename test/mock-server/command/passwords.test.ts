import { createServer } from 'node:http'
import { describe, expect } from 'vitest'
import { createMockServer } from '../../../mock-server/index.ts'
import { portOf } from '../../free-port.ts'
import { test } from './command-test.ts'

const SERVER = 'http://jo:open-sesame@127.0.0.1:1'

describe('a password in a URL', () => {
  test.for<[string, string[], string]>([
    [
      'run --server',
      ['run', '--server', SERVER, '--', 'true'],
      "option '--server <url>' argument 'http://…@127.0.0.1:1' is invalid. It must have no user name and no password.\n",
    ],
    [
      'audit --server',
      ['audit', '--url', 'http://127.0.0.1:1/', '--server', SERVER],
      "option '--server <url>' argument 'http://…@127.0.0.1:1' is invalid. It must have no user name and no password.\n",
    ],
    [
      'health --url',
      ['health', '--url', SERVER],
      "option '--url <url>' argument 'http://…@127.0.0.1:1' is invalid. It must have no user name and no password.\n",
    ],
    [
      'notify check --url',
      ['notify', 'check', '--url', `${SERVER}/notify`],
      '--url http://127.0.0.1:1/notify must have no user name and no password\n',
    ],
    [
      'a wrong --url',
      ['notify', 'check', '--url', 'ftp://jo:open-sesame@example.com/@x'],
      "option '--url <url>' argument 'ftp://…@example.com/@x' is invalid. It must be a URL that begins with http:// or https://.\n",
    ],
    [
      'a wrong --server',
      ['run', '--server', 'http://jo:open/sesame@example.com', '--', 'true'],
      '--server must be the URL of a server, such as http://127.0.0.1:8920; got http://…@example.com\n',
    ],
    [
      '--public-url',
      ['start', '--public-url', SERVER],
      "option '--public-url <url>' argument 'http://…@127.0.0.1:1' is invalid. A public URL is http:// or https:// and a host, with an optional port and no path.\n",
    ],
    [
      'a wrong --broker-url',
      ['verify', '--broker-url', 'ftp://jo:open-sesame@example.com'],
      '--broker-url must be an http or https URL; got "ftp://…@example.com" (须为 http 或 https 地址)\n',
    ],
  ])('is not repeated in the error about %s', async ([, options, stderr], { quickRun }) => {
    expect(await quickRun(...options)).toMatchObject({ stdout: '', stderr })
  })

  test('is not repeated in the error about an environment variable', async ({ quickRun, variables }) => {
    variables['GOLDPLAN_MOCK_PUBLIC_URL'] = SERVER
    const { stderr } = await quickRun('config')
    expect(stderr).toMatch(/^option '--public-url <url>' value 'http:\/\/…@127\.0\.0\.1:1' from env/)
  })

  test('is sent by audit --url in the Authorization header, and is not printed', async ({ run }) => {
    await using mock = await createMockServer()
    const seen: (string | undefined)[] = []
    const application = createServer((request, response) => {
      seen.push(request.headers.authorization)
      response.writeHead(502).end()
    })
    const url = `http://jo:100%25%E5%BE%AE@127.0.0.1:${await portOf(application)}/`
    const options = ['--server', mock.url, '--json']
    const { stdout, stderr } = await run('audit', '--url', url, ...options).finally(() => application.close())
    expect(seen).toEqual([`Basic ${Buffer.from('jo:100%微').toString('base64')}`])
    expect({ stdout, stderr }).toEqual({
      stdout: '',
      stderr: "The audit can't run: the right answer was not believed (status 502)\n",
    })
  })
})
