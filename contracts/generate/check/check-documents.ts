import { glob, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { checkExamples } from './check-examples.ts'
import { checkOperations } from './check-operations.ts'
import { checkReferences } from './check-references.ts'
import { partAt, type SourceDocument, sourceDocument } from './source-document.ts'

/**
 * Checks the OpenAPI documents from which other files are generated. Returns the problems as lines such as
 * `contracts/goldplan.openapi.yaml:123: POST /v3/… has no operationId: …`.
 *
 * Each check relies on the checks before it. When a check finds problems, the later checks do not run.
 *
 * @param root The root of the project; the documents are below its `contracts/`.
 */
export async function checkDocuments(root: URL): Promise<string[]> {
  const all = await readDocuments(root)
  const checks = [
    () => all.flatMap(({ error }) => error ?? []),
    () => all.flatMap((document) => checkGateway(document, all)),
    () => all.flatMap((document) => [...checkOperations(document), ...checkReferences(document, all)]),
    () => checkExamples(all),
  ]
  for (const check of checks) {
    const problems = check()
    if (problems.length > 0) return problems
  }
  return []
}

async function readDocuments(root: URL): Promise<SourceDocument[]> {
  const paths: string[] = []
  for await (const path of glob('contracts/**/*.openapi.yaml', { cwd: fileURLToPath(root) })) paths.push(path.replaceAll('\\', '/'))
  return Promise.all(paths.toSorted().map(async (path) => sourceDocument(path, await readFile(new URL(path, root), 'utf8'))))
}

/** Checks the `x-gateway` of a document: it must name an existing document, and no component may be defined in both documents. */
function checkGateway(document: SourceDocument, all: readonly SourceDocument[]): string[] {
  const name = partAt(document.content, ['x-gateway'])
  if (name === undefined) return []
  const gateway = all.find((other) => other.name === name)
  if (!gateway) return [document.problem(['x-gateway'], `x-gateway names ${name}, which does not exist: name gateway.openapi.yaml instead`)]
  return Object.entries(Object(partAt(document.content, ['components']))).flatMap(([section, components]) =>
    Object.keys(Object(components))
      .filter((component) => partAt(gateway.content, ['components', section, component]) !== undefined)
      .map((component) =>
        document.problem(['components', section, component], `${component} is also in ${gateway.path}: keep one of them`),
      ),
  )
}
