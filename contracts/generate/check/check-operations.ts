import { PROVIDER_STATES } from '../../pact/index.ts'
import { nearest } from './nearest.ts'
import { type Place, partAt, type SourceDocument } from './source-document.ts'

interface PlacedOperation {
  readonly place: Place
  /** The method and the path, such as `POST /v3/…`. */
  readonly name: string
  readonly operation: Readonly<Record<string, unknown>>
}

/** Returns the problems with a document's operations: missing parts, repeated operationIds, and unknown provider states. */
export function checkOperations(document: SourceDocument): string[] {
  const operations = operationsIn(document)
  return [
    ...operations.flatMap(({ place, name, operation }) => missing(operation).map((text) => document.problem(place, `${name} ${text}`))),
    ...repeated(document, operations),
    ...operations.flatMap(({ place, operation }) => unknownState(document, [...place, 'x-provider-state'], operation['x-provider-state'])),
    ...exampleStates(document),
  ]
}

const METHODS: readonly string[] = ['get', 'put', 'post', 'delete', 'patch']

function operationsIn({ content }: SourceDocument): PlacedOperation[] {
  return Object.entries(Object(partAt(content, ['paths']))).flatMap(([path, methods]) =>
    Object.entries(Object(methods))
      .filter(([method]) => METHODS.includes(method))
      .map(([method, operation]) => ({
        place: ['paths', path, method],
        name: `${method.toUpperCase()} ${path}`,
        operation: Object(operation),
      })),
  )
}

function missing({ operationId, responses }: PlacedOperation['operation']): string[] {
  return [
    ...(typeof operationId === 'string' ? [] : ['has no operationId: give it a name in camelCase, such as changeGoldPlanStatus']),
    ...(typeof responses === 'object' && responses !== null ? [] : ['has no responses: write at least the response of a successful call']),
  ]
}

function repeated(document: SourceDocument, operations: readonly PlacedOperation[]): string[] {
  const ids = operations.map(({ operation: { operationId } }) => operationId)
  return operations.flatMap(({ place, operation: { operationId } }, index) => {
    const first = operations[ids.indexOf(operationId)]
    if (operationId === undefined || first === operations[index]) return []
    return [
      document.problem(
        [...place, 'operationId'],
        `the operationId ${operationId} belongs to ${first?.name}: give this operation another name`,
      ),
    ]
  })
}

/** Checks the provider states that the document gives for its error examples. Returns a problem for each unknown state. */
function exampleStates(document: SourceDocument): string[] {
  const place = ['components', 'x-provider-states']
  const states = Object.entries(Object(partAt(document.content, place)))
  return states.flatMap(([example, state]) => unknownState(document, [...place, example], state))
}

function unknownState(document: SourceDocument, place: Place, state: unknown): string[] {
  if (state === undefined || Object.hasOwn(PROVIDER_STATES, String(state))) return []
  const hint = nearest(String(state), Object.keys(PROVIDER_STATES))
  return [document.problem(place, `"${state}" is not a provider state of contracts/pact/provider-states.ts.${hint}`)]
}
