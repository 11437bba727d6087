import { basename, join } from 'node:path'
import { build, type Metafile, type Plugin } from 'esbuild'
import type { ConsoleFiles } from '../console/read-console-files.ts'

const ROOT = join(import.meta.dirname, '../..')

/** Bundles the script and the style of the console page, for Chrome and Firefox since July 2023 and Safari since March 2023. */
export async function bundleConsole(plugins: Plugin[] = []): Promise<{ readonly files: ConsoleFiles; readonly metafile: Metafile }> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: ['mock-server/console/page/page.tsx'],
    outdir: 'dist/console',
    bundle: true,
    format: 'esm',
    target: ['chrome115', 'firefox115', 'safari16.4'],
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    metafile: true,
    write: false,
    logLevel: 'warning',
    plugins,
  })
  const files = Object.fromEntries(outputFiles.map(({ path, text }) => [basename(path), text]))
  return { files: files as unknown as ConsoleFiles, metafile }
}
