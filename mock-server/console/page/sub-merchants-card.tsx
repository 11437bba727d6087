import { useState } from 'preact/hooks'
import { useControl } from './control.ts'
import { useSay } from './language.tsx'
import { RefusalNote, useDoing, useRead } from './loading.tsx'
import type { SubMerchant } from './schemas.ts'
import { TableHead } from './table-head.tsx'

/** Shows the sub-merchants of a merchant in a table, with checkboxes for their settings. */
export function SubMerchantsCard({ path }: { readonly path: string }) {
  const say = useSay()
  const { ask } = useControl()
  const { value, refusal } = useRead<{ sub_merchants: SubMerchant[] }>(path, (control) => control.ask('GET', `${path}/sub_merchants`))
  const doing = useDoing()
  const [added, setAdded] = useState('')
  const does = (work: () => Promise<unknown>) => void doing.run(work)
  const put = (record: SubMerchant) => does(() => ask('PUT', `${path}/sub_merchants/${record.sub_mchid}`, record))
  const all = value?.sub_merchants ?? []
  return (
    <section class="card">
      <h2>
        {say('Sub-merchants', '特约商户')} <span class="count">{all.length}</span>
      </h2>
      <RefusalNote refusal={refusal ?? doing.refusal} />
      <div class="scroll">
        <table class="plain">
          <TableHead
            names={[
              'sub_mchid',
              say('gold plan: JSAPI', '点金计划：JSAPI'),
              say('mini program', '小程序'),
              say('receipt', '商家小票'),
              say('advertising', '广告展示'),
              say('own receipt link', '独立链接'),
              say('JSAPI payments', '有 JSAPI 支付'),
              say('punished', '被处罚'),
              say('industry filters', '同业过滤'),
              say('actions', '操作'),
            ]}
          />
          <tbody>
            {all.slice(0, 200).map((record) => (
              <SubMerchantRow
                key={record.sub_mchid}
                record={record}
                onPut={put}
                onRemove={() => does(() => ask('DELETE', `${path}/sub_merchants/${record.sub_mchid}`))}
              />
            ))}
          </tbody>
        </table>
      </div>
      {all.length > 200 && <p class="note">{say('The first 200 are shown.', '只显示前 200 个。')}</p>}
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault()
          does(() => ask('PUT', `${path}/sub_merchants/${encodeURIComponent(added)}`, {}))
        }}
      >
        <label>
          {say('New sub-merchant', '新的特约商户号')}
          <input value={added} inputMode="numeric" onInput={(event) => setAdded(event.currentTarget.value.trim())} />
        </label>
        <button type="submit" disabled={added === '' || doing.isDoing}>
          {say('Add', '添加')}
        </button>
      </form>
    </section>
  )
}

interface RowProps {
  readonly record: SubMerchant
  readonly onPut: (record: SubMerchant) => void
  readonly onRemove: () => void
}

function SubMerchantRow({ record, onPut, onRemove }: RowProps) {
  const say = useSay()
  const { sub_mchid, gold_plan, custom_page, advertising_show, advertising_industry_filters } = record
  const box = (label: string, checked: boolean, change: (isOn: boolean) => SubMerchant) => (
    <td>
      <input
        type="checkbox"
        aria-label={`${label} ${sub_mchid}`}
        checked={checked}
        onChange={(event) => onPut(change(event.currentTarget.checked))}
      />
    </td>
  )
  const status = (isOn: boolean) => (isOn ? 'OPEN' : 'CLOSED')
  const scene = (name: 'JSAPI' | 'MINIPROGRAM') => (isOn: boolean) => ({
    ...record,
    gold_plan: { ...gold_plan, [name]: { status: status(isOn), closed_at: null } },
  })
  return (
    <tr>
      <th scope="row" class="mono">
        {sub_mchid}
      </th>
      {box(say('gold plan JSAPI', '点金计划 JSAPI'), gold_plan.JSAPI.status === 'OPEN', scene('JSAPI'))}
      {box(say('gold plan mini program', '点金计划小程序'), gold_plan.MINIPROGRAM.status === 'OPEN', scene('MINIPROGRAM'))}
      {box(say('receipt', '商家小票'), custom_page === 'OPEN', (isOn) => ({ ...record, custom_page: status(isOn) }))}
      {box(say('advertising', '广告展示'), advertising_show === 'OPEN', (isOn) => ({ ...record, advertising_show: status(isOn) }))}
      {box(say('own receipt link', '独立链接'), record.custom_page_link, (isOn) => ({ ...record, custom_page_link: isOn }))}
      {box(say('JSAPI payments', '有 JSAPI 支付'), record.jsapi_payments, (isOn) => ({ ...record, jsapi_payments: isOn }))}
      {box(say('punished', '被处罚'), record.punished, (isOn) => ({ ...record, punished: isOn }))}
      <td>{advertising_industry_filters.join(', ') || '—'}</td>
      <td>
        <button type="button" class="danger" aria-label={say(`Remove ${sub_mchid}`, `删除 ${sub_mchid}`)} onClick={onRemove}>
          {say('Remove', '删除')}
        </button>
      </td>
    </tr>
  )
}
