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

/** Returns an interaction as a pact file has it, without matchers. */
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
 * Returns the interaction that fails with an error example. It leaves the message out when the server's message names another field than
 * the example. This happens with PARAM_ERROR_ENUM, and with interactions that have no provider state, such as a wrong body of echo.
 */
function failing(id: OperationId, example: ErrorExample): WrittenInteraction {
  const { code, message } = errorAnswer(example)
  const interaction = interactionThatFails(id, example)
  const namesAnotherField = example === 'PARAM_ERROR_ENUM' || interaction.states.length === 0
  return written(interaction, namesAnotherField ? { code } : { code, message })
}

describe('the ready interactions', () => {
  test.for(OPERATIONS)('of %s pass: one for success, and one for each documented error', { timeout: 60_000 }, async (id, { mock }) => {
    const errors = [...operation(id).errors.keys()]
    const interactions = [written(await interactionThatSucceeds(id), undefined), ...errors.map((example) => failing(id, example))]
    const report = await verifyPacts({ pacts: [pactFile(interactions)], provider: mock })
    expect(report.interactions).toHaveLength(1 + errors.length)
  })
})
