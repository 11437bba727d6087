// Builds dist/: JavaScript and declarations by tsc, beside them the files of contracts/ that are read as they are, and bundles of what takes long to load.
import { execFileSync } from 'node:child_process'
import { chmod, cp, rm, writeFile } from 'node:fs/promises'
import { stringify } from 'yaml'
import { bundleDocument } from './contracts/generate/bundle-document.ts'
import { productDocuments } from './contracts/generate/document-files.ts'
import { bundleDiagnosis } from './mock-server/bundle/bundle-diagnosis.ts'
import { bundleServer } from './mock-server/bundle/bundle-server.ts'

await rm('dist', { recursive: true, force: true })
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' })
// The pact files are what our own client counts on; nobody else reads them.
const isShipped = (file: string) => (!file.endsWith('.ts') || file.endsWith('.d.ts')) && !/[\\/]pacts$/.test(file)
await cp('contracts', 'dist/contracts', { recursive: true, filter: isShipped })
// Tools outside can't follow a reference from one document to another.
for (const name of await productDocuments(new URL('contracts/', import.meta.url))) {
  const document = await bundleDocument(new URL(`contracts/${name}.openapi.yaml`, import.meta.url))
  await writeFile(`dist/contracts/${name}.openapi.yaml`, stringify(document, { aliasDuplicateObjects: false }))
}
await bundleServer()
await bundleDiagnosis()
await chmod('dist/mock-server/cli.js', 0o755)
