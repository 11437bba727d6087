import type { Store } from '../store/store.ts'

const FIRST_MCHID = 1_900_010_000

/**
 * Returns the next ID for a merchant that is created without one. A merchant with this ID may already exist. A test may have chosen the ID,
 * or the merchant may come from a state file: a state file does not contain the last number, so the numbers start again.
 */
export async function nextMchid({ nextNumber }: Pick<Store, 'nextNumber'>): Promise<string> {
  return String(FIRST_MCHID + (await nextNumber()))
}
