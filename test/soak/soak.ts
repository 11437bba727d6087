// Attacks the server for about an hour, prints a table, and fails when an attack found something wrong: npm run soak
import { parseArgs } from 'node:util'
import { errorMessage } from '../../contracts/error-message.ts'
import type { Attack } from './attack.ts'
import { ATTACKS } from './attacks.ts'
import { runAll } from './report.ts'

const HELP = `npm run soak [-- [--seed number] [--size number] [attack…]]

Runs all attacks, which takes about an hour. With names, runs only those.

${ATTACKS.map(({ name, tries }) => `  ${name.padEnd(10)} ${tries}`).join('\n')}

  --seed     the same seed makes the same attempts; by default, each run takes a new seed
  --size     how many attempts each attack makes`

function attackOf(name: string): Attack {
  const attack = ATTACKS.find((known) => known.name === name)
  if (attack) return attack
  throw new TypeError(`There is no attack ${name}. The attacks are ${ATTACKS.map((known) => known.name).join(', ')}`)
}

function number(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new TypeError(`--${name} is a number of at most nine digits, not ${text}`)
  return Number(text)
}

// Calls process.exit on a signal, so that the exit listeners stop the servers.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1))

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seed: { type: 'string' }, size: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
  })
  if (values.help) console.log(HELP)
  else {
    const seed = values.seed === undefined ? Date.now() % 1_000_000 : number('seed', values.seed)
    const size = values.size === undefined ? undefined : number('size', values.size)
    const attacks = positionals.length === 0 ? ATTACKS : positionals.map(attackOf)
    const { table, isClean } = await runAll(attacks, { seed, size }, console.error)
    console.log(table)
    if (!isClean) process.exitCode = 1
  }
} catch (error) {
  console.error(errorMessage(error))
  process.exitCode = 1
}
