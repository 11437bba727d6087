import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { englishPages, readPage } from '../docs/page.ts'
import { folder } from './packed-project.ts'
import { missingTool, runBlocks } from './run-blocks.ts'

// Some pages download an SDK and compile it.
const PATIENCE = 600_000

const PAGES = englishPages().filter((path) => readPage(path).blocks.length > 0)

describe.each(PAGES)('%s', (path) => {
  // A reader follows the README from top to bottom, but opens a guide at the section that they need.
  const sections = Object.entries(
    Object.groupBy(readPage(path).blocks, ({ section }) => (path === 'README.md' ? 'the whole page' : section)),
  )

  for (const [index, [section, blocks = []]] of sections.entries()) {
    const missing = missingTool(blocks)
    const reason = missing ? ` (skipped: ${missing} fails)` : ''
    it.skipIf(missing !== '')(`${section}: each block without skip= does what the page says${reason}`, { timeout: PATIENCE }, async () => {
      const ran = runBlocks(join(folder, 'guides', `${path.replaceAll('/', '-')}-${index}`), blocks)
      await expect(ran).resolves.toBeUndefined()
    })
  }
})
