import { useState } from 'preact/hooks'
import { useControl } from './control.ts'
import { useSay } from './language.tsx'
import { RefusalNote, useDoing, useRead } from './loading.tsx'
import { typeName, verificationName } from './merchant-names.ts'
import { MerchantPage } from './merchant-page.tsx'
import { go, hashOf } from './route.ts'
import type { ListedMerchant, Merchant } from './schemas.ts'
import { TableHead } from './table-head.tsx'
import { TypeChoice } from './type-choice.tsx'

/** Shows the list of merchants, or the page of the merchant with this ID. */
export function MerchantsPage({ mchid }: { readonly mchid: string | undefined }) {
  return mchid === undefined ? <MerchantList /> : <MerchantPage key={mchid} mchid={mchid} />
}

const PAGE_SIZE = 100

function MerchantList() {
  const say = useSay()
  const { ask } = useControl()
  const [after, setAfter] = useState<readonly string[]>([])
  const last = after.at(-1)
  const query = `first=${PAGE_SIZE}${last === undefined ? '' : `&after=${last}`}`
  const { value, refusal } = useRead<{ merchants: ListedMerchant[]; total: number }>(query, (control) =>
    control.ask('GET', `/merchants?${query}`),
  )
  const doing = useDoing()
  const { merchants = [], total = 0 } = value ?? {}
  const does = (method: string, path: string) => void doing.run(() => ask(method, path))
  return (
    <div class="sheet">
      <h1>
        {say('Merchants', '服务商')} <span class="count">{total.toLocaleString('en')}</span>
      </h1>
      <RefusalNote refusal={refusal ?? doing.refusal} />
      <section class="card">
        <div class="scroll">
          <table class="plain stack">
            <TableHead
              names={[
                say('merchant ID', '商户号'),
                say('type', '类型'),
                say('verifies answers by', '应答验签方式'),
                say('certificate', '证书序列号'),
                say('actions', '操作'),
              ]}
            />
            <tbody>
              {merchants.map((merchant) => (
                <MerchantRow key={merchant.mchid} merchant={merchant} isDoing={doing.isDoing} does={does} />
              ))}
            </tbody>
          </table>
        </div>
        {total > PAGE_SIZE && (
          <div class="actions">
            <button type="button" disabled={after.length === 0} onClick={() => setAfter(after.slice(0, -1))}>
              {say('Previous', '上一页')}
            </button>
            <button
              type="button"
              disabled={merchants.length < PAGE_SIZE}
              onClick={() => setAfter([...after, merchants.at(-1)?.mchid ?? ''])}
            >
              {say('Next', '下一页')}
            </button>
          </div>
        )}
      </section>
      <NewMerchant />
    </div>
  )
}

interface RowProps {
  readonly merchant: ListedMerchant
  readonly isDoing: boolean
  readonly does: (method: string, path: string) => void
}

function MerchantRow({ merchant: { mchid, type, verification, serial_no, permanent }, isDoing, does }: RowProps) {
  const say = useSay()
  return (
    <tr>
      <td>
        <a href={hashOf('merchants', mchid)}>{mchid}</a>
      </td>
      <td>{typeName(say, type)}</td>
      <td>{verificationName(say, verification)}</td>
      <td class="mono">…{serial_no.slice(-12)}</td>
      <td>
        <span class="actions">
          <button
            type="button"
            disabled={isDoing}
            aria-label={say(`Reset ${mchid}`, `重置 ${mchid}`)}
            onClick={() => does('POST', `/merchants/${mchid}/reset`)}
          >
            {say('Reset', '重置')}
          </button>
          {!permanent && (
            <button
              type="button"
              class="danger"
              disabled={isDoing}
              aria-label={say(`Remove ${mchid}`, `删除 ${mchid}`)}
              onClick={() => does('DELETE', `/merchants/${mchid}`)}
            >
              {say('Remove', '删除')}
            </button>
          )}
        </span>
      </td>
    </tr>
  )
}

const VERIFICATIONS = ['transition', 'platform_certificate', 'public_key', 'expired_certificate'] as const

function NewMerchant() {
  const say = useSay()
  const { ask } = useControl()
  const { isDoing, refusal, run } = useDoing()
  const [mchid, setMchid] = useState('')
  const [subMchids, setSubMchids] = useState('')
  const [type, setType] = useState<Merchant['type']>('service_provider')
  const [verification, setVerification] = useState<Merchant['verification']>('transition')
  const [hasOwnKey, setOwnKey] = useState(false)
  const make = () =>
    run(async () => {
      const sub_mchids = subMchids.split(/[\s,，、]+/).filter(Boolean)
      const choice = {
        type,
        verification,
        own_key: hasOwnKey,
        ...(mchid !== '' && { mchid }),
        ...(sub_mchids.length > 0 && { sub_mchids }),
      }
      go('merchants', (await ask<Merchant>('POST', '/merchants', choice)).mchid)
    })
  return (
    <section class="card">
      <h2>{say('New merchant', '新建服务商')}</h2>
      <p class="note">
        {say(
          'Each merchant has its own sub-merchants, clock, journal, faults and certificate, so tests with different merchants do not disturb each other.',
          '每个服务商有自己的特约商户、时钟、请求记录、预设故障和证书，使用不同服务商的测试互不影响。',
        )}
      </p>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault()
          void make()
        }}
      >
        <label>
          {say('Merchant ID', '商户号')}
          <input
            value={mchid}
            inputMode="numeric"
            placeholder={say('a free one', '自动分配')}
            onInput={(event) => setMchid(event.currentTarget.value.trim())}
          />
        </label>
        <label>
          {say('Sub-merchants', '特约商户')}
          <input value={subMchids} placeholder="1900000109" onInput={(event) => setSubMchids(event.currentTarget.value)} />
        </label>
        <TypeChoice type={type} onChoice={setType} />
        <label>
          {say('Verifies answers by', '应答验签方式')}
          <select value={verification} onChange={(event) => setVerification(event.currentTarget.value as Merchant['verification'])}>
            {VERIFICATIONS.map((each) => (
              <option key={each} value={each}>
                {verificationName(say, each)}
              </option>
            ))}
          </select>
        </label>
        <label class="check">
          <input type="checkbox" checked={hasOwnKey} onChange={(event) => setOwnKey(event.currentTarget.checked)} />
          {say('its own RSA key', '使用新的 RSA 密钥')}
        </label>
        <button type="submit" class="primary" disabled={isDoing}>
          {say('Make it', '新建')}
        </button>
      </form>
      <RefusalNote refusal={refusal} />
    </section>
  )
}
