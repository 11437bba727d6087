import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect } from 'vitest'
import { EVERY } from '../every.ts'
import { outputOf, test } from '../mock-server/command/command-test.ts'
import { block, chinese, english } from '../readme-block.ts'

/** A signer of the README. */
interface ReadmeSigner {
  readonly language: string
  readonly fence: string
  readonly file: string
  /** As the README runs it. */
  readonly cmd: string
  /** A command that succeeds where it can run. */
  readonly probe: string
  /** Whether it is compiled at each run, which takes seconds. */
  readonly isCompiled?: true
}

const SIGNERS: readonly ReadmeSigner[] = [
  { language: 'Node.js', fence: 'js', file: 'sign.mjs', cmd: 'node sign.mjs', probe: 'node --version' },
  { language: 'Python', fence: 'python', file: 'sign.py', cmd: 'python3 sign.py', probe: 'python3 -c "import cryptography"' },
  { language: 'Go', fence: 'go', file: 'sign.go', cmd: 'go run sign.go', probe: 'go version', isCompiled: true },
  { language: 'PHP', fence: 'php', file: 'sign.php', cmd: 'php sign.php', probe: "php -r 'openssl_get_md_methods();'" },
  { language: 'Java', fence: 'java', file: 'Sign.java', cmd: 'java Sign.java', probe: 'javac --release 15 -version', isCompiled: true },
]

// Debian's own Python has Debian's packages, where another one stands before it.
const PATHS = [`${dirname(process.execPath)}:${process.env['PATH']}`, `/usr/bin:${process.env['PATH']}`]

/** Runtimes take a second to start, so without EVERY=1 only two of the requests are signed. */
const SOME = EVERY ? [] : ['--only', 'Chinese']
const PATIENCE = 180_000

describe.for(SIGNERS)('the signer of the README', ({ language, fence, file, cmd, probe, isCompiled = false }) => {
  if (EVERY || !isCompiled) {
    const path = PATHS.find((PATH) => spawnSync('sh', ['-c', probe], { env: { ...process.env, PATH } }).status === 0)
    const reason = path === undefined ? ` (skipped: ${probe} fails)` : ''

    test.skipIf(path === undefined)(`signs right in ${language}${reason}`, { timeout: PATIENCE }, async ({ folder }) => {
      await writeFile(join(folder, file), block(fence, 'nonce_str'))
      const command = `cd '${folder}' && PATH='${path}' ${cmd}`
      const { stdout, code } = await outputOf('vectors', 'check', '--timeout', '1m', '--cmd', command, ...SOME)
      expect(stdout).toMatch(/^(ok .*\n)+(\d+) of \2 requests are signed correctly/)
      expect(code).toBe(0)
    })
  }

  test(`is run as ${cmd} in both READMEs`, () => {
    for (const text of [english, chinese]) expect(text).toMatch(new RegExp(`\`${cmd}\`[：:]\n\n\`\`\`${fence}\n`))
  })
})
