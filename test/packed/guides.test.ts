import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { englishPages, readPage } from '../docs/page.ts'
import { folder } from './packed-project.ts'
import { missingTool, runBlocks } from './run-blocks.ts'

// Some download an SDK and compile it.
const PATIENCE = 600_000

// The other pages show fragments; what they show is held by tests of its own.
const PAGES = englishPages().filter((path) => readPage(path).blocks.some(({ settings }) => Object.keys(settings).length > 0))

describe.each(PAGES)('%s', (path) => {
  const sections = Object.entries(Object.groupBy(readPage(path).blocks, ({ section }) => section))

  for (const [index, [section, blocks = []]] of sections.entries()) {
    const missing = missingTool(blocks)
    const reason = missing ? ` (skipped: ${missing} fails)` : ''
    it.skipIf(missing !== '')(`${section}: each block does what the page says${reason}`, { timeout: PATIENCE }, async () => {
      const ran = runBlocks(join(folder, 'guides', `${path.replaceAll('/', '-')}-${index}`), blocks)
      await expect(ran).resolves.toBeUndefined()
    })
  }
})
