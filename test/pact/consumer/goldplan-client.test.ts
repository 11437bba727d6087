import { fileURLToPath } from 'node:url'
import { isAxiosError } from 'axios'
import { describe, expect, test } from 'vitest'
import { createWechatpay, downloadCertificates, type Wechatpay, type WechatpayOptions } from '../../../client/index.ts'
import { developmentKeys } from '../../../contracts/index.ts'
import type { ErrorExample } from '../../../contracts/operations.d.ts'
import {
  type ConsumerServer,
  type Interaction,
  interactionThatFails,
  interactionThatSucceeds,
  type OperationId,
  RECORDED,
  signedPact,
} from '../../../contracts/pact/index.ts'
import { recordedAuthorization } from '../../../contracts/pact/recorded.ts'

// A fixed time and nonce make the pact file the same on each run.
const clock = { now: () => RECORDED.timestamp * 1000, nonce: () => RECORDED.nonce }
const pact = signedPact({
  consumer: 'goldplan-client',
  dir: fileURLToPath(new URL('../../../contracts/pacts', import.meta.url)),
  now: clock.now,
})

const CALLS = {
  changeGoldPlanStatus: ({ goldplan }, body) => goldplan.merchants.changegoldplanstatus.post(body),
  changeCustomPageStatus: ({ goldplan }, body) => goldplan.merchants.changecustompagestatus.post(body),
  setAdvertisingIndustryFilter: ({ goldplan }, body) => goldplan.merchants.setAdvertisingIndustryFilter.post(body),
  openAdvertisingShow: ({ goldplan }, body) => goldplan.merchants.openAdvertisingShow.patch(body),
  closeAdvertisingShow: ({ goldplan }, body) => goldplan.merchants.closeAdvertisingShow.post(body),
  listCertificates: ({ certificates }) => certificates.get(),
  echo: ({ security }, body) => security.echo.post(body, { headers: { 'Wechatpay-Serial': developmentKeys.platformPublicKey.id } }),
} satisfies { readonly [Id in OperationId]?: (v3: Wechatpay['v3'], body: never) => Promise<CallResult> }

type CalledOperation = keyof typeof CALLS

interface CallResult {
  readonly status: number
  readonly data: unknown
  readonly config: { readonly headers: { readonly Authorization?: unknown } }
}

function clientOf({ url }: ConsumerServer): Wechatpay {
  return createWechatpay({ ...pact.clientOptions, ...clock, baseURL: url } satisfies WechatpayOptions)
}

function call(id: CalledOperation, { request }: Interaction, server: ConsumerServer): Promise<CallResult> {
  return CALLS[id](clientOf(server).v3, inAlphabeticalOrder(request.body) as never)
}

/** Sorts the keys of a body. Pact writes the keys in alphabetical order, so the client signs the same bytes that the pact file records. */
function inAlphabeticalOrder(body: Interaction['request']['body'] = {}): object {
  return Object.fromEntries(Object.entries(body).toSorted(([one], [other]) => (one < other ? -1 : 1)))
}

const SUB = '1900000109'

describe('the client succeeds', () => {
  test.each<[CalledOperation, number, unknown]>([
    ['changeGoldPlanStatus', 200, { sub_mchid: SUB }],
    ['changeCustomPageStatus', 200, { sub_mchid: SUB }],
    ['setAdvertisingIndustryFilter', 204, undefined],
    ['openAdvertisingShow', 204, undefined],
    ['closeAdvertisingShow', 204, undefined],
    ['echo', 200, { echo_message: 'hello' }],
  ])('in calling %s', async (id, status, data) => {
    const interaction = await interactionThatSucceeds(id)
    await pact.test(interaction, async (server) => {
      const answer = await call(id, interaction, server)
      expect(answer).toMatchObject({ status, data })
      expect(answer.config.headers.Authorization).toBe(await recordedAuthorization(interaction, pact.clientOptions))
    })
  })

  test('in opening the gold plan again after a day', async () => {
    const interaction = await interactionThatSucceeds('changeGoldPlanStatus', {
      description: 'changeGoldPlanStatus that opens again',
      states: [{ name: 'the gold plan of a sub-merchant was closed more than 24 hours ago', parameters: { sub_mchid: SUB } }],
    })
    await pact.test(interaction, async (server) => {
      expect(await call('changeGoldPlanStatus', interaction, server)).toMatchObject({ status: 200, data: { sub_mchid: SUB } })
    })
  })

  test('in listing the platform certificates for an algorithm given in the query', async () => {
    const query = { algorithm_type: 'RSA' }
    const interaction = await interactionThatSucceeds('listCertificates', { query, description: 'listCertificates of an algorithm' })
    await pact.test(interaction, async (server) => {
      const answer = await clientOf(server).v3.certificates.get({ params: query })
      expect(answer.data.data).toMatchObject([{ serial_no: developmentKeys.platform.serial }])
      expect(answer.config.headers.Authorization).toBe(await recordedAuthorization(interaction, pact.clientOptions))
    })
  })

  test('in listing the platform certificates and decrypting them with its APIv3 key', async () => {
    await pact.test(await interactionThatSucceeds('listCertificates'), async ({ url }) => {
      const { mchid, serial, privateKey } = pact.clientOptions
      const options = { mchid, serial, privateKey, apiV3Key: developmentKeys.apiV3Key, baseURL: url, ...clock }
      expect(await downloadCertificates(options)).toEqual({ [developmentKeys.platform.serial]: developmentKeys.platform.certificate })
    })
  })
})

const EVERY_OPERATION = ['SIGN_ERROR_CERTIFICATE_REVOKED', 'SYSTEM_ERROR', 'RATELIMIT_EXCEEDED'] as const
const ADVERTISING = ['MCH_NOT_EXISTS', 'SUB_MERCHANT_GOLDPLAN_CLOSED', 'GOLDPLAN_FREQUENCY_LIMITED', ...EVERY_OPERATION] as const

/**
 * The errors that each operation is tested with. A client handles them in different ways: it waits a day, asks for another merchant ID,
 * slows down, corrects the request or the key, or retries.
 */
const ERRORS: Record<CalledOperation, readonly ErrorExample[]> = {
  changeGoldPlanStatus: [
    'GOLDPLAN_REOPENED_WITHIN_24H',
    'MCH_NOT_EXISTS',
    'GOLDPLAN_FREQUENCY_LIMITED',
    'PARAM_ERROR_MISSING',
    'PARAM_ERROR_ENUM',
    ...EVERY_OPERATION,
  ],
  changeCustomPageStatus: [
    'SUB_MERCHANT_NOT_OWNED',
    'CUSTOM_PAGE_LINK_MISSING',
    'GOLDPLAN_FREQUENCY_LIMITED',
    'PARAM_ERROR_MISSING',
    ...EVERY_OPERATION,
  ],
  setAdvertisingIndustryFilter: ['PARAM_ERROR_TOO_MANY_ITEMS', ...ADVERTISING],
  openAdvertisingShow: ['PARAM_ERROR_ENUM', ...ADVERTISING],
  closeAdvertisingShow: ['PARAM_ERROR_MISSING', ...ADVERTISING],
  listCertificates: ['RESOURCE_NOT_EXISTS', ...EVERY_OPERATION],
  echo: ['PARAM_ERROR_MISSING', ...EVERY_OPERATION],
}

describe('the client rejects a refused call with the code and message of the answer', () => {
  const rows = Object.entries(ERRORS).flatMap(([id, examples]) => examples.map((example) => [id as CalledOperation, example] as const))

  test.each(rows)('%s: %s', async (id, example) => {
    const interaction = interactionThatFails(id, example)
    await pact.test(interaction, async (server) => {
      const error = await call(id, interaction, server).catch((thrown: unknown) => thrown)
      const { status, body } = interaction.response
      const { code, message } = textsOf(body)
      expect(isAxiosError(error)).toBe(true)
      expect(error).toMatchObject({ code, message, response: { status, data: { code, message } } })
    })
  })
})

/** Returns the texts of an error body. Replaces each matcher by its example value. */
function textsOf(body: unknown): Record<string, unknown> {
  const entries = Object.entries(body as Record<string, string | { readonly value: string }>)
  return Object.fromEntries(entries.map(([name, text]) => [name, typeof text === 'string' ? text : text.value]))
}
