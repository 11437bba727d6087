import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Metafile } from 'esbuild'
import { test as base, expect } from 'vitest'
import { thirdPartyLicences } from '../../../mock-server/bundle/third-party-licences.ts'
import { emptyFolder } from '../../empty-folder.ts'

interface Fixtures {
  /** Installs a package with this manifest and these files. Returns the metafile of a bundle with `bytesInOutput` bytes of the package. */
  bundled: (manifest: object, files?: Record<string, string>, bytesInOutput?: number) => Promise<Metafile>
}

const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads this pattern to learn which fixtures are needed
  bundled: async ({}, use) => {
    const root = emptyFolder()
    await use(async (manifest, files = {}, bytesInOutput = 1) => {
      const folder = join(root, 'node_modules/some')
      await mkdir(folder, { recursive: true })
      await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'some', version: '1.2.3', ...manifest }))
      for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
      const inputs = { [join(folder, 'index.js')]: { bytesInOutput } }
      return { inputs: {}, outputs: { 'out.js': { bytes: 1, inputs, imports: [], exports: [] } } }
    })
  },
})

test('a bundled package is listed with its licence and the text of its licence and notice files', async ({ bundled }) => {
  const metafile = await bundled({ license: 'MIT' }, { 'LICENSE.md': 'Do as you like.\n', NOTICE: 'By me.\n', 'readme.md': '' })
  expect(await thirdPartyLicences(metafile)).toBe('some 1.2.3: MIT\n\nDo as you like.\n\nBy me.\n')
})

test('a package that adds nothing to the bundle is not listed', async ({ bundled }) => {
  expect(await thirdPartyLicences(await bundled({ license: 'MIT' }, {}, 0))).toBe('')
})

test('a package without a licence text is listed with its authors and the standard texts of its licences', async ({ bundled }) => {
  const licences = await thirdPartyLicences(
    await bundled({ license: '(MIT AND Apache-2.0)', author: 'Me', contributors: [{ name: 'You' }] }),
  )
  expect(licences).toMatch(/^some 1\.2\.3: \(MIT AND Apache-2\.0\)\n\nThe package contains no licence text; this is the standard one\./)
  for (const text of ['Authors of the package: Me, You\n', 'Permission is hereby granted, free of charge', 'Apache License'])
    expect(licences).toContain(text)
})

test('a package whose package.json has the old list `licenses` is listed with the licences in that list, joined by OR', async ({
  bundled,
}) => {
  expect(await thirdPartyLicences(await bundled({ licenses: [{ type: 'ISC' }, { type: 'MIT' }] }))).toMatch(/^some 1\.2\.3: ISC OR MIT\n/)
})

test('a bundled package whose licence has no standard text is refused', async ({ bundled }) => {
  await expect(thirdPartyLicences(await bundled({ license: 'SEE LICENSE IN X' }))).rejects.toThrow(
    'some 1.2.3 is bundled, but its licence is SEE LICENSE IN X, and there is no standard text for SEE',
  )
})

test('a bundled package without a licence is refused', async ({ bundled }) => {
  await expect(thirdPartyLicences(await bundled({}))).rejects.toThrow('some 1.2.3 is bundled, but has no licence')
})
