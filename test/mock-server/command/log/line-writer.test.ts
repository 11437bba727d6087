import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createLineWriter } from '../../../../mock-server/command/log/line-writer.ts'

it.for([
  ['a line of text', undefined, /^(\d+) lines are missing here/],
  ['a line of JSON like the other lines', (text: string) => `{"msg":"${text}"}\n`, /^\{"msg":"(\d+) lines are missing here.*"\}$/],
] as const)(
  'a log that nobody reads keeps about 1 MB of lines; when it is read again, %s says how many lines are missing',
  async ([, toLine, pattern]) => {
    const stream = new PassThrough()
    const write = createLineWriter(stream, toLine)
    const line = `${'x'.repeat(999)}\n`
    for (let count = 0; count < 3_000; count++) {
      write(line)
      if (count % 100 === 0) await setImmediate()
    }
    expect(stream.writableLength + stream.readableLength).toBeLessThan(1_200_000)
    const drained = once(stream, 'drain')
    let text = ''
    stream.on('data', (chunk) => {
      text += chunk
    })
    await drained
    write('after\n')
    await setImmediate()
    await new Promise((resolve) => stream.end(resolve))
    const lines = text.trim().split('\n')
    const [, missing = ''] = pattern.exec(lines.at(-2) ?? '') ?? []
    expect(lines.filter((text) => text.startsWith('x')).length + Number(missing)).toBe(3_000)
    expect(lines.at(-1)).toBe('after')
  },
)

it('the lines of one turn of the event loop are written to the stream together', async () => {
  const stream = new PassThrough()
  const write = createLineWriter(stream)
  const chunks: string[] = []
  stream.on('data', (chunk) => chunks.push(String(chunk)))
  write('one\n')
  write('two\n')
  await setImmediate()
  await setImmediate()
  expect(chunks).toEqual(['one\ntwo\n'])
})

it('when a single line was dropped, the log says "1 line is missing"', async () => {
  const stream = new PassThrough()
  const write = createLineWriter(stream)
  write(`${'x'.repeat(1024 * 1024)}\n`)
  await setImmediate()
  write('dropped\n')
  let text = ''
  stream.on('data', (chunk) => {
    text += chunk
  })
  await once(stream, 'drain')
  await setImmediate()
  expect(text.replace(/^x+\n/, '')).toMatch(/^1 line is missing here: nobody read the log in time /)
})
