// `npm start`: runs the command that `npm ci` built. It is JavaScript, so that an old Node can run it too.
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const COMMAND = 'dist/mock-server/cli.js'
const SOURCES = ['contracts', 'client', 'mock-server', 'test/kit', 'build.ts', 'package.json', 'package-lock.json']
/** Files that the build does not read. */
const NOT_BUILT = /\.test\.ts$|\bnode_modules\b|\bpacts\b|FIDELITY\.md$/

const built = statSync(COMMAND, { throwIfNoEntry: false })
if (built) {
  const newer = SOURCES.flatMap(filesOf).find((file) => statSync(file).mtimeMs > built.mtimeMs)
  if (newer) console.error(`The build is older than ${newer}: run npm run build, or npm run dev for the sources (构建已过期).`)
  await import(`./${COMMAND}`)
} else {
  console.error('The server is not built: run npm run build, or npm run dev for the sources (尚未构建).')
  process.exitCode = 1
}

function filesOf(path) {
  if (!statSync(path).isDirectory()) return [path]
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.map(({ parentPath, name }) => join(parentPath, name)).filter((file) => !NOT_BUILT.test(file))
}
