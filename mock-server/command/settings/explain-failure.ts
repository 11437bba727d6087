import type { MockServerOptions } from '../../mock-server-options.ts'
import { type Configuration, nameOfPart } from './configuration.ts'
import { NAMES_IN_FILE } from './merchant-in-file.ts'
import type { Settings } from './settings.ts'

/**
 * Explains why the server can't listen.
 *
 * @param flag The flag that sets the port.
 */
type ExplainListening = (settings: Pick<Settings, 'host' | 'port'>, flag: string) => string

const NO_LISTENING: ExplainListening = ({ host }) =>
  `${host} is not an address that this machine can listen on: choose another address with --host`

const LISTENING_ERRORS: Readonly<Record<string, ExplainListening>> = {
  EADDRINUSE: ({ port, host }, flag) =>
    `Port ${port} on ${host} is in use: set another port with ${flag}, or 0 for any free port (端口已被占用，请换一个)`,
  EACCES: ({ port }, flag) => `Port ${port} needs rights that this user lacks: choose another port, above 1023, with ${flag}`,
  EADDRNOTAVAIL: ({ host }) => `${host} is not an address of this machine: choose another address with --host`,
  EAFNOSUPPORT: NO_LISTENING,
  EINVAL: NO_LISTENING,
  ENOTFOUND: ({ host }) => `${host} is not a known host: choose another address with --host`,
}

/** Maps options of the mock server to the settings of the command. */
const SETTINGS: Readonly<Partial<Record<keyof MockServerOptions, keyof Settings>>> = {
  port: 'port',
  host: 'host',
  strict: 'strict',
  controlToken: 'controlToken',
  publicUrl: 'publicUrl',
  allowHosts: 'allowHost',
  notifyAllow: 'notifyAllow',
  notifyMap: 'notifyMap',
  stateFile: 'state',
  stateSync: 'stateSync',
  store: 'store',
  journalLimit: 'journalLimit',
  journalBytes: 'journalBytes',
}

/** Explains why the mock server did not start. The message names an option as the user gave it, for example `--state` instead of `stateFile`. */
export function explainFailure(configuration: Configuration, error: NodeJS.ErrnoException & { readonly port?: number }): string {
  const { code = '', syscall = '', message } = error
  const { host, port, tls } = configuration.settings
  // The syscall is `bind` in a worker, because the primary process opens the port for the worker.
  const listening = ['listen', 'bind', 'getaddrinfo'].includes(syscall) ? LISTENING_ERRORS[code] : undefined
  if (listening)
    return tls !== undefined && error.port === tls && tls !== port
      ? listening({ host, port: tls }, '--tls')
      : listening({ host, port }, '--port')
  // The option `merchant` is the first service provider, so `merchants[0]` is the second.
  return message.replace(/^(?:merchant\.|merchants\[(\d+)\]\.)?(\w+)/, (text, other, word) => {
    const index = other === undefined ? 0 : Number(other) + 1
    const part = NAMES_IN_FILE[word]
    if (part) return nameOfPart(configuration, index, part)
    const setting = SETTINGS[word as keyof MockServerOptions]
    return setting ? configuration.origin(setting).name : text
  })
}
