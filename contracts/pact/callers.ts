import type { Control, MerchantControl } from '../control/index.ts'
import type { SigningCredentials } from './signing-filter.ts'

/** A merchant that calls the provider, and the means to set it up. */
export interface Caller {
  readonly merchant: MerchantControl
  /** Signs the requests; `undefined` leaves them as recorded. */
  readonly credentials: SigningCredentials | undefined
}

/** The merchants that the requests of one run come from. */
export interface Callers extends AsyncDisposable {
  /**
   * Runs an interaction as a merchant that is made for this run, so that its states never reach another run or a test. A request left as recorded names
   * the given merchant instead; interactions of this process take turns with that one.
   */
  call<Result>(isAsRecorded: boolean, interaction: (caller: Caller) => Promise<Result>): Promise<Result>
}

/** @param mchid The merchant whose conditions and sub-merchants the one of this run gets. */
export function createCallers(url: string, control: Control, mchid: string): Callers {
  const named: Caller = { merchant: control.merchant(mchid), credentials: undefined }
  let own: Promise<Caller> | undefined
  return {
    async call(isAsRecorded, interaction) {
      if (isAsRecorded) return inTurn(`${url} ${mchid}`, () => interaction(named))
      own ??= createOwn(control, named.merchant)
      return interaction(await own)
    },
    async [Symbol.asyncDispose]() {
      const made = await own?.catch(() => undefined)
      // The provider may have stopped.
      await made?.merchant.remove().catch(() => undefined)
    },
  }
}

async function createOwn(control: Control, named: MerchantControl): Promise<Caller> {
  const { type, gold_plan_open, custom_page_link, punished, verification, sub_mchids } = await named.read()
  const conditions = { type, gold_plan_open, custom_page_link, punished, verification }
  const credentials = await control.createMerchant({ ...conditions, ...(sub_mchids.length > 0 && { sub_mchids }) })
  return { merchant: control.merchant(credentials.mchid), credentials }
}

/** The last interaction of each named merchant: all runs of a process share the merchants of a server. */
const turns = new Map<string, Promise<unknown>>()

/** Runs `work` after all earlier work with this key. */
async function inTurn<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
  const turn = (turns.get(key) ?? Promise.resolve()).then(work, work)
  turns.set(key, turn)
  try {
    return await turn
  } finally {
    if (turns.get(key) === turn) turns.delete(key)
  }
}
