import { useState } from 'preact/hooks'
import { useControl } from './control.ts'
import { useSay } from './language.tsx'
import { RefusalNote, useDoing, useOperations } from './loading.tsx'
import { MerchantChoice } from './merchant-choice.tsx'
import { hashOf } from './route.ts'
import type { Fault, ListedOperation } from './schemas.ts'
import { StatusBadge } from './status-badge.tsx'
import { TableHead } from './table-head.tsx'

/** Shows the documented errors of an operation. A click on an error makes the server answer the next call with this error. */
export function ErrorsPage() {
  const say = useSay()
  const { ask } = useControl()
  const { value: operations = [], refusal } = useOperations()
  const [operation, setOperation] = useState('')
  const [text, setText] = useState('')
  const [mchid, setMchid] = useState('')
  const [armed, setArmed] = useState<Fault>()
  const doing = useDoing()
  const shown = operations.find((each) => each.operation === operation) ?? operations[0]
  const words = text.toLowerCase()
  const examples =
    shown?.examples.filter((each) => `${each.example} ${each.status} ${each.code} ${each.message}`.toLowerCase().includes(words)) ?? []
  const arm = (example: string) =>
    void doing.run(async () => {
      setArmed(undefined)
      setArmed(await ask<Fault>('POST', `/merchants/${encodeURIComponent(mchid)}/faults`, { example, operation: shown?.operation }))
    })
  return (
    <div class="sheet">
      <h1>{say('Errors on demand', '按需返回错误')}</h1>
      <p class="note">
        {say(
          'Arm an error, and the next call of this operation by this merchant gets it. A call that names a test sub-merchant gets the error in its row, without arming.',
          '点击“下次返回”，该服务商下一次调用此接口就会得到这个错误。用测试用特约商户号调用，无需预设即返回对应的错误。',
        )}
      </p>
      <RefusalNote refusal={refusal} />
      <section class="card">
        <div class="form">
          <MerchantChoice mchid={mchid} onChoice={setMchid} />
          <label>
            {say('Operation', '接口')}
            <select value={shown?.operation ?? ''} onChange={(event) => setOperation(event.currentTarget.value)}>
              {operations.map((each) => (
                <option key={each.operation} value={each.operation}>
                  {each.method} {each.path}
                </option>
              ))}
            </select>
          </label>
          <label>
            {say('Search', '搜索')}
            <input type="search" value={text} onInput={(event) => setText(event.currentTarget.value)} />
          </label>
        </div>
        <div aria-live="polite" class="spaced armed">
          <RefusalNote refusal={doing.refusal} />
          {armed && (
            <p class="notice good">
              {say(
                `${armed.example} answers the next call of ${armed.operation} by ${mchid}`,
                `${mchid} 下一次调用 ${armed.operation} 将返回 ${armed.example}`,
              )}{' '}
              <a href={hashOf('merchants', mchid)}>{say('faults of this merchant', '查看预设故障')}</a>
            </p>
          )}
        </div>
        <div class="scroll">
          <table class="plain stack">
            <TableHead
              names={[
                say('status', '状态码'),
                say('error', '错误'),
                say('message', '错误描述'),
                say('test sub-merchant', '测试用特约商户'),
                say('actions', '操作'),
              ]}
            />
            <tbody>
              {examples.map((each) => (
                <ExampleRow key={each.example} row={each} isReady={mchid !== ''} onArm={() => arm(each.example)} />
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </div>
  )
}

interface ExampleProps {
  readonly row: ListedOperation['examples'][number]
  readonly isReady: boolean
  readonly onArm: () => void
}

function ExampleRow({ row: { example, status, code, message, sub_mchid }, isReady, onArm }: ExampleProps) {
  const say = useSay()
  return (
    <tr>
      <td>
        <StatusBadge status={status} wire={null} />
      </td>
      <td class="mono">
        <b>{code}</b>
        {example !== code && <span class="why">{example}</span>}
      </td>
      <td lang="zh-CN">{message}</td>
      <td class="mono">{sub_mchid ?? '—'}</td>
      <td>
        <button type="button" disabled={!isReady} aria-label={say(`Arm ${example}`, `下次返回 ${example}`)} onClick={onArm}>
          {say('Arm', '下次返回')}
        </button>
      </td>
    </tr>
  )
}
