import { createServer } from 'node:http'
import { Readable } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import { runningApplication } from '../../../../mock-server/command/audit/application.ts'
import { portOf } from '../../../free-port.ts'

/** The length of the answer. A string of Node.js can't hold an answer of this length. */
const MEGABYTES = 520

test('the audit keeps the last 2,000 characters of an answer that is too long for a string', async () => {
  const part = 'x'.repeat(1024 * 1024)
  const server = createServer((_request, response) =>
    Readable.from(
      (function* () {
        for (let sent = 0; sent < MEGABYTES; sent++) yield part
        yield 'the end'
      })(),
    ).pipe(response),
  )
  onTestFinished(() => void server.close())
  const tried = await runningApplication(`http://127.0.0.1:${await portOf(server)}`, {})(60_000)
  expect(tried).toMatchObject({ believed: true, end: ['status 200', '状态码 200'], output: expect.stringMatching(/^x+the end$/) })
  expect(tried.output).toHaveLength(2_000)
})
