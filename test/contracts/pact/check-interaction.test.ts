import { describe, expect, it } from 'vitest'
import { checkInteraction } from '../../../contracts/pact/check-interaction.ts'

const MATCHER = { 'pact:matcher:type': 'type' }
const STATE = { name: 'open', parameters: {} }
const REQUEST = { method: 'POST', path: '/v3/x' }
const RIGHT = { description: 'closing', states: [STATE], request: REQUEST, response: { status: 204 } }

describe('an interaction of a consumer test', () => {
  it.each<[string, object]>([
    ['only the fields that it must have', RIGHT],
    ['no state', { ...RIGHT, states: [] }],
    ['a body that is an object', { ...RIGHT, request: { ...REQUEST, body: { a: 1 } } }],
    ['a body that is a list', { ...RIGHT, request: { ...REQUEST, body: [1] } }],
    ['a body that is a text', { ...RIGHT, request: { ...REQUEST, body: 'a' } }],
    ['a query and headers', { ...RIGHT, request: { ...REQUEST, query: { a: 'b', c: MATCHER }, headers: { 'X-A': 'b', 'X-C': MATCHER } } }],
    ['an answer with headers and a body', { ...RIGHT, response: { status: 200, headers: { 'X-A': MATCHER }, body: null } }],
    ['a matcher as status', { ...RIGHT, response: { status: MATCHER } }],
  ])('may have %s', (_, interaction) => {
    expect(() => checkInteraction(interaction)).not.toThrow()
  })

  it.each<[object, string]>([
    [{ ...RIGHT, description: 1 }, 'The interaction 1: description must be a text; got 1'],
    [{ ...RIGHT, state: 'open' }, 'The interaction "closing": has the field "state", which Pact would ignore'],
    [{ ...RIGHT, states: 'open' }, 'states must be a list; got "open"'],
    [{ ...RIGHT, states: ['open'] }, 'states[0] must be a provider state'],
    [{ ...RIGHT, states: [{ name: 'open' }] }, 'states[0].parameters must be a provider state'],
    [{ ...RIGHT, request: { path: '/v3/x' } }, 'request.method must be a text; got undefined'],
    [{ ...RIGHT, request: { method: 'POST' } }, 'request.path must be a text; got undefined'],
    [{ ...RIGHT, request: { ...REQUEST, path: MATCHER } }, 'request.path must be a text'],
    [{ ...RIGHT, request: { ...REQUEST, query: 'a=b' } }, 'request.query must be an object; got "a=b"'],
    [{ ...RIGHT, request: { ...REQUEST, query: { a: ['b', 1] } } }, 'request.query.a must be a text or a matcher'],
    [{ ...RIGHT, request: { ...REQUEST, headers: { a: 1 } } }, 'request.headers.a must be a text or a matcher; got 1'],
    [{ ...RIGHT, request: { ...REQUEST, body: 1 } }, 'request.body must be an object, or be left out; got 1'],
    [{ ...RIGHT, response: {} }, 'response.status must be'],
    [{ ...RIGHT, response: { status: 99 } }, 'response.status must be'],
    [{ ...RIGHT, response: { status: 600 } }, 'response.status must be'],
    [{ ...RIGHT, response: { status: 204.5 } }, 'response.status must be'],
    [{ ...RIGHT, response: { status: 204, headers: { a: null } } }, 'response.headers.a must be a text or a matcher; got null'],
    [{ ...RIGHT, response: { status: 204, Body: {} } }, 'response has the field "Body", which Pact would ignore'],
  ])('is refused when it is %j', (interaction, reason) => {
    expect(() => checkInteraction(interaction)).toThrow(reason)
  })
})
