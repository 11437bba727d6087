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

/** The settings that the bundles of the package and of the single executable share. */
const SHARED = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  // The bundled CommonJS modules call `require` to load Node's own modules.
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
 * Bundles the entries together. Code that several entries import becomes a shared chunk, so that a class is the same whichever entry it
 * comes from. The bundle has few files, so it loads faster than the sources.
 */
export async function bundleEntries(folder: string): Promise<Metafile> {
  const { metafile } = await build({
    ...SHARED,
    entryPoints: [...ENTRIES, COMMAND],
    outbase: '.',
    outdir: folder,
    // `chunks/` is next to `contracts/`, so that the chunks find the files there.
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
