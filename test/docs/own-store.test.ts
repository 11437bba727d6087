import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { block, ROOT } from './page.ts'

it('the page shows the template of a store that the tests run', () => {
  const tested = readFileSync(join(ROOT, 'test/mock-server/store/map-store.ts'), 'utf8')
  const shown = block('docs/own-store.md', 'ts', 'export function createMapStore(')
  expect(shown.replace('wechatpay-goldplan-mock', '../../../mock-server/index.ts').trim()).toBe(tested.trim())
})
