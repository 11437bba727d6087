import { readFile } from 'node:fs/promises'
import { setImmediate, setTimeout } from 'node:timers/promises'
import * as z from 'zod'
import { replaceFile } from './replace-file.ts'
import type { Store, TenantState } from './store.ts'

/** All that a state file holds of one tenant. */
export interface SavedTenant {
  readonly state: TenantState
  /** How it was made. */
  readonly made: TenantState
}

const VERSION = 1

// The sub-merchants and the faults are held against the document of the control API, as a snapshot.
const tenantSchema = z.strictObject({
  mchid: z.string().regex(/^\d{1,32}$/),
  type: z.enum(['service_provider', 'channel_partner', 'institution']),
  gold_plan_open: z.boolean(),
  custom_page_link: z.boolean(),
  punished: z.boolean(),
  certificates: z
    .array(
      z.strictObject({
        serial_no: z.string().regex(/^[\dA-F]{40}$/),
        certificate: z.string(),
        private_key: z.string(),
        status: z.enum(['valid', 'expired', 'revoked', 'replaced']),
      }),
    )
    .min(1),
  issued: z.int().min(1),
  platform: z.strictObject({
    certificates: z.array(z.strictObject({ serial_no: z.string(), share: z.number() })),
    public_key: z.strictObject({ share: z.number() }).nullable(),
  }),
  clock: z.strictObject({ advance: z.number(), gateway_skew: z.number(), pin: z.number().nullable() }),
  sub_mchids: z.array(z.string()),
  permanent: z.boolean(),
})
const stateSchema = z.strictObject({
  tenant: tenantSchema,
  sub_merchants: z.array(z.record(z.string(), z.unknown())),
  faults: z.strictObject({ last_id: z.int().min(0), faults: z.array(z.record(z.string(), z.unknown())) }),
})
const fileSchema = z.strictObject({
  wechatpay_goldplan_mock_state: z.literal(VERSION),
  merchants: z.array(z.strictObject({ state: stateSchema, made: stateSchema })),
})

/**
 * Reads a state file.
 *
 * @returns What it holds; nothing when there is no such file.
 * @throws {Error} When it can't be read, or is not a state file; it is left as it is.
 */
export async function readStateFile(file: string): Promise<SavedTenant[]> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined
    throw broken(file, cause.message, cause)
  })
  if (text === undefined) return []
  const parsed = fileSchema.safeParse(parseJson(file, text), { reportInput: true })
  if (parsed.success) return parsed.data.merchants as unknown as SavedTenant[]
  const [{ path, message, input }] = parsed.error.issues as [z.core.$ZodIssue]
  throw broken(file, `${path.join('.') || 'its content'}: ${message}; got ${String(JSON.stringify(input)).slice(0, 80)}`)
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw broken(file, `it is no JSON: ${cause instanceof Error ? cause.message : cause}`, cause)
  }
}

/** The error for a state file that can't be used. */
export function broken(file: string, reason: string, cause?: unknown): Error {
  return new Error(`The state file ${file} can't be used, and is left as it is: ${reason}`, { cause })
}

/** A store whose state is kept in a file. */
export interface KeptStore extends Store {
  /**
   * Writes all of it now.
   *
   * @throws {Error} When the file can't be written.
   */
  save(): Promise<void>
  /** Ends when what has changed is written. */
  flush(): Promise<void>
  /** Writes what has changed; what changes later is not written any more. */
  end(): Promise<void>
}

/** How long a write waits for further changes. */
const GATHER_MILLISECONDS = 50

/**
 * Keeps the state of a store in a file: each change is written soon, whole, by one write at a time.
 *
 * @param forFile What of a tenant goes into the file.
 * @param onFailure Told when the file can't be written; the next change tries again.
 */
export function keepInFile(
  store: Store,
  file: string,
  forFile: (saved: SavedTenant) => SavedTenant,
  onFailure: (error: unknown) => void,
): KeptStore {
  let isDirty = false
  let hasEnded = false
  let writing: Promise<void> | undefined

  async function save(): Promise<void> {
    isDirty = false
    // Always the same name beside it: what a killed server leaves there the next one replaces.
    await replaceFile(file, await serialised(store, forFile), `${file}.tmp`).catch((cause) => {
      throw new Error(`The state file ${file} can't be written: ${cause.message}`, { cause })
    })
  }
  async function saveUntilClean(): Promise<void> {
    while (isDirty) {
      await setTimeout(GATHER_MILLISECONDS)
      await save().catch(onFailure)
    }
    writing = undefined
  }
  /** What was not written changes nothing. */
  function changed(isWritten: boolean): boolean {
    if (!isWritten || hasEnded) return isWritten
    isDirty = true
    writing ??= saveUntilClean()
    return isWritten
  }

  return {
    ...store,
    // How many answers were signed is not in the file.
    swap: async (mchid, kind, ...rest) => {
      const isWritten = await store.swap(mchid, kind, ...rest)
      return kind === 'signed' ? isWritten : changed(isWritten)
    },
    swapSubMerchant: async (...swap) => changed(await store.swapSubMerchant(...swap)),
    replace: async (...replacement) => changed(await store.replace(...replacement)),
    remove: async (mchid) => changed(await store.remove(mchid)),
    save: async () => {
      // One write at a time: this one first.
      const first = save()
      writing = first.then(saveUntilClean, saveUntilClean)
      await first
    },
    flush: async () => {
      await writing
    },
    end: async () => {
      hasEnded = true
      await writing
    },
  }
}

/** One tenant after another, so that calls are answered between them. */
async function serialised(store: Store, forFile: (saved: SavedTenant) => SavedTenant): Promise<string> {
  const merchants: string[] = []
  for (const mchid of await store.mchids()) {
    const [state, made] = await Promise.all([store.readAll(mchid), store.read(mchid, 'made')])
    if (state) merchants.push(JSON.stringify(forFile({ state, made: made?.value ?? state })))
    await setImmediate()
  }
  return `{"wechatpay_goldplan_mock_state":${VERSION},"merchants":[${merchants.join(',\n')}]}\n`
}
