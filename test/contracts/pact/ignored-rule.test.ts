import { describe, expect, it } from 'vitest'
import { ignoredRule, listWithoutItem } from '../../../contracts/pact/refuse-ignored-rules.ts'

const TYPE = { matchers: [{ match: 'type' }] }

function matching(match: string, more: object = {}): object {
  return { matchers: [{ match, ...more }] }
}

/** An answer with rules for its body. */
function inBody(body: unknown, rules: object): object {
  return { body, matchingRules: { body: rules } }
}

/** An answer whose list `data` must contain an item to which the rules apply. `item` is the example of this item. */
function inVariant(item: object, rules: object): object {
  return inBody({ data: [0, item] }, { '$.data': matching('arrayContains', { variants: [{ index: 1, rules }] }) })
}

describe('a rule that Pact would ignore is found', () => {
  it.each<[object, string]>([
    [inBody(undefined, { '$.a': TYPE }), '"$.a" of the body'],
    [inBody({ b: 1 }, { '$.a': { match: 'type' } }), '"$.a" of the body'],
    [inBody({}, { '$.toString': TYPE }), '"$.toString" of the body'],
    [inBody({ a: null }, { '$.a.b.c': TYPE }), '"$.a.b.c" of the body'],
    [inBody({ a: {} }, { '$.a': matching('eachValue', { rules: [{}] }) }), 'each value of "$.a" of the body'],
    [inBody({ a: {} }, { '$.a': matching('eachKey', { rules: [{}] }), '$.a.b': TYPE }), '"$.a.b" of the body'],
    [inBody({ a: { x: 1 }, b: {} }, { '$.a': matching('values'), '$.b.c': TYPE }), '"$.b.c" of the body'],
    [inBody({ a: { x: 1 } }, { '$.*': matching('values'), '$.b': TYPE }), '"$.b" of the body'],
    [inBody({ a: 1 }, { $: matching('each-key', { rules: [] }) }), 'eachKey without rules'],
    [inBody([1], { $: matching('arrayContains', { variants: [{ rules: { $: matching('eachKey') } }] }) }), 'eachKey without rules'],
    [inBody({ a: {} }, { '$.a': matching('values') }), 'each value of "$.a" of the body'],
    [{ body: { a: {} }, matchingRules: { '$.body.a': { match: 'eachValue' } } }, 'each value of "$.body.a" of the body'],
    [inBody({ a: 'x' }, { '$.a': matching('type', { min: 5 }) }), 'a limit for "$.a" of the body, which is neither a list nor an object'],
    [inBody({ a: 1 }, { '$.a': matching('type', { max: 5 }) }), 'a limit for "$.a" of the body'],
    [{ body: { a: ['x'] }, matchingRules: { '$.body.a[*]': { min: 5 } } }, 'a limit for "$.body.a[*]" of the body'],
    [{ body: { a: ['x'] }, matchingRules: { '$.body.a[*]': { max: 5 } } }, 'a limit for "$.body.a[*]" of the body'],
    [{ headers: { 'X-A': 'x' }, matchingRules: { header: { 'X-A': matching('type', { min: 5 }) } } }, 'a limit for the header "X-A"'],
    [{ query: { a: 'x' }, matchingRules: { query: { a: matching('type', { max: 5 }) } } }, 'a limit for "a" of the query'],
    [inBody([1], { $: matching('arrayContains', { variants: [] }) }), 'the matcher arrayContains without variants'],
    [inVariant({ a: {} }, { '$.a': matching('eachValue') }), 'a variant of "$.data" with a rule for each value of "$.a" of the body'],
    [inVariant({ a: 'x' }, { '$.a': matching('type', { min: 5 }) }), 'a variant of "$.data" with a limit for "$.a" of the body'],
    [inVariant({}, { '$.a': TYPE }), 'a variant of "$.data" with a rule for "$.a" of the body but no example of it'],
    [
      inBody([1, {}], { $: matching('arrayContains', { variants: [{ index: 0 }, { index: 1, rules: { '$.a': TYPE } }] }) }),
      'a variant of "$" with a rule for "$.a" of the body but no example of it',
    ],
    [{ matchingRules: { Body: { '$.a': TYPE } } }, '"$.a" of the body'],
    [{ responseMatchingRules: { body: { '$.a': TYPE } } }, '"$.a" of the body'],
    [{ matchingRules: { header: { 'X-A': TYPE } } }, 'the header "X-A"'],
    [{ matchingRules: { query: { a: TYPE } } }, '"a" of the query'],
    [{ matchingRules: { path: TYPE } }, 'a rule for "path"'],
    [{ matchingRules: { cookie: { a: TYPE } } }, 'a rule for "cookie"'],
    [{ matchingRules: { '$.Body.a': { match: 'type' } } }, '"$.Body.a" of the body'],
    [{ matchingRules: { '$.headers.X-A': { match: 'type' } } }, 'the header "$.headers.X-A"'],
  ])('in %j', (expected, problem) => {
    expect(ignoredRule(expected)).toContain(problem)
  })
})

describe('a rule that Pact reads is not reported as ignored', () => {
  it.each<[object]>([
    [inBody({ a: 1 }, { '$.a': TYPE })],
    [inBody({ a: 1 }, { "$['a']": TYPE })],
    [inBody({ content: { a: 1 } }, { '$.a': TYPE })],
    [inBody('text', { '$.a': TYPE })],
    [inBody('text', { $: matching('eachValue', { rules: [{}] }) })],
    [inBody({ a: {} }, { '$.a': TYPE })],
    [inBody({ a: ['x'] }, { '$.a[*][*]': TYPE })],
    [inBody({ data: [{ k: 1 }] }, { '$.data[*]': matching('values'), '$.data[0].x': TYPE })],
    ...['values', 'eachValue', 'eachKey', 'arrayContains'].map((match): [object] => [
      inBody({ a: { x: 1 } }, { '$.a': matching(match, { rules: [{}] }), '$.a.y': TYPE }),
    ]),
    [{ body: { a: { x: {} } }, matchingRules: { '$.body.a': { match: 'values' }, '$.body.a.y': { match: 'type' } } }],
    [inBody({ a: ['x'], b: { c: 1 } }, { '$.a': matching('type', { min: 5 }), '$.b': matching('type', { max: 5 }) })],
    [inBody({ a: ['x', ['y']] }, { '$.a[*]': matching('type', { min: 5 }) })],
    [inBody('text', { $: matching('type', { min: 5 }) })],
    [inBody({ a: 1 }, { '$.a': matching('type', { variants: [] }) })],
    [inBody([{ a: { x: 1 } }, { a: {} }], { '$[*].a': matching('eachValue') })],
    [inBody(5, { $: TYPE })],
    [inBody(null, { $: TYPE })],
    [inBody({ a: 'x' }, { '$.a': matching('type', { min: 0 }) })],
    [inVariant({ a: { x: 1 } }, { '$.a': matching('eachValue'), $: TYPE })],
    [inBody({ data: [{}] }, { '$.data': matching('arrayContains', { variants: [{ index: 1, rules: { '$.a': TYPE } }] }) })],
    [
      inBody([{ a: [{}] }, { a: [{ b: 1 }] }], {
        '$[*].a': matching('arrayContains', { variants: [{ index: 0, rules: { '$.b': TYPE } }] }),
      }),
    ],
    [inBody(undefined, { '$.a': {} })],
    [inBody(undefined, { '$.a[': TYPE })],
    [{ body: { a: 1 }, matchingRules: { contents: { '$.a': TYPE } } }],
    [{ body: { a: 1 }, matchingRules: { '$.body.a': { match: 'type' } } }],
    [{ matchingRules: { status: TYPE } }],
    [{ matchingRules: { header: { match: 'type' } } }],
    [{ headers: { 'x-a': '1' }, matchingRules: { header: { 'X-A': TYPE, $: TYPE, '*': TYPE, "$['X-A'][0]": TYPE } } }],
    [{ query: { 'a.b': '1' }, matchingRules: { query: { 'a.b': TYPE } } }],
  ])('in %j', (expected) => {
    expect(ignoredRule(expected)).toBeUndefined()
  })

  it('in a request, where a rule for the path is read and a rule for the status is ignored', () => {
    expect(ignoredRule({ matchingRules: { path: TYPE } }, 'path')).toBeUndefined()
    expect(ignoredRule({ matchingRules: { status: TYPE } }, 'path')).toContain('a rule for "status"')
  })
})

it('a list that may be empty must have an example of an item', () => {
  const list = (body: unknown, min: number) => listWithoutItem(inBody(body, { '$.a': matching('type', { min }) }))
  expect(list({ a: [] }, 0)).toContain('"$.a" is a list without an example')
  expect(list({ a: [] }, 1)).toBeUndefined()
  expect(list({ a: [1] }, 0)).toBeUndefined()
  expect(list({}, 0)).toBeUndefined()
  const rules = { '$.a': matching('type', { min: 0 }) }
  expect(listWithoutItem(inVariant({ a: [] }, rules))).toContain('a variant of "$.data" with a body in which "$.a" is a list')
  expect(listWithoutItem(inVariant({ a: [1] }, rules))).toBeUndefined()
})
