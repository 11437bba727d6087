import { operationFiles } from '../contracts/documents.ts'
import { ApiError, randomNonce } from '../contracts/index.ts'
import { once } from '../contracts/once.ts'
import { answer, type Gateway } from './answer.ts'
import type { StateCheckParts } from './control/check-state.ts'
import { notWritten } from './control/control-error.ts'
import type { ControlContext } from './control/control-handler.ts'
import { isControl } from './control/control-path.ts'
import type { ExplainPaste } from './control/explain-paste.ts'
import type { OpenDoors } from './control/merchant-resource.ts'
import { controlOfProcess } from './control/own-control.ts'
import { seedMerchants } from './control/seed-merchants.ts'
import { createDiagnoses } from './diagnosis/diagnoses.ts'
import type { HttpAnswer, HttpRequest } from './edge/http-exchange.ts'
import { createRequestIds } from './gateway/request-id.ts'
import type { Callbacks } from './guarded-callbacks.ts'
import { JOURNAL_BYTES } from './journal/memory-journal.ts'
import type { Family } from './metrics/exposition.ts'
import { createMetrics } from './metrics/metrics.ts'
import { timedStore } from './metrics/timed-store.ts'
import type { MockServerOptions } from './mock-server-options.ts'
import { readAllowedHosts } from './notifications/allowed-hosts.ts'
import { lazyNotifier } from './notifications/lazy-notifier.ts'
import type { NotifierParts } from './notifications/make-attempts.ts'
import { readMappings } from './notifications/mapped-url.ts'
import { notifyAfterCall } from './notifications/notify-after-call.ts'
import { openStore } from './open-store.ts'
import { openApi } from './openapi/index.ts'
import { type KeptStore, keepInFile } from './store/keep-in-file.ts'
import type { StateFileLock } from './store/lock-state-file.ts'
import type { CheckRecord } from './store/redis/redis-store.ts'
import type { Store } from './store/store.ts'
import { createCertificateKeys } from './tenant/certificates.ts'
import { withoutConfiguredKey } from './tenant/configured-key.ts'
import { createIssuer } from './tenant/issue-certificate.ts'
import { createCertificateMaker } from './tenant/make-tenant.ts'
import { loadPlatformKeys } from './tenant/platform.ts'

/** The options of the server, the user's callbacks, and the parts that the command passes in. */
export type Given = MockServerOptions & Callbacks & Extra

/** Parts from the folder `command`. They are passed in, because this file must not import from that folder. */
export interface Extra {
  readonly explain?: ExplainPaste
  readonly shareMetrics?: ShareMetrics
}

/** Turns a function for the metrics of this process into one for the metrics of all processes. */
export type ShareMetrics = (own: () => Promise<readonly Family[]>) => () => Promise<readonly Family[]>

export interface Place {
  url: string
  doors: OpenDoors | undefined
}

/** The parts of the server behind the edge, which reads requests and writes answers. */
export interface Inside {
  readonly gateway: Gateway
  readonly context: ControlContext
  /** The store that is kept in a state file; `undefined` without a state file. */
  readonly kept: KeptStore | undefined
}

interface Locked {
  /** The lock of the state file. */
  readonly lock?: StateFileLock | undefined
}

/** Creates the gateway and the control API. Both use the same store, which may be kept in a state file. */
export async function openInside(options: Given & Pick<Parts, 'stopping'> & Locked, place: Place): Promise<Inside> {
  const { stateFile, stateSync = false, journalLimit = JOURNAL_LIMIT, journalBytes = JOURNAL_BYTES } = options
  const { onNotification, onFailure } = options
  const parts = { ...(await openParts(options, place)), send: sendsNothing }
  const opened = await openStore(
    options.store,
    { entries: journalLimit, bytes: journalBytes, ownBytes: journalBytes / OWN_SHARE },
    recordCheck(parts),
    onFailure,
  )
  // Only a store from the options is timed. The store in the memory of this process takes too little time to measure.
  const store = options.store === undefined ? opened : timedStore(opened, parts.metrics)
  const diagnoses = createDiagnoses(store.journal, onFailure)
  const rules = { allow: readAllowedHosts(options.notifyAllow ?? []), mappings: readMappings(options.notifyMap ?? {}), isControl }
  const notifier = lazyNotifier(() => ({ ...parts, store: kept ?? store, rules, onAttempt: onNotification }) satisfies NotifierParts)
  const notify = notifyAfterCall(notifier, onNotification)
  // The code of the metrics is loaded on demand, so that the server starts fast.
  const ownMetrics = async () => (await import('./control/metrics.ts')).ownMetrics({ metrics: parts.metrics, diagnoses })
  const allMetrics = options.shareMetrics?.(ownMetrics) ?? ownMetrics
  const populated = await populate(options, { ...parts, store, diagnoses, notifier, notify, allMetrics }).catch(closing(store))
  const kept =
    stateFile === undefined
      ? undefined
      : keepInFile(store, stateFile, withoutConfiguredKey, onFailure, { isAwaited: stateSync, lock: options.lock })
  const whole = { ...populated, store: kept ?? store }
  const settledOr = (error: (cause: unknown) => Error) => (kept && stateSync ? { settled: () => kept.settled().catch(throws(error)) } : {})
  const gateway = { ...whole, ...settledOr(() => new ApiError('SYSTEM_ERROR')) }
  const context = { ...whole, ...settledOr(notWritten), send: (request: HttpRequest) => answer(request, gateway) }
  return { gateway, context, kept }
}

/** Returns the check of a record in a shared store. Its code is loaded on demand, so that the server starts fast. */
function recordCheck(parts: StateCheckParts): CheckRecord {
  const load = once(async () => (await import('./control/check-record.ts')).createRecordCheck(parts))
  return async (...record) => (await load())(...record)
}

/** Takes the place of `send` until the configured merchants are created. No request may be sent before that. */
async function sendsNothing(_request: HttpRequest): Promise<HttpAnswer> {
  throw new Error('The server is not ready to take requests')
}

/** Returns a rejection handler that closes the store and rethrows the error. Open connections of the store would keep the process alive. */
export function closing({ close }: Pick<Store, 'close'>): (error: unknown) => Promise<never> {
  return async (error: unknown): Promise<never> => {
    await close()
    throw error
  }
}

/** Returns a rejection handler that replaces the error. The original error has already gone to `onFailure`. */
function throws(error: (cause: unknown) => Error) {
  return (cause: unknown): never => {
    throw error(cause)
  }
}

/** The parts that stay the same while a server runs. */
type Parts = Omit<ControlContext, 'store' | 'diagnoses' | 'notifier' | 'send' | 'ownMchid' | 'allMetrics'> &
  Omit<Gateway, 'store' | 'diagnoses' | 'notify'>

async function openParts(options: Given & Pick<Parts, 'stopping'>, place: Place): Promise<Parts> {
  const {
    now = Date.now,
    nonce = randomNonce,
    host = '127.0.0.1',
    strict = false,
    controlToken,
    publicUrl,
    allowHosts = [],
    onDiagnosis,
    onFailure,
    stopping,
    explain,
  } = options
  return {
    controlApi: openControl,
    api: await openProducts(),
    platformKeys: await loadPlatformKeys(),
    certificateKeys: createCertificateKeys(),
    certificates: createCertificateMaker(createIssuer()),
    requestId: createRequestIds(),
    metrics: createMetrics(() => performance.now()),
    now,
    nonce,
    // Without stateSync, answers don't wait for the state file.
    settled: async () => undefined,
    url: () => place.url,
    doors: () => place.doors,
    publicUrl,
    host,
    allowHosts,
    strict,
    token: controlToken,
    explain,
    onDiagnosis,
    onFailure,
    stopping,
  }
}

/** Creates the configured merchants and restores the state file. */
async function populate<Empty extends Omit<ControlContext, 'ownMchid'>>(
  { merchant = {}, merchants = [], stateFile }: MockServerOptions,
  empty: Empty,
): Promise<Empty & ControlContext> {
  const context = { ...empty, ownMchid: '' }
  const ownMchid = await seedMerchants([merchant, ...merchants], context, controlOfProcess(context))
  if (stateFile !== undefined) {
    // The code is loaded on demand, so that a server without a state file starts fast.
    const { restoreState } = await import('./control/restore-state.ts')
    await restoreState(stateFile, context)
  }
  return { ...context, ownMchid }
}

const JOURNAL_LIMIT = 1_000

/** One merchant's requests may fill a quarter of the journal. Otherwise, long bodies would push out the requests of other merchants. */
const OWN_SHARE = 4

// The operations are read once per process, even when the process runs several servers.
const openProducts = once(() => openApi(operationFiles.products))
const openControl = once(() => openApi(operationFiles.control))
