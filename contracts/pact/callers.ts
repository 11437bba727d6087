import { type Control, type MerchantControl, type merchantDefaults, merchantSettings } from '../control/index.ts'
import type { SigningCredentials } from './signing-filter.ts'

/** A merchant that sends requests to the provider. */
export interface Caller {
  readonly merchant: MerchantControl
  /** The credentials that sign the requests; `undefined` when the requests are sent as recorded. */
  readonly credentials: SigningCredentials | undefined
}

/** The merchants that the requests of one run come from. */
export interface Callers extends AsyncDisposable {
  /**
   * Runs an interaction as a merchant created for this run. The provider states of the interaction then don't affect other runs.
   *
   * @param isAsRecorded If `true`, sends the requests as recorded, as the existing merchant that was passed to {@link createCallers}.
   */
  call<Result>(isAsRecorded: boolean, interaction: (caller: Caller) => Promise<Result>): Promise<Result>
}

/** @param mchid An existing merchant. The merchant that is created for the run gets a copy of its settings. */
export function createCallers(control: Control, mchid: string): Callers {
  const named: Caller = { merchant: control.merchant(mchid), credentials: undefined }
  let own: Promise<Caller> | undefined
  return {
    async call(isAsRecorded, interaction) {
      if (isAsRecorded) return interaction(named)
      own ??= createOwn(control, named.merchant)
      return interaction(await own)
    },
    async [Symbol.asyncDispose]() {
      const made = await own?.catch(() => undefined)
      // Removing the merchant may fail, because the provider may have stopped.
      await made?.merchant.remove().catch(() => undefined)
    },
  }
}

async function createOwn(control: Control, named: MerchantControl): Promise<Caller> {
  const { sub_mchids, ...settings } = settingsOf(await named.read())
  const credentials = await control.createMerchant({ ...settings, ...(sub_mchids && sub_mchids.length > 0 && { sub_mchids }) })
  return { merchant: control.merchant(credentials.mchid), credentials }
}

type MerchantSettings = Partial<typeof merchantDefaults>

function settingsOf(merchant: object): MerchantSettings {
  return Object.fromEntries(Object.entries(merchant).filter(([name]) => Object.hasOwn(merchantSettings, name)))
}
