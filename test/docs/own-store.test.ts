import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { block, ROOT } from './page.ts'

it('docs/own-store.md shows the template of a store exactly as the tests run it', () => {
  const tested = readFileSync(join(ROOT, 'test/mock-server/store/map-store.ts'), 'utf8')
  const shown = block('docs/own-store.md', 'ts', 'export function createMapStore(')
  expect(shown.replace('wechatpay-goldplan-mock', '../../../mock-server/index.ts').trim()).toBe(tested.trim())
})
