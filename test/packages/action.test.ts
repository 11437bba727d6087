import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { parse } from 'yaml'
import { freePort } from '../free-port.ts'
import { send } from '../send.ts'
import { signedRequest } from '../signed-request.ts'
import { packagePath } from './package-path.ts'
import { execute, test } from './packages.ts'

interface Step {
  readonly run: string
}

test('the GitHub action installs the tarball, starts the server, and exports the variables for signed requests', async ({ folder }) => {
  const { steps }: { steps: Step[] } = parse(readFileSync(join(import.meta.dirname, '../../action.yml'), 'utf8')).runs
  const exported = join(folder, 'env')
  // npm sets this variable, and a GitHub runner does not. With the variable, the server stops when the shell that started it ends.
  const outside = { ...process.env, npm_lifecycle_event: undefined }
  const env = { ...outside, RUNNER_TEMP: folder, GITHUB_ENV: exported, PACKAGE: tarball(), PORT: String(await freePort()) }
  const script = `${steps.map(({ run }) => run).join('\n')}\necho $! > "$RUNNER_TEMP/pid"`
  await execute('bash', ['-e', '-o', 'pipefail', '-c', script], { env, cwd: folder })
  try {
    const lines = readFileSync(exported, 'utf8').trim().split('\n')
    const variables = Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]))
    const credentials = {
      mchid: variables['WECHATPAY_MCHID'] ?? '',
      serial_no: variables['WECHATPAY_SERIAL_NO'] ?? '',
      private_key: readFileSync(variables['WECHATPAY_PRIVATE_KEY_PATH'] ?? '', 'utf8'),
    }
    const answer = await send(variables['WECHATPAY_BASE_URL'] ?? '', await signedRequest(credentials))
    expect(answer.body).toBe(`{"sub_mchid":"${variables['WECHATPAY_SUB_MCHID']}"}`)
    for (const name of ['CERTIFICATE', 'PLATFORM_CERTIFICATE', 'PUBLIC_KEY'])
      expect(readFileSync(variables[`WECHATPAY_${name}_PATH`] ?? '', 'utf8')).toContain('-----BEGIN ')
  } finally {
    process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')))
  }
})

function tarball(): string {
  return packagePath('linux-x64').replace(/-linux-x64$/, '.tgz')
}
