import { createServer, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { describe, expect } from 'vitest'
import { createMockServer } from '../../../mock-server/index.ts'
import { portOf } from '../../free-port.ts'
import { test } from './command-test.ts'

function endless(): Readable {
  return new Readable({
    read() {
      this.push(Buffer.alloc(65_536, ' '))
    },
  })
}

describe('health', () => {
  test('exits with 0 when the server answers', async ({ quickRun }) => {
    await using mock = await createMockServer()
    expect(await quickRun('health', '--url', mock.url)).toEqual({ code: 0, stdout: 'ok\n', stderr: '' })
  })

  test('asks the port of GOLDPLAN_MOCK_PORT when no URL is given', async ({ quickRun, variables }) => {
    await using mock = await createMockServer()
    variables['GOLDPLAN_MOCK_PORT'] = new URL(mock.url).port
    expect(await quickRun('health')).toMatchObject({ code: 0 })
  })

  test.for(['abc', '0', '70000', '1@shop.example'])(
    'refuses %s as GOLDPLAN_MOCK_PORT, unless --url is given',
    async (port, { quickRun, variables }) => {
      variables['GOLDPLAN_MOCK_PORT'] = port
      const stderr = `The value ${port} of GOLDPLAN_MOCK_PORT is not a port from 1 to 65535: correct it, or give --url\n`
      expect(await quickRun('health')).toEqual({ code: 1, stdout: '', stderr })
      expect(await quickRun('health', '--url', 'http://127.0.0.1:1')).toMatchObject({
        stderr: expect.stringMatching(/ECONNREFUSED|bad port/),
      })
    },
  )

  test('exits with 1 and prints one line when nothing listens', async ({ quickRun }) => {
    const mock = await createMockServer()
    await mock.close()
    const { code, stdout, stderr } = await quickRun('health', '--url', mock.url)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/__mock\/health does not answer: .*ECONNREFUSED.*\n$/)
  })

  test('prints the status with which a proxy refused the request', async ({ run, variables }) => {
    const proxy = createServer().on('connect', (_, socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'))
    Object.assign(variables, { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: `http://127.0.0.1:${await portOf(proxy)}`, NO_PROXY: '' })
    const { code, stderr } = await run('health', '--url', 'http://127.0.0.1:8920')
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/ does not answer: Proxy response \(403\)/) })
    proxy.close()
  })

  test('exits with 1 and names the status when another server answers 404', async ({ quickRun }) => {
    const other = createServer((_, answer) => answer.writeHead(404).end())
    const port = await portOf(other)
    const stderr = `http://127.0.0.1:${port}/__mock/health answered 404, not 200\n`
    expect(await quickRun('health', '--url', `http://127.0.0.1:${port}`)).toEqual({ code: 1, stdout: '', stderr })
    other.close()
  })

  test.for<[string, (answer: ServerResponse) => void]>([
    ['a page', (answer) => answer.end('<!doctype html>')],
    ['JSON of another kind', (answer) => answer.end('{"status":"UP"}')],
    ['no body', (answer) => answer.end()],
    ['an endless body', (answer) => void pipeline(endless(), answer).catch(() => undefined)],
  ])('exits with 1 when another server answers 200 with %s', async ([, write], { quickRun }) => {
    const other = createServer((_, answer) => write(answer))
    const url = `http://127.0.0.1:${await portOf(other)}`
    const stderr = `${url}/__mock/health answered 200, but it is not a mock server (不是本沙箱)\n`
    expect(await quickRun('health', '--url', url)).toEqual({ code: 1, stdout: '', stderr })
    other.closeAllConnections()
    other.close()
  })

  test.for(['localhost', 'https://127.0.0.1', 'http://'])('refuses the URL %s', async (url, { quickRun }) => {
    expect(await quickRun('health', '--url', url)).toMatchObject({
      code: 1,
      stderr: `option '--url <url>' argument '${url}' is invalid. Give a URL that begins with http://.\n`,
    })
  })
})
