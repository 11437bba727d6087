import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { stripVTControlCharacters } from 'node:util'
import type { Block } from '../docs/page.ts'
import { command, execute, folder } from './packed-project.ts'

// On Debian, only the Python in /usr/bin sees Debian's Python packages, but another Python may come first in the PATH. So two PATHs are
// tried: the usual PATH, and the same PATH with /usr/bin at its beginning.
const PATH = [dirname(process.execPath), join(folder, 'node_modules/.bin'), process.env['PATH']].join(delimiter)
const PATHS = [PATH, ['/usr/bin', PATH].join(delimiter)]

/** The probe of each language: a command that succeeds only if blocks in this language can run here. */
const PROBES: Readonly<Record<string, string>> = {
  python: 'python3 -c "import cryptography"',
  go: 'go version',
  php: "php -r 'openssl_get_md_methods();'",
  java: 'javac --release 15 -version',
  csharp: 'dotnet --version',
}

/**
 * Returns the first probe of these blocks that fails, or an empty text if none fails. If a probe fails, the blocks can't run here. A block
 * can add another probe, such as `needs="mvn -v"`.
 */
export function missingTool(blocks: readonly Block[]): string {
  const run = blocks.filter(({ settings }) => settings['skip'] === undefined)
  const probes = new Set(
    run.flatMap(({ language, settings }) => [PROBES[language], settings['needs']]).filter((probe) => probe !== undefined),
  )
  return [...probes].find((probe) => !PATHS.some((path) => succeeds(probe, path))) ?? ''
}

function succeeds(probe: string, path: string): boolean {
  return spawnSync('bash', ['-c', probe], { env: { ...process.env, PATH: path }, stdio: 'ignore' }).status === 0
}

/** Runs the blocks of one section of a page in the folder `cwd`, with a server that is stopped at the end. */
export async function runBlocks(cwd: string, blocks: readonly Block[]): Promise<void> {
  await mkdir(cwd, { recursive: true })
  const reader = new Reader(cwd)
  try {
    for (const block of blocks) await reader.follow(block)
  } finally {
    await reader.stop()
  }
}

/** The longest time to wait until the log of the server has the lines that a block shows. */
const LOG_MILLISECONDS = 20_000

/** Does what a reader of a page does: writes its files, runs its commands, and compares the output with the page. */
class Reader {
  readonly #cwd: string
  #server: ChildProcess | undefined
  #port = ''
  #log = ''
  #output = ''

  constructor(cwd: string) {
    this.#cwd = cwd
  }

  async follow(block: Block): Promise<void> {
    const { language, settings, code } = block
    if (settings['skip'] !== undefined) return
    if (settings['server'] !== undefined) return await this.#start(code.match(/wechatpay-goldplan-mock(.*)/)?.[1] ?? '')
    if (this.#server === undefined) await this.#start('')
    if (settings['shows'] !== undefined) return await this.#expectShown(block)
    if (settings['file'] !== undefined) await this.#write(settings['file'], code)
    if (settings['run'] !== undefined) return await this.#run(settings['run'])
    if (settings['file'] !== undefined) return
    if (language !== 'sh') throw new Error('the info string says neither file=, run=, shows, server nor skip="why"')
    await this.#run(code)
  }

  async stop(): Promise<void> {
    if (this.#server === undefined) return
    this.#server.kill()
    await once(this.#server, 'close')
  }

  async #start(options: string): Promise<void> {
    const line = `exec "${process.execPath}" "${command}" --json --log-format pretty ${options} --port 0`
    this.#server = spawn('bash', ['-c', line], { cwd: this.#cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#server.stderr?.on('data', (data) => {
      this.#log += data
    })
    const ready = await Promise.race([once(this.#server.stdout as NodeJS.EventEmitter, 'data'), once(this.#server, 'exit')])
    if (this.#server.exitCode !== null) throw new Error(`the server does not start: ${this.#log}`)
    this.#port = new URL(JSON.parse(String(ready[0])).base_url).port
  }

  async #write(name: string, code: string): Promise<void> {
    const file = join(this.#cwd, name)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, this.#atPort(code))
  }

  /** Replaces the default port 8920, which the pages use, with the port of this server. */
  #atPort(text: string): string {
    return text.replaceAll('8920', this.#port)
  }

  async #run(line: string): Promise<void> {
    const path = PATHS.find((candidate) => succeeds('python3 -c "import cryptography"', candidate)) ?? PATH
    const env = { ...process.env, PATH: path, LC_ALL: 'C', NO_COLOR: '1', SCARF_ANALYTICS: 'false', PACT_DO_NOT_TRACK: 'true' }
    const {
      stdout,
      stderr,
      code = 0,
    } = await execute('bash', ['-eo', 'pipefail', '-c', this.#atPort(line)], { cwd: this.#cwd, env }).catch((error) => error)
    this.#output = stripVTControlCharacters(`${stdout}${stderr}`)
    if (code !== 0) throw new Error(`exit code ${code} of: ${line}\n${this.#output}`)
  }

  /**
   * Expects that the output, or the log of the server, has the lines of the block in the same order. `…` in a line matches anything. Times,
   * nonces and durations may differ.
   */
  async #expectShown({ settings, code }: Block): Promise<void> {
    const pattern = new RegExp(this.#atPort(code).trim().split('\n').map(linePattern).join('[^]*?'))
    const shown = settings['shows'] === 'log' ? await this.#logMatching(pattern) : this.#output
    if (!pattern.test(shown)) throw new Error(`the page shows\n${code}\nbut the output was\n${shown}`)
  }

  /**
   * Waits until the log matches the pattern, and returns the log. A diagnosis is logged some time after the answer. When
   * {@link LOG_MILLISECONDS} have passed, returns the log even if it does not match.
   */
  async #logMatching(pattern: RegExp): Promise<string> {
    const limit = Date.now() + LOG_MILLISECONDS
    while (!pattern.test(stripVTControlCharacters(this.#log)) && Date.now() < limit) await setTimeout(50)
    return stripVTControlCharacters(this.#log)
  }
}

/**
 * The parts of a shown line that may differ in the output. Each pair has a pattern that finds such a part in the line, such as a time or the
 * mark `…`, and the regular expression that the output has to match there.
 */
const VARIABLE: readonly (readonly [RegExp, string])[] = [
  [/\d\d:\d\d:\d\d/g, '\\d\\d:\\d\\d:\\d\\d'],
  [/\d+(\\\.\d+)? ms/g, '[\\d.]+ ms'],
  // A timestamp before 2030. The merchant IDs on the pages also have ten digits, but their second digit is never 5 to 8.
  [/\b1[5-8]\d{8}\b/g, '\\d{10}'],
  [/\b[0-9A-Fa-f]{32}\b/g, '[0-9A-Fa-f]{32}'],
  [/…/g, '.*?'],
]

function linePattern(line: string): string {
  return VARIABLE.reduce((pattern, [variable, any]) => pattern.replace(variable, any), escaped(line.trim()))
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
