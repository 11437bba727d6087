// `npm start` runs this file. It starts the built command in the folder where the user typed `npm start`. `npm ci` and `npm run build`
// build the command. This file is JavaScript, so that an old Node can run it, too.
import { readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const CLONE = fileURLToPath(new URL('.', import.meta.url))
const COMMAND = './dist/mock-server/cli.js'
const SOURCES = ['contracts', 'client', 'mock-server', 'test/kit', 'build.ts', 'package.json', 'package-lock.json']
/** Files that the build does not read. */
const NOT_BUILT = /\.test\.ts$|\bnode_modules\b|^contracts[\\/]pacts\b|FIDELITY\.md$/

const built = statSync(join(CLONE, COMMAND), { throwIfNoEntry: false })
if (built) {
  const newer = SOURCES.flatMap((source) => filesOf(join(CLONE, source))).find((file) => statSync(file).mtimeMs > built.mtimeMs)
  if (newer)
    console.error(
      `The build is older than ${relative(CLONE, newer)}: run \`npm run build\`, or \`npm run dev\` for the sources (构建已过期).`,
    )
  // npm runs a script in the folder of package.json. This returns to `INIT_CWD`, the folder where the user typed the command.
  const { npm_lifecycle_event, INIT_CWD } = process.env
  if (npm_lifecycle_event === 'start' && INIT_CWD) process.chdir(INIT_CWD)
  await import(COMMAND)
} else {
  console.error('The server is not built: run `npm run build`, or `npm run dev` for the sources (尚未构建).')
  process.exitCode = 1
}

function filesOf(path) {
  if (!statSync(path).isDirectory()) return [path]
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  // Node before 20.12 has no `file.parentPath`. Node before 18.17 also has no `file.path`, but it ignores `recursive`. So each file is
  // directly in `path`.
  const paths = files.map((file) => join(file.parentPath ?? file.path ?? path, file.name))
  return paths.filter((file) => !NOT_BUILT.test(relative(CLONE, file)))
}
