import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { englishPages, readPage } from '../docs/page.ts'
import { folder } from './packed-project.ts'
import { missingTool, runBlocks } from './run-blocks.ts'

// Some download an SDK and compile it.
const PATIENCE = 600_000

const PAGES = englishPages().filter((path) => readPage(path).blocks.length > 0)

describe.each(PAGES)('%s', (path) => {
  // The README is read from the top to the end; a guide is opened at the section that one needs.
  const sections = Object.entries(
    Object.groupBy(readPage(path).blocks, ({ section }) => (path === 'README.md' ? 'the whole page' : section)),
  )

  for (const [index, [section, blocks = []]] of sections.entries()) {
    const missing = missingTool(blocks)
    const reason = missing ? ` (skipped: ${missing} fails)` : ''
    it.skipIf(missing !== '')(`${section}: each block does what the page says${reason}`, { timeout: PATIENCE }, async () => {
      const ran = runBlocks(join(folder, 'guides', `${path.replaceAll('/', '-')}-${index}`), blocks)
      await expect(ran).resolves.toBeUndefined()
    })
  }
})
