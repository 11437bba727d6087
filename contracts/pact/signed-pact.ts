import { join } from 'node:path'
import { developmentKeys } from '../keys/development-keys.ts'
import { requireOptions } from '../require-options.ts'
import { shownValue } from '../shown-value.ts'
import { checkInteraction } from './check-interaction.ts'
import { type FolderLock, folderLock } from './folder-lock.ts'
import type { Interaction } from './interactions.ts'
import { Pact, SpecificationVersion } from './load-pact.ts'
import { matchers } from './matchers.ts'
import { PROVIDER, recordedAuthorization } from './recorded.ts'
import { type ConsumerMerchant, consumerMerchant, openSignatureGate, type SignatureGate } from './signature-gate.ts'
import { type WrittenInteractions, writtenInteractions } from './written-interactions.ts'

type PactOptions = ConstructorParameters<typeof Pact>[0]

/** The options of {@link signedPact}. */
export interface SignedPactOptions {
  /** The name of the consumer. */
  readonly consumer: string
  /** The name of the provider; `wechatpay-goldplan` by default. */
  readonly provider?: string
  /** The folder of the pact file; `./pacts` by default. */
  readonly dir?: string
  /** The merchant that signs requests. A field that is left out has the value of the shipped service provider. */
  readonly merchant?: Partial<ConsumerMerchant>
  /** The clock for checking timestamps and signing answers, in milliseconds since 1970; `Date.now` by default. */
  readonly now?: () => number
  /** The version of the Pact specification that the file follows; 4 by default. Some tools can't read version 4. */
  readonly specification?: 3 | 4
  /** The log level of Pact; `error` by default. */
  readonly logLevel?: NonNullable<PactOptions['logLevel']>
}

/** A pact whose mock server verifies signatures and signs answers. */
export interface SignedPact {
  /**
   * Options for `createWechatpay` or wechatpay-axios-plugin. They contain the merchant whose requests the mock server accepts, and the keys
   * that verify the mock server's answers.
   */
  readonly clientOptions: ConsumerMerchant & { readonly certs: Readonly<Record<string, string>> }
  /** Runs a consumer test with one interaction. When the test passes, Pact writes the interaction to the pact file. */
  test<Result>(interaction: Interaction, work: (server: ConsumerServer) => Promise<Result>): Promise<Result>
  /** Returns Pact's own builder. Its `executeTest` also verifies signatures and signs answers. */
  addInteraction(): InteractionBuilder
}

/**
 * Creates a pact between a consumer and WeChat Pay. Its mock server verifies the signatures of requests. A consumer test fails when a
 * signature is not valid, and the error explains why. Answers are signed with a shipped key of the platform.
 *
 * `test` writes an Authorization to the pact file. This Authorization has a real signature, and a fixed time and nonce (see `RECORDED`).
 *
 * @throws {TypeError} When an option is not valid; the message names what was given and what is wanted.
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
  requireOptions(options, 'signedPact', OPTIONS)
  const { consumer, provider = PROVIDER, dir = './pacts', now = Date.now, specification = 4, logLevel = 'error' } = options
  checkOptions({ consumer, provider, dir, now, specification })
  const merchant = consumerMerchant(options.merchant)
  const place = { dir, written: writtenInteractions(join(dir, `${consumer}-${provider}.json`)) }
  const addInteraction = () => {
    // Each interaction has its own Pact instance: an instance handles one interaction at a time, and tests may run in parallel. With
    // `cors: false`, Pact's mock server does not answer OPTIONS itself. It still sends CORS headers.
    const pact = new Pact({ consumer, provider, dir, spec: SPECIFICATIONS[specification], logLevel, cors: false })
    return throughGate(pact.addInteraction(), (url) => openSignatureGate(url, { merchant, now }), place)
  }
  const { publicKey: _, ...identity } = merchant
  return {
    clientOptions: { ...identity, certs: PLATFORM_KEYS },
    addInteraction,
    async test(interaction, work) {
      checkInteraction(interaction)
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

const OPTIONS = ['consumer', 'provider', 'dir', 'merchant', 'now', 'specification', 'logLevel'] satisfies (keyof SignedPactOptions)[]

/** Checks the options. Pact does not check all of them, and its errors do not name the option. */
function checkOptions({ consumer, provider, dir, now, specification }: Checked): void {
  checkNames({ consumer, provider })
  if (typeof dir !== 'string') throw new TypeError(`dir must be the path of a folder as text; got ${shownValue(dir)}`)
  if (typeof now !== 'function') throw new TypeError(`now must be a function; got ${shownValue(now)}`)
  if (specification !== 3 && specification !== 4) throw new TypeError(`specification must be 3 or 4; got ${shownValue(specification)}`)
}

/** The longest name of a file, in bytes, on common file systems. */
const LONGEST_NAME = 255

/**
 * Checks the names of the consumer and the provider. Pact makes the name of the pact file from them. With a name such as `../shop`, Pact
 * would write outside the folder.
 */
function checkNames(names: Pick<Checked, 'consumer' | 'provider'>): void {
  for (const [option, name] of Object.entries(names)) {
    if (typeof name !== 'string' || name === '') throw new TypeError(`${option} must be a name; got ${shownValue(name)}`)
    if (/[/\\\p{Cc}]/u.test(name))
      throw new TypeError(
        `${option} must be usable in the name of a file, so without / \\ or control characters; got ${shownValue(name)} (不能含斜杠或控制字符)`,
      )
  }
  const length = Buffer.byteLength(`${names.consumer}-${names.provider}.json`)
  if (length > LONGEST_NAME)
    throw new TypeError(
      `The name of the pact file, made of consumer and provider, may have at most ${LONGEST_NAME} bytes; got ${length} (名称过长)`,
    )
}

type Checked = Required<Pick<SignedPactOptions, 'consumer' | 'provider' | 'dir' | 'now' | 'specification'>>

/** The values of Pact's enum for the versions of its specification. */
const SPECIFICATIONS = { 3: SpecificationVersion.SPECIFICATION_VERSION_V3, 4: SpecificationVersion.SPECIFICATION_VERSION_V4 }

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
      builder.headers({ ...matchers.requestHeaders({ hasBody: request.body !== undefined, authorization }), ...request.headers })
      if (request.body) builder.jsonBody(request.body)
    })
    .willRespondWith(response.status, (builder) => {
      if (response.headers) builder.headers({ ...response.headers })
      if (response.body !== undefined) builder.jsonBody(response.body)
    })
}

/** Pact's own builder of an interaction. */
export type InteractionBuilder = ReturnType<InstanceType<typeof Pact>['addInteraction']>
/** A complete interaction, ready to run a test. */
type Executable = ReturnType<ReturnType<InteractionBuilder['withRequest']>['willRespondWith']>
/** Pact's mock server with the address of the gate. The gate is a proxy in front of that server, and verifies signatures. */
export type ConsumerServer = Parameters<Parameters<Executable['executeTest']>[0]>[0]

/** Opens a gate in front of the mock server at a URL. */
type OpenGate = (url: string) => Promise<SignatureGate>

/** Where Pact writes the interactions. */
interface PactPlace {
  readonly dir: string
  readonly written: WrittenInteractions
}

/** Makes Pact's builder run its test through a gate. */
function throughGate(builder: InteractionBuilder, open: OpenGate, place: PactPlace): InteractionBuilder {
  const withRequest = builder.withRequest.bind(builder)
  const uponReceiving = builder.uponReceiving.bind(builder)
  let description = ''
  return Object.assign(builder, {
    uponReceiving(text: string) {
      description = text
      return uponReceiving(text)
    },
    usingPlugin(): never {
      // Pact would download the plugin, and return another builder. That builder would run the test without the gate.
      throw new TypeError('signedPact runs no plugin: the gateway answers JSON over HTTP (不支持使用插件的契约)')
    },
    withRequest(...request: Parameters<typeof withRequest>) {
      const requested = withRequest(...request)
      const willRespondWith = requested.willRespondWith.bind(requested)
      return Object.assign(requested, {
        willRespondWith: (...response: Parameters<typeof willRespondWith>) =>
          executedThroughGate(willRespondWith(...response), open, { ...place, description }),
      })
    },
  })
}

function executedThroughGate(built: Executable, open: OpenGate, place: PactPlace & { readonly description: string }): Executable {
  const { dir, written, description } = place
  const executeTest = built.executeTest.bind(built)
  return {
    async executeTest(work) {
      const seen: Seen = { refusals: [] }
      // Pact writes the pact file after `work`. The lock is held from the end of `work` until Pact has written the file.
      await using lock = folderLock(dir)
      let before: Awaited<ReturnType<typeof written.begin>> | undefined
      const result = await executeTest(async (server) => {
        const value = await workThroughGate(server, work, open, seen, lock)
        // After a mismatch, the pact file is not read: Pact writes nothing, and an error about the file would hide the mismatch.
        if (!seen.isMismatched) before = await written.begin()
        return value
      }).catch((thrown: Error) => {
        throw everyReason(seen, thrown)
      })
      if (seen.failure) throw seen.failure
      if (seen.refusals.length > 0) throw everyReason(seen, new RefusedRequest())
      if (before) await written.end(before, description)
      return result
    },
  }
}

/** Thrown to end a test in which the gate refused a request. */
class RefusedRequest extends Error {}

/** What went wrong in a consumer test, apart from the mismatches that Pact found. */
interface Seen {
  refusals: readonly string[]
  isMismatched?: boolean
  failure?: Error
}

/** Returns one error with all reasons why a test failed. Refused requests come first, because they probably caused the other errors. */
function everyReason({ refusals, failure }: Seen, thrown: Error): Error {
  const mismatch = thrown === failure || thrown instanceof RefusedRequest ? [] : [thrown.message.trimEnd()]
  if (failure && refusals.length + mismatch.length === 0) return failure
  const ofConsumer = failure && mismatch.length > 0 ? [`The consumer test failed with (消费者测试的错误): ${failure.message}`] : []
  return new Error([...refusals, ...mismatch, ...ofConsumer].join('\n'), failure && { cause: failure })
}

/**
 * Runs a consumer test through a gate, and throws the error with which the test failed. After a mismatch, it only stores this error in
 * `seen`. Pact then throws the error about the mismatch, which says more.
 */
async function workThroughGate<Result>(
  server: ConsumerServer,
  work: (server: ConsumerServer) => Promise<Result>,
  open: OpenGate,
  seen: Seen,
  lock: FolderLock,
): Promise<Result | undefined> {
  await using gate = await open(server.url)
  const { url, port } = gate
  const run = async () => work({ ...server, url, port })
  const value = await run().catch((cause: unknown) => {
    seen.failure = cause instanceof Error ? cause : new Error(String(cause), { cause })
    return undefined
  })
  await gate.settled()
  seen.refusals = gate.refusals
  seen.isMismatched = gate.hasMismatch()
  if (!seen.isMismatched) {
    // An error keeps Pact from writing the pact file.
    if (seen.failure) throw seen.failure
    if (gate.refusals.length > 0) throw new RefusedRequest()
  }
  await lock.take()
  return value
}
