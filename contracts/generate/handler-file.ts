import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { GeneratedFiles } from './document-files.ts'

const FOLDER = 'mock-server/operations/'

/** Generates the list of operation handlers: files below `mock-server/operations/` whose name matches an operation (`change-x.ts` for `changeX`). */
export async function handlerFile(root: URL): Promise<GeneratedFiles> {
  const operations: { iid: string }[] = JSON.parse(await readFile(new URL('contracts/operations.json', root), 'utf8'))
  const files = (await readdir(fileURLToPath(new URL(FOLDER, root)), { recursive: true })).map((file) => file.replaceAll('\\', '/'))
  const handlers = operations.flatMap(({ iid: id }) => {
    const file = files.find((path) => path.endsWith(`/${kebabCase(id)}.ts`))
    return file === undefined ? [] : [{ id, file }]
  })
  return { [`${FOLDER}handlers.ts`]: text(handlers) }
}

function kebabCase(id: string): string {
  return id.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

function text(handlers: readonly { readonly id: string; readonly file: string }[]): string {
  const imported = [
    ...handlers.map(({ id, file }) => ({ what: `{ ${id} }`, file })),
    { what: 'type { OperationHandler }', file: 'operation-handler.ts' },
  ]
  const imports = imported
    .toSorted((one, other) => one.file.localeCompare(other.file))
    .map(({ what, file }) => `import ${what} from './${file}'\n`)
  return `// Generated from the files of this folder by npm run generate. Do not edit.
${imports.join('')}
/** The operation handlers by operationId. An operation without a handler answers with an example from its document. */
export const handlers: Readonly<Record<string, OperationHandler>> = {
${handlers.map(({ id }) => `  ${id},\n`).join('')}}
`
}
