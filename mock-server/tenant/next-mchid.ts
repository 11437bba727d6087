import type { Store } from '../store/store.ts'

/** The first merchant ID for merchants created without one. */
const FIRST_MCHID = 1_900_010_000

/** Returns a merchant ID that was not returned before. A merchant with this ID may already exist, if someone chose the ID. */
export async function nextMchid({ nextNumber }: Pick<Store, 'nextNumber'>): Promise<string> {
  return String(FIRST_MCHID + (await nextNumber()))
}
