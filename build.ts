// Builds dist/: the bundled entries, their type declarations, and the files of contracts/ that are read as they are.
import { chmod, cp, glob, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { bundleDocument } from './contracts/generate/bundle-document.ts'
import { productDocuments } from './contracts/generate/document-files.ts'
import { bundleEntries, ENTRIES } from './mock-server/bundle/bundle-entries.ts'
import { thirdPartyLicences } from './mock-server/bundle/third-party-licences.ts'
import { writeDeclarations } from './mock-server/bundle/write-declarations.ts'

await rm('dist', { recursive: true, force: true })
await Promise.all([bundle(), writeDeclarations(ENTRIES, 'dist'), writeDocuments(), copyData()])

/** The entries, and the licences of the packages that are bundled with them. */
async function bundle(): Promise<void> {
  const metafile = await bundleEntries('dist')
  await writeFile('dist/THIRD-PARTY-LICENSES.txt', await thirdPartyLicences(metafile))
  await chmod('dist/mock-server/cli.js', 0o755)
}

/** The OpenAPI documents. Those of products refer to the gateway's in the sources; tools outside can't follow that, so here each is self-contained. */
async function writeDocuments(): Promise<void> {
  for await (const file of glob('contracts/**/*.openapi.yaml')) await cp(file, join('dist', file))
  for (const name of await productDocuments(new URL('contracts/', import.meta.url))) {
    const document = await bundleDocument(new URL(`contracts/${name}.openapi.yaml`, import.meta.url))
    await writeFile(`dist/contracts/${name}.openapi.yaml`, stringify(document, { aliasDuplicateObjects: false }))
  }
}

/** The operations as Prism reads them, the development keys, the golden vectors. */
async function copyData(): Promise<void> {
  for await (const file of glob('contracts/{**/*operations.json,keys/*.{pem,txt,md},vectors/*.json}')) await cp(file, join('dist', file))
}
