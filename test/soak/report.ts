import { markdown } from '../bench/table.ts'
import type { Attack, Outcome } from './attack.ts'

/** The results of a soak, which is a long run of attacks on the server. */
export interface Report {
  readonly table: string
  /** Whether no attempt was wrong. */
  readonly isClean: boolean
}

/**
 * Runs the attacks one after another.
 *
 * @param seed Decides which attempts an attack makes. The same seed and size make the same attempts.
 * @param size How many attempts each attack makes; by default, the `sizes.soak` of the attack.
 * @param tell Called with a line of text when an attack begins or is skipped, and with one line for each example of a wrong attempt. The
 * line of an example also names the seed and the size, with which the attempt can be repeated.
 */
export async function runAll(
  attacks: readonly Attack[],
  { seed, size }: { readonly seed: number; readonly size?: number | undefined },
  tell: (line: string) => void,
): Promise<Report> {
  const rows = []
  let isClean = true
  for (const attack of attacks) {
    const { name, wrong, sizes } = attack
    if (attack.missing !== undefined) {
      tell(`${name}: skipped, ${attack.missing}`)
      continue
    }
    const attempts = size ?? sizes.soak
    tell(`${name}: ${attempts.toLocaleString('en')} with seed ${seed}`)
    const start = performance.now()
    const outcome = await attempt(attack, seed, attempts)
    const seconds = (performance.now() - start) / 1000
    for (const example of outcome.examples) tell(`${name}, seed ${seed}, size ${attempts}: ${example}`)
    isClean &&= outcome.wrong === 0
    const also = Object.entries(outcome.also).map(([figure, count]) => `${figure} ${count.toLocaleString('en')}`)
    rows.push({
      attack: name,
      tried: outcome.tried,
      'must be 0': `${outcome.wrong} ${wrong}`,
      seconds,
      seed: String(seed),
      also: also.join(', '),
    })
  }
  return { table: markdown({ title: 'Soak', rows }), isClean }
}

/** Runs an attack. If the attack throws an error, the result is one wrong attempt. */
async function attempt({ run }: Attack, seed: number, size: number): Promise<Outcome> {
  try {
    return await run(seed, size)
  } catch (error) {
    return { tried: 0, wrong: 1, examples: [String(error instanceof Error ? error.stack : error)], also: {} }
  }
}
