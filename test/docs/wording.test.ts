import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ROOT } from './page.ts'

/** Archaic phrases, each with what to write instead. */
const INSTEAD: readonly (readonly [RegExp, string])[] = [
  [/in the place of/i, 'instead of'],
  [/\bbut for (a|its|the|what)\b/i, 'except'],
  [/\bthat there (is|are) (not|none)\b/i, 'that does not exist'],
  [/by its own account/i, 'claims'],
  [/\bneed not be\b/i, 'does not have to be'],
  [/\bwhat holds\b/i, 'the effective settings'],
  [/\bsigned right\b/i, 'signed correctly'],
]

const files = globSync(['*.{md,ts,js,yml}', 'docs/**/*.{md,yaml,yml}', '{client,contracts,mock-server,test}/**/*.{ts,js,mjs,yaml,md}'], {
  cwd: ROOT,
  exclude: (name) => name === 'node_modules',
}).filter((name) => !name.endsWith('wording.test.ts') && !/\.d\.ts$/.test(name))

it('no page or source uses an archaic phrase', () => {
  const found = files.flatMap((name) => {
    const lines = readFileSync(join(ROOT, name), 'utf8').split('\n')
    return lines.flatMap((line, index) =>
      INSTEAD.flatMap(([turn, plain]) => (turn.test(line) ? [`${name}:${index + 1}: write "${plain}"`] : [])),
    )
  })
  expect(files.length).toBeGreaterThan(300)
  expect(found).toEqual([])
})
