import { useState } from 'preact/hooks'
import { useControl } from './control.ts'
import { CERTIFICATE_FAULTS, FAULT_KINDS, type FaultKind, SIGNATURE_FAULTS, type Text, WIRE_FAULTS } from './fault-texts.ts'
import { jsonOrText } from './json-or-text.ts'
import { useSay } from './language.tsx'
import { RefusalNote, useDoing, useOperations, useRead } from './loading.tsx'
import type { Fault } from './schemas.ts'
import { TableHead } from './table-head.tsx'

/** Shows the faults of a merchant, and a form for adding a fault. */
export function FaultsCard({ path }: { readonly path: string }) {
  const say = useSay()
  const { ask } = useControl()
  const { value, refusal, again } = useRead<{ faults: Fault[] }>(path, (control) => control.ask('GET', `${path}/faults`))
  const doing = useDoing()
  const does = (work: () => Promise<unknown>) => void doing.run(work)
  const faults = value?.faults ?? []
  return (
    <section class="card">
      <h2>
        {say('Faults', '预设故障')} <span class="count">{faults.length}</span>
      </h2>
      <RefusalNote refusal={refusal ?? doing.refusal} />
      {faults.length === 0 ? (
        <p class="none">{say('None: every call is answered by the rules.', '没有预设故障：所有调用都按规则应答。')}</p>
      ) : (
        <div class="scroll">
          <table class="plain">
            <TableHead
              names={[
                '#',
                say('fault', '故障'),
                say('acts on', '生效范围'),
                say('has acted', '已生效'),
                say('is left', '剩余'),
                say('actions', '操作'),
              ]}
            />
            <tbody>
              {faults.map((fault) => (
                <tr key={fault.id}>
                  <td>{fault.id}</td>
                  <td class="mono">{whatOf(fault)}</td>
                  <td>{[fault.operation, fault.sub_mchid].filter(Boolean).join(' ') || say('all calls', '全部调用')}</td>
                  <td>
                    {fault.hits} / {fault.seen}
                  </td>
                  <td>{leftOf(fault) ?? say('unlimited', '不限')}</td>
                  <td>
                    <button
                      type="button"
                      class="danger"
                      disabled={doing.isDoing}
                      aria-label={say(`Remove fault ${fault.id}`, `删除故障 ${fault.id}`)}
                      onClick={() => does(() => ask('DELETE', `${path}/faults/${fault.id}`))}
                    >
                      {say('Remove', '删除')}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <div class="actions">
            <button type="button" disabled={doing.isDoing} onClick={() => void again()}>
              {say('Refresh', '刷新')}
            </button>
            <button type="button" class="danger" disabled={doing.isDoing} onClick={() => does(() => ask('DELETE', `${path}/faults`))}>
              {say('Remove all', '全部删除')}
            </button>
          </div>
        </div>
      )}
      <NewFault isDoing={doing.isDoing} onAdd={(fault) => does(() => ask('POST', `${path}/faults`, fault))} />
    </section>
  )
}

/** Returns what a fault does, in the names of the control API, such as `status: 502`. */
function whatOf({ id: _, seen, hits, period, operation, sub_mchid, times, ...rest }: Fault): string {
  return Object.entries(rest)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ')
    .slice(0, 300)
}

/**
 * Returns how often a fault will still act: a number of times, or a percentage of the calls. Returns `undefined` when there is no limit.
 */
function leftOf({ times, rate, limit, hits }: Fault): string | undefined {
  if (rate !== undefined) return rate === 1 ? undefined : `${Number((rate * 100).toPrecision(12))} %`
  if (times === undefined && limit !== undefined) return undefined
  return String(Math.max(0, (times ?? 1) - hits))
}

const LISTS: Partial<Readonly<Record<FaultKind, Readonly<Record<string, Text>>>>> = {
  wire: WIRE_FAULTS,
  signature: SIGNATURE_FAULTS,
  certificates: CERTIFICATE_FAULTS,
}

const FIRST_VALUES: Readonly<Record<FaultKind, string>> = {
  example: 'SYSTEM_ERROR',
  status: '502',
  latency_ms: '3000',
  wire: 'reset',
  signature: 'tampered',
  certificates: 'wrong_key',
  limit: '10',
}

function NewFault({ isDoing, onAdd }: { readonly isDoing: boolean; readonly onAdd: (fault: object) => void }) {
  const say = useSay()
  const { value: operations = [] } = useOperations()
  const [kind, setKind] = useState<FaultKind>('example')
  const [given, setGiven] = useState(FIRST_VALUES.example)
  const [body, setBody] = useState('')
  const [per, setPer] = useState('1s')
  const [operation, setOperation] = useState('')
  const [subMchid, setSubMchid] = useState('')
  const [times, setTimes] = useState('1')
  const [appliesBefore, setAppliesBefore] = useState(false)
  const examples = [
    ...new Set(
      operations
        .filter((each) => operation === '' || each.operation === operation)
        .flatMap((each) => each.examples.map(({ example }) => example)),
    ),
  ]
  const isNumber = kind === 'status' || kind === 'latency_ms' || kind === 'limit'
  const canApply = kind === 'example' || kind === 'status' || kind === 'wire' || kind === 'signature'
  const fault = {
    [kind]: isNumber ? Number(given) : given,
    ...(kind === 'limit' && { per }),
    ...(kind === 'status' && body !== '' && { body: jsonOrText(body) }),
    ...(operation !== '' && { operation }),
    ...(subMchid !== '' && { sub_mchid: subMchid }),
    ...(kind !== 'limit' && times !== '' && { times: Number(times) }),
    ...(canApply && appliesBefore && { apply: 'before' }),
  }
  return (
    <form
      class="new-fault"
      onSubmit={(event) => {
        event.preventDefault()
        onAdd(fault)
      }}
    >
      <h3 class="spaced">{say('Add a fault', '添加预设故障')}</h3>
      <div class="form">
        <label>
          {say('Kind', '种类')}
          <select
            value={kind}
            onChange={(event) => {
              const next = event.currentTarget.value as FaultKind
              setKind(next)
              setGiven(FIRST_VALUES[next])
            }}
          >
            {Object.entries(FAULT_KINDS).map(([name, [text]]) => (
              <option key={name} value={name}>
                {say(...text)}
              </option>
            ))}
          </select>
        </label>
        <FaultValue {...{ kind, given, examples }} onGive={setGiven} />
        {kind === 'limit' && (
          <label>
            {say('Per', '周期')}
            <input value={per} onInput={(event) => setPer(event.currentTarget.value)} />
          </label>
        )}
        {kind === 'status' && (
          <label>
            {say('Body', '报文')}
            <input value={body} onInput={(event) => setBody(event.currentTarget.value)} />
          </label>
        )}
        <label>
          {say('Operation', '接口')}
          <select value={operation} onChange={(event) => setOperation(event.currentTarget.value)}>
            <option value="">{say('all', '全部')}</option>
            {operations.map((each) => (
              <option key={each.operation} value={each.operation}>
                {each.operation}
              </option>
            ))}
          </select>
        </label>
        <label>
          {say('Sub-merchant', '特约商户')}
          <input value={subMchid} placeholder={say('all', '全部')} onInput={(event) => setSubMchid(event.currentTarget.value.trim())} />
        </label>
        {kind !== 'limit' && (
          <label>
            {say('Times', '次数')}
            <input value={times} inputMode="numeric" onInput={(event) => setTimes(event.currentTarget.value.trim())} />
          </label>
        )}
        {canApply && (
          <label class="check">
            <input type="checkbox" checked={appliesBefore} onChange={(event) => setAppliesBefore(event.currentTarget.checked)} />
            {say('the call still takes effect', '调用照样生效')}
          </label>
        )}
        <button type="submit" class="primary" disabled={isDoing}>
          {say('Add', '添加')}
        </button>
      </div>
      <p class="note spaced">{say(...FAULT_KINDS[kind][1])}</p>
    </form>
  )
}

interface FaultValueProps {
  readonly kind: FaultKind
  readonly given: string
  /** The errors that a fault of the kind `example` can name. */
  readonly examples: readonly string[]
  readonly onGive: (value: string) => void
}

function FaultValue({ kind, given, examples, onGive }: FaultValueProps) {
  const say = useSay()
  const list = LISTS[kind]
  const texts = list && Object.entries(list).map(([name, text]) => [name, `${name}: ${say(...text)}`] as const)
  const choices = kind === 'example' ? examples.map((example) => [example, example] as const) : texts
  return (
    <label>
      {say('Value', '取值')}
      {choices ? (
        <select value={given} onChange={(event) => onGive(event.currentTarget.value)}>
          {choices.map(([name, text]) => (
            <option key={name} value={name}>
              {text}
            </option>
          ))}
        </select>
      ) : (
        <input value={given} inputMode="numeric" onInput={(event) => onGive(event.currentTarget.value)} />
      )}
    </label>
  )
}
