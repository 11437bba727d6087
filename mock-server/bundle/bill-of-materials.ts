import { readFile, rm, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { cyclonedxEsbuildPlugin } from '@cyclonedx/cyclonedx-esbuild'
import type { Plugin } from 'esbuild'

/** The parts of a bill of materials (CycloneDX) that say what was bundled. */
interface BillOfMaterials {
  readonly components: readonly { readonly 'bom-ref': string }[]
  readonly dependencies: readonly { readonly ref: string }[]
}

/** Creates an esbuild plugin that writes a bill of materials: the list of the packages in the bundle. */
export function billOfMaterials(file: string): Plugin {
  return cyclonedxEsbuildPlugin({ outputFile: resolve(file), outputReproducible: true, validate: true, logLevel: 'silent' })
}

/** Adds the components and dependencies of the bill of materials `other` to the bill of materials `file`. Then deletes the file `other`. */
export async function addBillOfMaterials(file: string, other: string): Promise<void> {
  const [all, more]: BillOfMaterials[] = await Promise.all([file, other].map(async (name) => JSON.parse(await readFile(name, 'utf8'))))
  if (!all || !more) return
  const refs = new Set(all.components.map((component) => component['bom-ref']))
  const added = more.components.filter((component) => !refs.has(component['bom-ref']))
  const addedRefs = new Set(added.map((component) => component['bom-ref']))
  const dependencies = [...all.dependencies, ...more.dependencies.filter(({ ref }) => addedRefs.has(ref))]
  await writeFile(file, JSON.stringify({ ...all, components: [...all.components, ...added], dependencies }, null, 2))
  await rm(other)
}
