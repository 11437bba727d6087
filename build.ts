// Builds dist/: the bundled entries with their type declarations, the console page, the licences, the bill of materials, and the OpenAPI
// documents, operations, development keys and golden vectors of contracts/.
import { existsSync, renameSync } from 'node:fs'
import { chmod, cp, glob, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { publishedDocuments } from './contracts/generate/published-documents.ts'
import { addBillOfMaterials, billOfMaterials } from './mock-server/bundle/bill-of-materials.ts'
import { bundleConsole } from './mock-server/bundle/bundle-console.ts'
import { bundleEntries, ENTRIES } from './mock-server/bundle/bundle-entries.ts'
import { thirdPartyLicences } from './mock-server/bundle/third-party-licences.ts'
import { writeDeclarations } from './mock-server/bundle/write-declarations.ts'

// The build writes to this folder and replaces dist/ at the end, so that a failed build leaves the old dist/ whole.
const NEW = '.dist-new'
const OLD = '.dist-old'

await rm(NEW, { recursive: true, force: true })
await Promise.all([bundle(), writeDeclarations(ENTRIES, NEW), writeDocuments(), copyData()])
await replace()

/** Bundles the entries and the console page. Writes the licences and the bill of materials (`sbom.json`) of all bundled packages. */
async function bundle(): Promise<void> {
  const pageBill = join(NEW, 'sbom-of-page.json')
  const [metafile, page] = await Promise.all([bundleEntries(NEW), bundleConsole([billOfMaterials(pageBill)])])
  await addBillOfMaterials(join(NEW, 'sbom.json'), pageBill)
  await mkdir(join(NEW, 'console'))
  for (const [name, text] of Object.entries(page.files)) await writeFile(join(NEW, 'console', name), text)
  const outputs = { ...metafile.outputs, ...page.metafile.outputs }
  await writeFile(join(NEW, 'THIRD-PARTY-LICENSES.txt'), await thirdPartyLicences({ ...metafile, outputs }))
  await chmod(join(NEW, 'mock-server/cli.js'), 0o755)
}

/**
 * Writes the OpenAPI documents. In the sources, a product's document refers to the gateway's document by `x-gateway`, a field that other
 * tools don't know. A product's document in dist/ contains the gateway's answers instead. Two more documents contain all products: one is
 * OpenAPI 3.1, the other is OpenAPI 3.0.
 */
async function writeDocuments(): Promise<void> {
  for await (const file of glob('contracts/**/*.openapi.yaml')) await cp(file, join(NEW, file))
  const published = await publishedDocuments(new URL('contracts/', import.meta.url))
  for (const [name, document] of Object.entries(published))
    await writeFile(join(NEW, 'contracts', name), stringify(document, { aliasDuplicateObjects: false }))
}

/** Copies the development keys, the golden vectors, and the operations in the form that Prism reads. */
async function copyData(): Promise<void> {
  for await (const file of glob('contracts/{**/*operations.json,keys/*.{pem,txt,md},vectors/*.json}')) await cp(file, join(NEW, file))
}

/** Replaces dist/ with two renames, so that dist/ is missing only for a moment. */
async function replace(): Promise<void> {
  await rm(OLD, { recursive: true, force: true })
  if (existsSync('dist')) renameSync('dist', OLD)
  renameSync(NEW, 'dist')
  await rm(OLD, { recursive: true, force: true })
}
