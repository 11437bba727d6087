import { developmentKeys } from '../keys/development-keys.ts'
import { type ConsumerMerchant, consumerMerchant } from './consumer-merchant.ts'
import type { Interaction } from './interactions.ts'
import { Pact } from './load-pact.ts'
import { matchers } from './matchers.ts'
import { PROVIDER } from './provider.ts'
import { recordedAuthorization } from './recorded.ts'
import { openSignatureGate } from './signature-gate.ts'
import { type ConsumerServer, type Executable, type InteractionBuilder, throughGate } from './through-gate.ts'

type PactOptions = ConstructorParameters<typeof Pact>[0]

/** What {@link signedPact} takes. */
export interface SignedPactOptions {
  /** The name of the consumer. */
  readonly consumer: string
  /** The name of the provider; `wechatpay-goldplan` by default. */
  readonly provider?: string
  /** The folder of the pact file; `./pacts` by default. */
  readonly dir?: string
  /** Who signs; the shipped service provider by default, or its keys under another merchant ID. */
  readonly merchant?: Partial<ConsumerMerchant>
  /** The clock that timestamps are held against, and answers signed by: milliseconds since 1970; `Date.now` by default. */
  readonly now?: () => number
  /** What Pact logs; `error` by default. */
  readonly logLevel?: NonNullable<PactOptions['logLevel']>
}

/** A pact whose mock server verifies signatures and signs answers. */
export interface SignedPact {
  /** Whom the mock server believes, and whom to believe: options of `createWechatpay`, and of wechatpay-axios-plugin. */
  readonly clientOptions: ConsumerMerchant & { readonly certs: Readonly<Record<string, string>> }
  /** Runs a consumer against one interaction; writes it into the pact file when all of it held. */
  test<Result>(interaction: Interaction, work: (server: ConsumerServer) => Promise<Result>): Promise<Result>
  /** Pact's own builder; its `executeTest` reaches the mock server through the same gate. */
  addInteraction(): InteractionBuilder
}

/**
 * A pact between a consumer and WeChat Pay whose signatures are verified. In front of Pact's mock server stands a gate: a consumer test
 * fails, with the mistake named, when a signature is wrong for the very bytes that the consumer sent, and the answers come back signed with
 * the shipped platform key, so that a client which verifies answers works.
 *
 * The Authorization that the pact file holds is signed, too, always at the same time and with the same nonce ({@link RECORDED}).
 *
 * @throws {TypeError} When there is no consumer, or the private key is none.
 * @see https://docs.pact.io
 * @example
 * ```ts
 * import { mkdtempSync } from 'node:fs'
 * import { createWechatpay } from 'wechatpay-goldplan-mock/client'
 * import { interactionThatSucceeds, signedPact } from 'wechatpay-goldplan-mock/pact'
 *
 * const pact = signedPact({ consumer: 'my-shop', dir: mkdtempSync('pacts-') })
 * await pact.test(await interactionThatSucceeds('closeAdvertisingShow'), async ({ url }) => {
 *   const wxpay = createWechatpay({ ...pact.clientOptions, baseURL: url })
 *   const { status } = await wxpay.v3.goldplan.merchants.closeAdvertisingShow.post({ sub_mchid: '1900000109' })
 *   console.log(status) // 204
 * })
 * ```
 */
export function signedPact(options: SignedPactOptions): SignedPact {
  const { consumer, provider = PROVIDER, dir = './pacts', now = Date.now, logLevel = 'error' } = options
  if (typeof consumer !== 'string' || consumer === '') throw new TypeError(`consumer must be a name; got ${JSON.stringify(consumer)}`)
  const merchant = consumerMerchant(options.merchant)
  const addInteraction = () => {
    // One for each interaction, since Pact's has room for one at a time, and tests may run beside each other. Without cors the mock server would
    // still send its headers; with it, it would answer OPTIONS.
    const pact = new Pact({ consumer, provider, dir, logLevel, cors: false })
    return throughGate(pact.addInteraction(), (url) => openSignatureGate(url, { merchant, now }))
  }
  const { publicKey: _, ...identity } = merchant
  return {
    clientOptions: { ...identity, certs: PLATFORM_KEYS },
    addInteraction,
    async test(interaction, work) {
      const built = build(addInteraction(), interaction, await recordedAuthorization(interaction, merchant))
      let result: { readonly value: Awaited<ReturnType<typeof work>> } | undefined
      await built.executeTest(async (server) => {
        result = { value: await work(server) }
      })
      if (!result) throw new Error('Pact did not run the test')
      return result.value
    },
  }
}

const PLATFORM_KEYS: Readonly<Record<string, string>> = {
  [developmentKeys.platform.serial]: developmentKeys.platform.certificate,
  [developmentKeys.platformPublicKey.id]: developmentKeys.platformPublicKey.publicKey,
}

function build(builder: InteractionBuilder, { description, states, request, response }: Interaction, authorization: string): Executable {
  for (const { name, parameters } of states) builder.given(name, Object.keys(parameters).length > 0 ? { ...parameters } : undefined)
  return builder
    .uponReceiving(description)
    .withRequest(request.method, request.path, (builder) => {
      if (request.query) builder.query({ ...request.query })
      builder.headers({ ...matchers.requestHeaders({ hasBody: request.body !== undefined, authorization }) })
      if (request.body) builder.jsonBody(request.body)
    })
    .willRespondWith(response.status, (builder) => {
      if (response.headers) builder.headers({ ...response.headers })
      if (response.body !== undefined) builder.jsonBody(response.body)
    })
}
