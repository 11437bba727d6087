import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { leaveOut } from './leave-out.ts'
import { takeOneCopy } from './take-one-copy.ts'
import { thirdPartyLicences } from './third-party-licences.ts'

const FOLDER = 'dist/mock-server'

/** What tsc made stays: an old Node has to understand it, up to the line that says what is wanted. */
const AS_BUILT = ['cli.js', 'node-version.js', 'package-json.js']

/**
 * Bundles the server and its command with the packages that they load, so that they start in a third of the time: few files in the place of a
 * thousand, and none of what is never called. The contracts stay apart, since the client and users share them.
 */
export async function bundleServer(): Promise<void> {
  await removeModules()
  const { metafile } = await build({
    entryPoints: ['mock-server/index.ts', 'mock-server/command/run-command.ts'],
    outdir: FOLDER,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // What is imported when it is needed stays a file of its own.
    splitting: true,
    // What is in CommonJS requires Node's modules.
    banner: {
      js: "import { createRequire as createBundleRequire } from 'node:module'\nconst require = createBundleRequire(import.meta.url)",
    },
    // Optional packages, of the user's version.
    external: ['@pact-foundation/pact', 'vitest'],
    alias: {
      'node:http': './mock-server/bundle/node-http.cjs',
      url: './mock-server/bundle/node-url.cjs',
    },
    plugins: [shareContracts(), leaveOut(), takeOneCopy()],
    metafile: true,
    logLevel: 'warning',
  })
  await writeFile(join(FOLDER, 'THIRD-PARTY-LICENSES.txt'), await thirdPartyLicences(metafile))
}

async function removeModules(): Promise<void> {
  const files = (await readdir(FOLDER, { recursive: true })).filter((file) => file.endsWith('.js') && !AS_BUILT.includes(file))
  for (const file of files) await rm(join(FOLDER, file))
}

/** By a name that holds wherever a chunk lies: `#contracts/*` is in package.json. */
function shareContracts(): Plugin {
  return {
    name: 'share-contracts',
    setup: ({ onResolve }) => {
      onResolve({ filter: /^\.\.\/.*\bcontracts\/.*\.ts$/ }, ({ path }) => ({
        path: path.replace(/^[./]*contracts\//, '#contracts/').replace(/\.ts$/, '.js'),
        external: true,
      }))
    },
  }
}
