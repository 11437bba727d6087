import { readdir, rm } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import { build, type Plugin } from 'esbuild'

const SOURCES = 'contracts/diagnosis'
const FOLDER = join('dist', SOURCES)
const BUNDLE = join(FOLDER, 'explain-signature.js')

/**
 * Makes one file of the catalogue and the search, which the first diagnosis of a process loads: as sixty files they would take it five times as
 * long.
 */
export async function bundleDiagnosis(): Promise<void> {
  await build({
    entryPoints: [join(SOURCES, 'explain-signature.ts')],
    outfile: BUNDLE,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    plugins: [shareTheRest()],
    logLevel: 'warning',
  })
  await removeBundled()
}

/** What is not of the diagnosis stays in files of its own, since others import it too. */
function shareTheRest(): Plugin {
  return {
    name: 'share-the-rest',
    setup: ({ onResolve }) => {
      onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ path, resolveDir }) => {
        const file = relative(SOURCES, resolve(resolveDir, path))
        return file.startsWith('..') ? { path: file.split(sep).join('/').replace(/\.ts$/, '.js'), external: true } : undefined
      })
    },
  }
}

/** Removes the modules that none but the bundle needed. */
async function removeBundled(): Promise<void> {
  const files = await readdir('dist', { recursive: true })
  const modules = files.filter((file) => file.endsWith('.js')).map((file) => join('dist', file))
  const ofDiagnosis = modules.filter((file) => file.startsWith(FOLDER + sep) && file !== BUNDLE)
  const entryPoints = modules.filter((file) => !ofDiagnosis.includes(file))
  const { metafile } = await build({
    entryPoints,
    outdir: 'dist',
    bundle: true,
    packages: 'external',
    format: 'esm',
    write: false,
    metafile: true,
    logLevel: 'error',
  })
  const needed = new Set(Object.keys(metafile.inputs).map((file) => join(file)))
  for (const file of ofDiagnosis) if (!needed.has(file)) await rm(file)
}
