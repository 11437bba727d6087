import { type Control, type MerchantControl, type merchantDefaults, merchantSettings } from '../control/index.ts'
import type { SigningCredentials } from './signing-filter.ts'

/** A merchant that calls the provider, with its controls and credentials. */
export interface Caller {
  readonly merchant: MerchantControl
  /** Signs the requests; `undefined` leaves them as recorded. */
  readonly credentials: SigningCredentials | undefined
}

/** The merchants that the requests of one run come from. */
export interface Callers extends AsyncDisposable {
  /**
   * Runs an interaction as a merchant created for this run, so that its provider states do not affect other runs. A request that is left as
   * recorded is sent as the existing merchant that was passed to {@link createCallers}.
   */
  call<Result>(isAsRecorded: boolean, interaction: (caller: Caller) => Promise<Result>): Promise<Result>
}

/** @param mchid An existing merchant; the merchant created for this run gets a copy of its settings. */
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
