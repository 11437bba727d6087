import { nearestNames } from '../../../contracts/nearest-names.ts'
import { useSay } from './language.tsx'
import { useOperations } from './loading.tsx'
import type { JournalEntry } from './schemas.ts'
import { Pieces } from './visible-text.tsx'

/**
 * Shows what is wrong with a refused request that has no diagnosis: the wrong field and its value or, for an unknown method and path, the
 * nearest operation.
 */
export function WrongView({ entry }: { readonly entry: JournalEntry }) {
  const { status, operation, error, diagnosis, faults } = entry
  if (status < 400 || diagnosis || faults.length > 0) return null
  if (operation === null) return <NearestOperation entry={entry} />
  return error?.field ? <SentValue {...error} field={error.field} body={entry.body} /> : null
}

type SentProps = NonNullable<JournalEntry['error']> & { readonly field: string } & Pick<JournalEntry, 'body'>

function SentValue({ field, message, allowed, body }: SentProps) {
  const say = useSay()
  const sent = valueInBody(field, body)
  // No value is shown when the error names several fields. They are unknown fields, so their values don't matter.
  return (
    <Wrong>
      <code>
        <Pieces text={field} />
      </code>
      <span class="both">
        {field.startsWith(BODY) && !field.includes(`, ${BODY}`) && (
          <span>
            {sent === undefined ? (
              say('The request does not have this field.', '请求中没有这个字段。')
            ) : (
              <>
                {say('The request has ', '请求中的值：')}
                <Pieces text={sent} />
              </>
            )}
          </span>
        )}
        {allowed && <span>{say(`Allowed values: ${allowed.join(', ')}`, `允许的取值：${allowed.join('、')}`)}</span>}
        <span class="other" lang="zh-CN">
          <Pieces text={message} />
        </span>
      </span>
    </Wrong>
  )
}

const BODY = '/body/'
const SHOWN_CHARACTERS = 200

/** The beginning of a field's value as JSON; `undefined` when the body does not have this field. */
function valueInBody(field: string, body: string | null): string | undefined {
  try {
    const value = field
      .slice(BODY.length)
      .split('/')
      .reduce((object, name) => Object(object)[name], JSON.parse(body ?? ''))
    return value === undefined ? undefined : JSON.stringify(value).slice(0, SHOWN_CHARACTERS)
  } catch {
    return undefined
  }
}

function NearestOperation({ entry: { method, target } }: { readonly entry: JournalEntry }) {
  const say = useSay()
  const { value: operations = [] } = useOperations()
  const names = operations.map(({ method, path }) => `${method} ${path}`)
  const [nearest] = nearestNames(`${method} ${target.split('?')[0]}`, names)
  return (
    <Wrong>
      <span>
        {say('No operation has this method and path.', '没有使用这个请求方法和路径的接口。')}{' '}
        {nearest !== undefined && (
          <>
            {say('The nearest is', '最接近的是')} <span class="mono">{nearest}</span>
          </>
        )}
      </span>
    </Wrong>
  )
}

function Wrong({ children }: { readonly children: preact.ComponentChildren }) {
  const say = useSay()
  return (
    <section class="diagnosis">
      <h3>{say('What is wrong', '错在哪里')}</h3>
      <div class="mistake">
        <p>{children}</p>
      </div>
    </section>
  )
}
