import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { execute, folder, run } from './packed-project.ts'

const DOCUMENT = 'node_modules/wechatpay-goldplan-mock/dist/contracts/wechatpay.openapi-3.0.yaml'
const tools = join(folder, 'tools')

/**
 * Writes a pact of version 3 in the project in which the package is installed. Returns the path of the pact.
 *
 * @param sub_mchid The value that the consumer expects in the answer.
 */
async function writePact(name: string, sub_mchid: unknown): Promise<string> {
  const code = `import { createWechatpay } from 'wechatpay-goldplan-mock/client'
import { interactionThatSucceeds, signedPact } from 'wechatpay-goldplan-mock/pact'
const pact = signedPact({ consumer: '${name}', dir: 'pacts-3', specification: 3 })
const interaction = await interactionThatSucceeds('changeGoldPlanStatus')
const response = { ...interaction.response, body: { sub_mchid: ${JSON.stringify(sub_mchid)} } }
await pact.test({ ...interaction, response }, ({ url }) =>
  createWechatpay({ ...pact.clientOptions, baseURL: url }).v3.goldplan.merchants.changegoldplanstatus.post(interaction.request.body))
await pact.test(await interactionThatSucceeds('listCertificates'), ({ url }) =>
  createWechatpay({ ...pact.clientOptions, baseURL: url }).v3.certificates.get())`
  expect(await run(process.execPath, '--input-type=module', '--eval', code)).toBe('')
  return join('pacts-3', `${name}-wechatpay-goldplan.json`)
}

// swagger-mock-validator has old dependencies. So package.json does not list it, and this test installs it.
describe('swagger-mock-validator, which reads OpenAPI 3.0 and pacts of version 3,', () => {
  let missing = ''

  beforeAll(async () => {
    await mkdir(tools)
    await writeFile(join(tools, 'package.json'), '{}')
    const install = ['install', '--loglevel=error', '--no-audit', '--no-fund', '--ignore-scripts', 'swagger-mock-validator@12']
    await execute('npm', install, { cwd: tools }).catch((error) => {
      missing = `npm can't install swagger-mock-validator: ${String(error.stderr).trim().split('\n')[0]}`
    })
  }, 120_000)

  const validate = (pact: string) => run(process.execPath, join(tools, 'node_modules/.bin/swagger-mock-validator'), DOCUMENT, pact)

  it('finds no error in a pact written by a consumer test', async ({ skip }) => {
    if (missing) skip(missing)
    expect(await validate(await writePact('right', '1900000109'))).toContain('0 error(s)')
  })

  it('finds a field of the wrong type in a pact', async ({ skip }) => {
    if (missing) skip(missing)
    expect(await validate(await writePact('wrong', 1900000109))).toContain('response.body.incompatible')
  })
})
