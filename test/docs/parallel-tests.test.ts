import { describe, expect, it } from 'vitest'
import { createControl } from '../../client/index.ts'
import { createMockServer } from '../../mock-server/index.ts'
import { readPage } from './page.ts'

/** Returns the names that the error about an unknown option lists: "createMockServer has no option x; it has port, host". */
async function namesInRefusalOf(options: object): Promise<string[]> {
  const { message }: Error = await createMockServer(options).then(
    () => new Error('createMockServer accepts an unknown option'),
    (error) => error,
  )
  return message.replace(/.*; it has /, '').split(', ')
}

describe.each(['docs/parallel-tests.md', 'docs/parallel-tests.zh-CN.md'])('%s', (path) => {
  const { tables } = readPage(path)

  /** The names in backticks in one column of a table. A negative `table` counts from the end of the page. */
  const names = (table: number, column: number) =>
    tables.at(table)?.rows.flatMap((cells) => [...(cells[column]?.text ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name))

  it('lists every option of createMockServer, and no other', async () => {
    expect(names(-2, 0)?.toSorted()).toEqual((await namesInRefusalOf({ unknown: 1 })).toSorted())
  })

  it('lists every field of the option merchant, and no other', async () => {
    expect(names(-1, 0)?.toSorted()).toEqual((await namesInRefusalOf({ merchant: { unknown: 1 } })).toSorted())
  })

  it('lists every method that control.merchant() offers', () => {
    expect(names(0, 1)).toEqual(expect.arrayContaining(Object.keys(createControl('http://127.0.0.1').merchant('1900000100'))))
  })
})
