import { cyclonedxEsbuildPlugin } from '@cyclonedx/cyclonedx-esbuild'
import { build, type Metafile } from 'esbuild'
import packageJson from '../../package.json' with { type: 'json' }
import { leaveOut } from './leave-out.ts'
import { takeOneCopy } from './take-one-copy.ts'

/** The sources of what `package.json` exports. */
export const ENTRIES: readonly string[] = [
  'mock-server/index.ts',
  'client/index.ts',
  'contracts/index.ts',
  'contracts/pact/index.ts',
  'test/kit/vitest.ts',
  'test/kit/setup.ts',
]

const COMMAND = 'mock-server/cli.ts'

/**
 * Bundles all entries at once: what several of them import becomes a chunk that they share, so that a class is the same whichever entry it
 * comes from; what is imported dynamically becomes a chunk that is loaded when needed. Few files that hold only what is called load in a
 * third of the time.
 */
export async function bundleEntries(folder: string): Promise<Metafile> {
  const { metafile } = await build({
    entryPoints: [...ENTRIES, COMMAND],
    outbase: '.',
    outdir: folder,
    // A folder beside contracts/, where the chunks find its files.
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    // The client runs on Node 20, and an older Node has to parse the command to say which one it needs.
    target: 'node20',
    // Bundled CommonJS modules require Node's modules.
    banner: {
      js: "import { createRequire as createBundleRequire } from 'node:module'\nconst require = createBundleRequire(import.meta.url)",
    },
    external: Object.keys({ ...packageJson.dependencies, ...packageJson.peerDependencies }),
    alias: {
      'node:http': './mock-server/bundle/node-http.cjs',
      url: './mock-server/bundle/node-url.cjs',
    },
    plugins: [
      leaveOut(),
      takeOneCopy(),
      cyclonedxEsbuildPlugin({ outputFile: 'sbom.json', outputReproducible: true, validate: true, logLevel: 'silent' }),
    ],
    metafile: true,
    logLevel: 'warning',
  })
  return metafile
}
