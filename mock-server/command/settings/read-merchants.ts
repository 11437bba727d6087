import type { OwnMerchant } from '../../tenant/own-merchant.ts'
import type { Configuration } from './configuration.ts'
import type { MerchantSettings } from './configuration-schema.ts'
import { nameOfPart } from './name-of-part.ts'
import { readFile } from './read-file.ts'

/**
 * The service providers as the mock server takes them: their key and certificate files are read.
 *
 * @throws {Error} When a file can't be read.
 */
export async function readMerchants(configuration: Configuration): Promise<OwnMerchant[]> {
  return Promise.all(
    configuration.merchants.map((merchant, index) => readMerchant(merchant, (part) => nameOfPart(configuration, index, part))),
  )
}

async function readMerchant(settings: MerchantSettings, name: (part: string) => string): Promise<OwnMerchant> {
  const { mchid, key, cert, type, verification, punished } = settings
  return given({
    mchid,
    privateKey: key && (await readFile(name('key'), key)),
    certificate: cert && (await readFile(name('cert'), cert)),
    type,
    verification,
    goldPlanOpen: settings.gold_plan_open,
    customPageLink: settings.custom_page_link,
    punished,
    subMchids: settings.sub_mchids,
    // The server checks them, as it checks what a test sends to the control API.
    subMerchants: settings.sub_merchants as OwnMerchant['subMerchants'],
    faults: settings.faults as OwnMerchant['faults'],
  })
}

type Given<Parts> = { [Part in keyof Parts]?: Exclude<Parts[Part], undefined> }

function given<Parts extends object>(parts: Parts): Given<Parts> {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as Given<Parts>
}
