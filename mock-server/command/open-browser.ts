import { spawn } from 'node:child_process'

/** The program of each system that opens an address in the user's browser, with its first arguments. None of them is a shell. */
const OPENERS: Partial<Readonly<Record<NodeJS.Platform, readonly [program: string, ...first: string[]]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
}

/**
 * Opens an address in the user's browser. If the machine has no browser, the server still runs.
 *
 * @param onFailure Called with the reason when no browser could be started.
 */
export function openBrowser(url: string, onFailure: (reason: string) => void): void {
  const [program, ...first] = OPENERS[process.platform] ?? ['xdg-open']
  const child = spawn(program, [...first, url], { stdio: 'ignore', detached: true })
  child.once('error', ({ message }) => onFailure(message)).unref()
}
