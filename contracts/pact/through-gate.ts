import type { Pact } from './load-pact.ts'
import type { SignatureGate } from './signature-gate.ts'

/** Pact's own builder of an interaction. */
export type InteractionBuilder = ReturnType<InstanceType<typeof Pact>['addInteraction']>
/** An interaction that is built: what runs a test. */
export type Executable = ReturnType<ReturnType<InteractionBuilder['withRequest']>['willRespondWith']>
/** Pact's mock server, as a consumer reaches it. */
export type ConsumerServer = Parameters<Parameters<Executable['executeTest']>[0]>[0]

/** Opens a gate in front of the mock server at a URL. */
export type OpenGate = (url: string) => Promise<SignatureGate>

/** Has Pact's builder, whose steps each give the next, run the test in the end through a gate. */
export function throughGate(builder: InteractionBuilder, open: OpenGate): InteractionBuilder {
  const withRequest = builder.withRequest.bind(builder)
  return Object.assign(builder, {
    withRequest(...request: Parameters<typeof withRequest>) {
      const requested = withRequest(...request)
      const willRespondWith = requested.willRespondWith.bind(requested)
      return Object.assign(requested, {
        willRespondWith: (...response: Parameters<typeof willRespondWith>) => executedThroughGate(willRespondWith(...response), open),
      })
    },
  })
}

function executedThroughGate(built: Executable, open: OpenGate): Executable {
  const executeTest = built.executeTest.bind(built)
  return { executeTest: (work) => executeTest((server) => workThroughGate(server, work, open)) }
}

async function workThroughGate<Result>(
  server: ConsumerServer,
  work: (server: ConsumerServer) => Promise<Result>,
  open: OpenGate,
): Promise<Result> {
  await using gate = await open(server.url)
  const { url, port } = gate
  const run = async () => work({ ...server, url, port })
  const outcome = await run().then(
    (value) => ({ value }),
    (cause: unknown) => ({ cause }),
  )
  // A wrong signature is what is wrong, whatever else came of it.
  if (gate.refusals.length > 0) throw new Error(gate.refusals.join('\n'), 'cause' in outcome ? { cause: outcome.cause } : {})
  if ('cause' in outcome) throw outcome.cause
  return outcome.value
}
