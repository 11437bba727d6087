import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const FOLDER = import.meta.dirname

/** Installs the packages that only the benchmark needs, unless they are installed. They take 200 MB, so the project does not depend on them. */
export function installPackages(tell: (line: string) => void): void {
  if (isInstalled()) return
  tell('installing the packages of test/bench/')
  const { status, stderr, error } = npm('ci', '--prefix', FOLDER, '--ignore-scripts', '--no-audit', '--no-fund')
  if (status !== 0) tell(`the packages could not be installed: ${error?.message ?? stderr.trim().split('\n')[0]}`)
}

/**
 * Returns the path of the script that runs when a command of a package is called.
 *
 * @throws {Error} When the package is not installed.
 */
export function commandOf(name: string, command: string): string {
  const folder = join(FOLDER, 'node_modules', name)
  if (!existsSync(folder)) throw new Error(`${name} is not installed`)
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return join(folder, bin[command])
}

export function versionOf(name: string): string {
  const file = join(FOLDER, 'node_modules', name, 'package.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : ''
}

/** Loads a package of the benchmark. Declare its type as `Used`, because the package's own types may not be installed. */
export function load<Used>(name: string): Used {
  return createRequire(import.meta.url)(name)
}

function isInstalled(): boolean {
  const installed = join(FOLDER, 'node_modules/.package-lock.json')
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(FOLDER, 'package-lock.json')).mtimeMs
}

/** Runs npm. If npm started this process, runs the same npm, because Windows can't start npm by name. */
function npm(...args: readonly string[]) {
  const script = process.env['npm_execpath']
  const [command, first] = script?.endsWith('.js') ? [process.execPath, [script]] : ['npm', []]
  return spawnSync(command, [...first, ...args], { encoding: 'utf8', env: { ...process.env, SCARF_ANALYTICS: 'false' } })
}
