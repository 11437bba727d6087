import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { createLineWriter } from '../../../../mock-server/command/log/line-writer.ts'

it('a log that nobody reads keeps about a megabyte, and says once it is read how many lines are missing', async () => {
  const stream = new PassThrough()
  const write = createLineWriter(stream)
  const line = `${'x'.repeat(999)}\n`
  for (let count = 0; count < 3_000; count++) write(line)
  expect(stream.writableLength + stream.readableLength).toBeLessThan(1_200_000)
  let text = ''
  stream.on('data', (chunk) => {
    text += chunk
  })
  await once(stream, 'drain')
  write('after\n')
  await new Promise((resolve) => stream.end(resolve))
  const lines = text.trim().split('\n')
  const [, missing = ''] = /^(\d+) lines are missing here/.exec(lines.at(-2) ?? '') ?? []
  expect(lines.filter((text) => text.startsWith('x')).length + Number(missing)).toBe(3_000)
  expect(lines.at(-1)).toBe('after')
})
