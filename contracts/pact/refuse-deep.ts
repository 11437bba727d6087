import { isTooDeep } from '../nesting.ts'

/** How many levels of arrays and objects Pact's parser reads: https://docs.rs/serde_json/latest/serde_json/struct.Deserializer.html#method.disable_recursion_limit */
const LEVELS = 127

/**
 * Refuses JSON that is nested too deeply for Pact.
 *
 * @param place The file or URL of the JSON, for the error.
 * @throws {Error} When the JSON is nested too deeply.
 */
export function refuseDeep(value: unknown, place: string): void {
  if (isTooDeep(value, LEVELS))
    throw new Error(`${place} is nested too deeply: Pact reads at most ${LEVELS} levels (嵌套过深，最多 ${LEVELS} 层)`)
}
