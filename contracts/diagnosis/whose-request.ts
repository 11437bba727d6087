import type { Credentials } from '../wire/authorization.ts'
import {
  CERTIFICATE_STATES,
  MCHID_OF_A_SUB_MERCHANT,
  MCHID_UNKNOWN,
  SERIAL_OF_ANOTHER_MERCHANT,
  SERIAL_OF_THE_PLATFORM,
  SERIAL_SPELLINGS,
  SERIAL_UNKNOWN,
} from './catalogue/certificate.ts'
import type { Circumstances, KnownKey } from './circumstances.ts'
import { type DescribedMistake, describe } from './mistake.ts'

/** Whose request it is by its credentials, and what is wrong with how they say it. */
export interface Whose {
  /** The certificate that is meant; `undefined` when none can be told. */
  readonly registered?: KnownKey | undefined
  readonly mistakes: readonly DescribedMistake[]
}

/** Finds the certificate that credentials mean, also by a serial number or a merchant that is not written as it should be. */
export function whoseRequest({ mchid, serial }: Credentials, { keys, subMchids = [] }: Circumstances): Whose {
  const named = keys.find((key) => key.mchid === mchid && key.serial === serial)
  if (named) return { registered: named, mistakes: stateOf(named) }
  const own = keys.filter((key) => key.mchid === mchid)
  if (own.length === 0) return unknownMerchant(mchid, serial, keys, subMchids)
  const placeholders = { mchid, sent: serial }
  for (const spelling of SERIAL_SPELLINGS) {
    const meant = own.find((key) => spelling.write(key.serial).includes(serial))
    if (meant) return { registered: meant, mistakes: [describe(spelling, placeholders)] }
  }
  const registered = own.find(({ status = 'valid' }) => status === 'valid') ?? own[0]
  const others = keys.find((key) => key.serial === serial)
  if (!others) return { registered, mistakes: [describe(SERIAL_UNKNOWN, placeholders)] }
  if (others.mchid === null) return { registered, mistakes: [describe(SERIAL_OF_THE_PLATFORM, placeholders)] }
  return { registered, mistakes: [describe(SERIAL_OF_ANOTHER_MERCHANT, { ...placeholders, mchid: others.mchid })] }
}

function unknownMerchant(mchid: string, serial: string, keys: readonly KnownKey[], subMchids: readonly string[]): Whose {
  const registered = keys.find((key) => key.mchid !== null && key.serial === serial)
  return { registered, mistakes: [describe(subMchids.includes(mchid) ? MCHID_OF_A_SUB_MERCHANT : MCHID_UNKNOWN, { mchid })] }
}

function stateOf({ serial, status = 'valid' }: KnownKey): DescribedMistake[] {
  const state = CERTIFICATE_STATES[status]
  return state ? [describe(state, { sent: serial })] : []
}
