import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { englishPages, readPage } from '../docs/page.ts'
import { folder } from './packed-project.ts'
import { missingTool, runBlocks } from './run-blocks.ts'

// The commands of some pages download an SDK and compile it.
const PATIENCE = 600_000

const PAGES = englishPages().filter((path) => readPage(path).blocks.length > 0)

describe.each(PAGES)('%s', (path) => {
  // The README is tested as a whole, because a reader follows it from top to bottom. A guide is tested by section, because a reader opens a
  // guide at one section.
  const sections = Object.entries(
    Object.groupBy(readPage(path).blocks, ({ section }) => (path === 'README.md' ? 'the whole page' : section)),
  )

  for (const [index, [section, blocks = []]] of sections.entries()) {
    const missing = missingTool(blocks)
    const reason = missing ? ` (skipped: ${missing} fails)` : ''
    it.skipIf(missing !== '')(`${section}: code blocks without skip= do what the page says${reason}`, { timeout: PATIENCE }, async () => {
      const ran = runBlocks(join(folder, 'guides', `${path.replaceAll('/', '-')}-${index}`), blocks)
      await expect(ran).resolves.toBeUndefined()
    })
  }
})
