import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './root.ts'

/** The path of the built command. */
export const COMMAND: string = join(ROOT, 'dist/mock-server/cli.js')

const SOURCES = ['contracts', 'client', 'mock-server', 'test/kit', 'build.ts', 'tsconfig.json', 'tsconfig.build.json', 'package.json']

/** Builds dist/, unless it is up to date. */
export function buildCommand(tell: (line: string) => void): void {
  const isFresh = existsSync(COMMAND) && SOURCES.every((source) => newest(join(ROOT, source)) <= statSync(COMMAND).mtimeMs)
  if (isFresh) return
  tell('building dist/')
  const { status, stdout, stderr } = spawnSync(process.execPath, ['build.ts'], { cwd: ROOT, encoding: 'utf8' })
  if (status !== 0) throw new Error(`The build failed:\n${stdout}${stderr}`)
}

function newest(path: string): number {
  if (!statSync(path).isDirectory()) return statSync(path).mtimeMs
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' })
  return Math.max(...files.map((file) => statSync(join(path, file)).mtimeMs))
}
