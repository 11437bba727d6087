import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { inject } from 'vitest'

export const ROOT = join(import.meta.dirname, '../..')
export const execute = promisify(execFile)

export const { folder, bare, tarball } = inject('packed')
/** The path of the installed command. */
export const command = commandIn(folder)

export function commandIn(project: string): string {
  return join(project, 'node_modules/wechatpay-goldplan-mock/dist/mock-server/cli.js')
}

/** Runs a program in the project `folder`, in which the package is installed. Returns what the program printed. */
export async function run(program: string, ...options: string[]): Promise<string> {
  const { stdout, stderr } = await execute(program, options, { cwd: folder }).catch((error) => error)
  return `${stdout}${stderr}`
}

interface Running {
  readonly node?: string
  readonly command?: string
  readonly cwd?: string
  readonly options?: readonly string[]
}

/** Starts a server with the installed command, calls `work` with the URL of the server, and stops the server. */
export async function usingCommand(
  work: (url: string) => Promise<void>,
  { node = process.execPath, command: file = command, cwd = folder, options = [] }: Running = {},
): Promise<void> {
  const running = spawn(node, [file, '--port', '0', '--json', ...options], { cwd, stdio: ['ignore', 'pipe', 'ignore'] })
  try {
    const [line] = await once(running.stdout, 'data')
    await work(JSON.parse(String(line)).base_url)
  } finally {
    running.kill()
    await once(running, 'close')
  }
}
