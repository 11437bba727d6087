import { createWechatpay, type MerchantControl, type Wechatpay } from '../../../client/index.ts'
import { developmentKeys } from '../../../contracts/index.ts'
import { clientOptions } from '../../client/client-options.ts'
import { test as base } from '../../mock-test.ts'

interface Fixtures {
  /** The controls of the merchant that the server was started with. */
  merchant: MerchantControl
  /** A client of that merchant that uses the server's clock. */
  wxpay: Wechatpay
}

/** A test with its own server, the controls of a merchant, and a client. */
export const test = base.extend<Fixtures>({
  merchant: async ({ mock }, use) => use(mock.control.merchant(mock.credentials.mchid)),
  wxpay: async ({ mock, clock }, use) => use(createWechatpay({ ...clientOptions(mock.credentials), now: () => clock.now })),
})

export type FaultChoice = Parameters<MerchantControl['addFault']>[0]

export const SUB_MCHID = '1900000109'
const SUB = { sub_mchid: SUB_MCHID }

const PLATFORM_SERIAL = developmentKeys.platform.serial

/** One call of each operation. */
export const CALLS = {
  changeGoldPlanStatus: ({ v3 }: Wechatpay) => v3.goldplan.merchants.changegoldplanstatus({ ...SUB, operation_type: 'OPEN' }),
  changeCustomPageStatus: ({ v3 }: Wechatpay) => v3.goldplan.merchants.changecustompagestatus({ ...SUB, operation_type: 'OPEN' }),
  setAdvertisingIndustryFilter: ({ v3 }: Wechatpay) =>
    v3.goldplan.merchants.setAdvertisingIndustryFilter({ ...SUB, advertising_industry_filters: ['SOFTWARE'] }),
  openAdvertisingShow: ({ v3 }: Wechatpay) => v3.goldplan.merchants.openAdvertisingShow.patch(SUB),
  closeAdvertisingShow: ({ v3 }: Wechatpay) => v3.goldplan.merchants.closeAdvertisingShow(SUB),
  listCertificates: ({ v3 }: Wechatpay) => v3.certificates.get(),
  echo: ({ v3 }: Wechatpay) => v3.security.echo({ echo_message: 'hello' }, { headers: { 'Wechatpay-Serial': PLATFORM_SERIAL } }),
} as const

/** Opens the gold plan. */
export const open = CALLS.changeGoldPlanStatus

/** The result of a call: the status, or the code of the error. */
export async function outcomeOf(call: Promise<{ readonly status: number }>): Promise<unknown> {
  return call.then(
    ({ status }) => status,
    ({ code }) => code,
  )
}
