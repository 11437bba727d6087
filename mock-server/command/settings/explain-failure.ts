import type { MockServerOptions } from '../../mock-server-options.ts'
import type { OwnMerchant } from '../../tenant/own-merchant.ts'
import type { Configuration } from './configuration.ts'
import { nameOfPart } from './name-of-part.ts'
import type { Settings } from './settings.ts'

const LISTENING_ERRORS: Readonly<Record<string, (settings: Settings) => string>> = {
  EADDRINUSE: ({ port, host }) => `Port ${port} on ${host} is taken: choose another with --port, or 0 for any free one`,
  EACCES: ({ port }) => `Port ${port} needs more rights than this user has: choose one above 1023 with --port`,
  EADDRNOTAVAIL: ({ host }) => `${host} is not an address of this machine: choose another with --host`,
  ENOTFOUND: ({ host }) => `${host} is not known as a host: choose another with --host`,
}

/** What the options of the mock server are called as settings. */
const SETTINGS: Readonly<Partial<Record<keyof MockServerOptions, keyof Settings>>> = {
  port: 'port',
  host: 'host',
  controlToken: 'controlToken',
  stateFile: 'state',
  journalLimit: 'journalLimit',
}

/** What the parts of a service provider are called in the file. */
const PARTS: Readonly<Record<keyof OwnMerchant, string>> = {
  mchid: 'mchid',
  privateKey: 'key',
  certificate: 'cert',
  type: 'type',
  verification: 'verification',
  goldPlanOpen: 'gold_plan_open',
  customPageLink: 'custom_page_link',
  punished: 'punished',
  subMchids: 'sub_mchids',
  subMerchants: 'sub_merchants',
  faults: 'faults',
}

/** The words for what kept the mock server from starting: by the names that the user gave the values by. */
export function explainFailure(configuration: Configuration, { code = '', syscall = '', message }: NodeJS.ErrnoException): string {
  const listening = ['listen', 'getaddrinfo'].includes(syscall) ? LISTENING_ERRORS[code] : undefined
  if (listening) return listening(configuration.settings)
  // The first service provider is an option of its own, so that the second is the first of the others.
  return message.replace(/^(?:merchant\.|merchants\[(\d+)\]\.)?(\w+)/, (text, other, word) => {
    const index = other === undefined ? 0 : Number(other) + 1
    const part = PARTS[word as keyof OwnMerchant]
    if (part) return nameOfPart(configuration, index, part)
    const setting = SETTINGS[word as keyof MockServerOptions]
    return setting ? configuration.origin(setting).name : text
  })
}
