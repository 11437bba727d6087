import { execFile } from 'node:child_process'
import { chmod, glob, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** The paths of the files and folders from which an executable is built. */
export interface ExecutableParts {
  /** The bundled command. */
  readonly main: string
  /** The built folder `contracts/`. Its documents, keys and vectors become assets of the executable. */
  readonly contracts: string
  /** The folder of the built console page. Its files become assets, too. */
  readonly console: string
  /** The Node.js program that becomes part of the executable. It may be for another platform. */
  readonly node: string
  /** The Node.js program that builds the executable. It has the same version as `node`, and runs on this machine. */
  readonly builder: string
}

/**
 * Builds a single executable with Node's `--build-sea`. An executable for this machine also contains V8's code cache and starts faster. The
 * code cache depends on the processor, so it can't be built for another machine.
 *
 * Source: https://nodejs.org/docs/latest-v26.x/api/single-executable-applications.html
 *
 * @param settings The path of the settings for `--build-sea`. This function writes the file.
 * @param output The path of the executable.
 */
export async function buildExecutable(parts: ExecutableParts, settings: string, output: string): Promise<void> {
  const { main, contracts, console, node, builder } = parts
  const chosen = {
    // Node writes this path into the executable. An absolute path would differ between builds.
    main: basename(main),
    mainFormat: 'module',
    executable: node,
    output,
    disableExperimentalSEAWarning: true,
    useCodeCache: node === builder,
    assets: { ...(await assetsIn(contracts)), ...pageIn(console) },
  }
  await writeFile(settings, JSON.stringify(chosen, null, 2))
  await execute(builder, ['--build-sea', settings], { cwd: dirname(main) })
  await chmod(output, 0o755)
}

/** The files that the command reads at run time, by the names that `contractFile` gives them. */
async function assetsIn(contracts: string): Promise<Readonly<Record<string, string>>> {
  const files: string[] = []
  for await (const file of glob('{**/*operations.json,gateway.openapi.yaml,keys/*.{pem,txt},vectors/requests.json}', { cwd: contracts }))
    files.push(file)
  return Object.fromEntries(files.toSorted().map((file) => [file, join(contracts, file)]))
}

/** The files of the console page, by the names that `readConsoleFiles` gives them. */
function pageIn(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(['page.js', 'page.css'].map((name) => [`console/${name}`, join(folder, name)]))
}
