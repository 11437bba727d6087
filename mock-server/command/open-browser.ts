import { spawn } from 'node:child_process'

/**
 * The program that opens an address in the user's browser, and its first arguments. Other systems use `xdg-open`. No program here is a
 * shell, because a shell could run parts of the address as commands.
 */
const OPENERS: Partial<Readonly<Record<NodeJS.Platform, readonly [program: string, ...first: string[]]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
}

/**
 * Opens an address in the user's browser.
 *
 * @param onFailure Called with the reason when the program that opens addresses can't be started.
 */
export function openBrowser(url: string, onFailure: (reason: string) => void): void {
  const [program, ...first] = OPENERS[process.platform] ?? ['xdg-open']
  const child = spawn(program, [...first, url], { stdio: 'ignore', detached: true })
  child.once('error', ({ message }) => onFailure(message)).unref()
}
