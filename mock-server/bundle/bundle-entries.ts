import { type BuildOptions, build, type Metafile } from 'esbuild'
import packageJson from '../../package.json' with { type: 'json' }
import { billOfMaterials } from './bill-of-materials.ts'
import { leaveOut } from './leave-out.ts'

/** The source files of the `exports` in `package.json`. */
export const ENTRIES: readonly string[] = [
  'mock-server/index.ts',
  'client/index.ts',
  'contracts/index.ts',
  'contracts/pact/index.ts',
  'test/kit/vitest.ts',
  'test/kit/setup.ts',
]

const COMMAND = 'mock-server/cli.ts'

/** The settings of both bundles: the package and the single executable. */
const SHARED = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  // Defines `require`, which ES modules lack. The bundled CommonJS modules call it to load Node's own modules.
  banner: {
    js: "import { createRequire as createBundleRequire } from 'node:module'\nconst require = createBundleRequire(import.meta.url)",
  },
  metafile: true,
  logLevel: 'warning',
} as const satisfies BuildOptions

const ALIASES = {
  'node:http': './mock-server/bundle/node-http.cjs',
  url: './mock-server/bundle/node-url.cjs',
}

/**
 * Bundles the entries and the command into a folder. Code that several entries import becomes a shared chunk, so all entries export
 * the same class, not copies of it. The bundle has few files, so it loads faster than the sources.
 */
export async function bundleEntries(folder: string): Promise<Metafile> {
  const { metafile } = await build({
    ...SHARED,
    entryPoints: [...ENTRIES, COMMAND],
    outbase: '.',
    outdir: folder,
    // The chunks read files in `../contracts/`, so the folder `chunks/` is beside the folder `contracts/`.
    chunkNames: 'chunks/[name]-[hash]',
    splitting: true,
    // The client runs on Node 20. Node 20 also has to parse the command, so that the command can say which Node it needs.
    target: 'node20',
    external: Object.keys({ ...packageJson.dependencies, ...packageJson.peerDependencies }),
    alias: ALIASES,
    plugins: [leaveOut(), billOfMaterials(`${folder}/sbom.json`)],
  })
  return metafile
}

/**
 * Bundles the command and its imports into one file, because the main module of a single executable can't import other files.
 *
 * @param target The version of Node in the executable.
 */
export async function bundleCommand(file: string, target: string): Promise<Metafile> {
  const { metafile } = await build({
    ...SHARED,
    entryPoints: [COMMAND],
    outfile: file,
    target: `node${target}`,
    minifyWhitespace: true,
    minifySyntax: true,
    alias: { ...ALIASES, '@pact-foundation/pact': './mock-server/bundle/no-pact.js' },
    plugins: [leaveOut()],
  })
  return metafile
}
