import { describe, expect } from 'vitest'
import { operationFiles } from '../../contracts/index.ts'
import type { ErrorExample } from '../../contracts/operations.d.ts'
import { type Interaction, interactionThatFails, interactionThatSucceeds, verifyPacts } from '../../contracts/pact/index.ts'
import { match } from '../../contracts/pact/load-pact.ts'
import { errorAnswer, type OperationId, operation } from '../../contracts/pact/operations.ts'
import { openApi } from '../../mock-server/openapi/index.ts'
import { test as base } from '../mock-test.ts'
import { pactFile, type WrittenInteraction } from './pact-file.ts'

const test = base.extend({
  clock: {
    get now() {
      return Date.now()
    },
  },
})

const OPERATIONS: readonly OperationId[] = (await openApi(operationFiles.products)).operations.map(({ id }) => id as OperationId)

/** The interaction in the form of a pact file, without matchers. */
function written({ description, states, request, response }: Interaction, body: unknown): WrittenInteraction {
  const { body: sent, headers, ...others } = request
  const withBody = sent && { headers: { 'Content-Type': 'application/json', ...headers }, body: match.reify(sent) }
  return {
    description,
    states: states.map(({ name, parameters }) => ({ name, params: parameters })),
    request: { ...others, ...withBody },
    response: { status: response.status, ...(body !== undefined && { body }) },
  }
}

/**
 * The interaction that fails with an error. The message is not compared for PARAM_ERROR_ENUM, nor when there is no state, as for a wrong body of
 * echo, because there the message names another field than the documented example.
 */
function failing(id: OperationId, example: ErrorExample): WrittenInteraction {
  const { code, message } = errorAnswer(example)
  const interaction = interactionThatFails(id, example)
  const namesAnotherField = example === 'PARAM_ERROR_ENUM' || interaction.states.length === 0
  return written(interaction, namesAnotherField ? { code } : { code, message })
}

describe('the ready interactions', () => {
  test.for(OPERATIONS)('pass for %s: its success and each documented error', { timeout: 60_000 }, async (id, { mock }) => {
    const errors = [...operation(id).errors.keys()]
    const interactions = [written(await interactionThatSucceeds(id), undefined), ...errors.map((example) => failing(id, example))]
    const report = await verifyPacts({ pacts: [pactFile(interactions)], provider: mock })
    expect(report.interactions).toHaveLength(1 + errors.length)
  })
})
