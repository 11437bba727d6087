import { useContext } from 'preact/hooks'
import { LanguageContext, useSay } from './language.tsx'
import { signerName } from './merchant-names.ts'
import { clockOf } from './request-list.tsx'
import { hashOf } from './route.ts'
import type { JournalEntry } from './schemas.ts'
import { Pieces } from './visible-text.tsx'

/** Shows what happened to a request, in a few lines. */
export function Facts({ entry }: { readonly entry: JournalEntry }) {
  const say = useSay()
  const language = useContext(LanguageContext)
  const { mchid, operation, verdict, error, example, faults, signer, warnings = [], request_id } = entry
  const rows: readonly (readonly [string, preact.ComponentChild])[] = [
    [say('Merchant', '服务商'), mchid === null ? '—' : <a href={hashOf('merchants', mchid)}>{mchid}</a>],
    [say('Operation', '接口'), operation ?? say('none matches', '没有对应的接口')],
    [say('Signature', '请求签名'), <VerdictText key="verdict" verdict={verdict} />],
    ...(error ? [[say('Error', '错误'), <ErrorText key="error" error={error} example={example} />] as const] : []),
    ...(faults.length > 0 ? [[say('Faults', '预设故障'), <FaultsText key="faults" mchid={mchid} faults={faults} />] as const] : []),
    [say('Timeline', '时间线'), <Timeline key="timeline" entry={entry} />],
    [
      say('Answer signed by', '应答签名'),
      signer ? (
        <>
          {signerName(say, signer.kind)} <code>{signer.serial_no}</code>
          <span class="why">{language === 'zh' ? signer.reason_zh : signer.reason}</span>
        </>
      ) : (
        say('the answer is not signed', '应答未签名')
      ),
    ],
    ...(request_id === null ? [] : [['Request-ID', <code key="id">{request_id}</code>] as const]),
    ...warnings.map((warning) => [say('Warning', '警告'), <Pieces key={warning} text={warning} />] as const),
  ]
  return (
    <dl class="facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function VerdictText({ verdict }: Pick<JournalEntry, 'verdict'>) {
  const say = useSay()
  if (verdict === 'valid') return <span class="good">{say('valid', '正确')}</span>
  if (verdict === null) return <>{say('not checked', '未检查')}</>
  return <span class="bad">{verdict}</span>
}

function ErrorText({ error, example }: { readonly error: NonNullable<JournalEntry['error']>; readonly example: string | null }) {
  const say = useSay()
  return (
    <>
      {error.field !== null && (
        <span class="field">
          {say('field', '字段')}{' '}
          <code>
            <Pieces text={error.field} />
          </code>
        </span>
      )}
      <span lang="zh-CN">
        <Pieces text={error.message} />
      </span>
      {example !== null && <span class="why">{example}</span>}
    </>
  )
}

/** Shows links to the faults that affected the answer. A user who has forgotten a fault would look for the cause of the error elsewhere. */
function FaultsText({ mchid, faults }: Pick<JournalEntry, 'mchid' | 'faults'>) {
  const say = useSay()
  return (
    <>
      {faults.map((fault) => (
        <a key={fault} href={hashOf('merchants', mchid ?? '')}>
          #{fault}
        </a>
      ))}
      <span class="why">{say('set for this merchant and applied to this answer', '该服务商的预设故障，已作用于这个应答')}</span>
    </>
  )
}

function Timeline({ entry: { time, delay_ms = 0, wire, status } }: { readonly entry: JournalEntry }) {
  const say = useSay()
  return (
    <ol class="timeline">
      <li>
        {say('arrived', '到达')} <time dateTime={time}>{clockOf(time)}</time>
      </li>
      {delay_ms > 0 && <li class="warn">{say(`delayed by ${Math.round(delay_ms)} ms`, `延迟 ${Math.round(delay_ms)} 毫秒`)}</li>}
      {wire === null ? <li>{say(`answered ${status}`, `应答 ${status}`)}</li> : <li class="bad">{say(`fault ${wire}`, `故障 ${wire}`)}</li>}
    </ol>
  )
}
