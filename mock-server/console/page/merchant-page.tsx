import { ClockCard } from './clock-card.tsx'
import { useControl } from './control.ts'
import { FaultsCard } from './faults-card.tsx'
import { KeysCard } from './keys-card.tsx'
import { useSay } from './language.tsx'
import { RefusalNote, useDoing, useRead } from './loading.tsx'
import { typeName, verificationName } from './merchant-names.ts'
import { MigrationCard } from './migration-card.tsx'
import { NotificationsCard } from './notifications-card.tsx'
import { go, hashOf } from './route.ts'
import type { Merchant } from './schemas.ts'
import { SubMerchantsCard } from './sub-merchants-card.tsx'
import { TypeChoice } from './type-choice.tsx'

/** The page of one merchant: its conditions, sub-merchants, clock, keys, migration, faults and notifications. */
export function MerchantPage({ mchid }: { readonly mchid: string }) {
  const say = useSay()
  const { ask } = useControl()
  const path = `/merchants/${encodeURIComponent(mchid)}`
  const { value: merchant, refusal } = useRead<Merchant>(mchid, (control) => control.ask('GET', path))
  const doing = useDoing()
  if (refusal?.status === 404)
    return (
      <div class="sheet">
        <p class="notice" role="alert">
          {say(`There is no merchant ${mchid}. It may have been removed.`, `没有服务商 ${mchid}，或已被删除。`)}{' '}
          <a href={hashOf('merchants')}>{say('All merchants', '全部服务商')}</a>
        </p>
      </div>
    )
  const does = (work: () => Promise<unknown>) => void doing.run(work)
  return (
    <div class="sheet">
      <div class="crumbs">
        <a href={hashOf('merchants')}>{say('Merchants', '服务商')}</a>
        <h1>{mchid}</h1>
        {merchant && (
          <span class="muted">
            {typeName(say, merchant.type)} · {verificationName(say, merchant.verification)}
          </span>
        )}
        <span class="actions">
          <button type="button" disabled={doing.isDoing} onClick={() => does(() => ask('POST', `${path}/reset`))}>
            {say('Reset', '重置')}
          </button>
          {merchant?.permanent === false && (
            <button
              type="button"
              class="danger"
              disabled={doing.isDoing}
              onClick={() =>
                does(async () => {
                  await ask('DELETE', path)
                  go('merchants')
                })
              }
            >
              {say('Remove', '删除')}
            </button>
          )}
        </span>
      </div>
      <RefusalNote refusal={refusal ?? doing.refusal} />
      {merchant && (
        <>
          <ConditionsCard merchant={merchant} onChange={(change) => does(() => ask('PATCH', path, change))} />
          <SubMerchantsCard path={path} />
          <div class="pair">
            <ClockCard path={path} />
            <KeysCard path={path} merchant={merchant} />
          </div>
          <MigrationCard path={path} mchid={mchid} />
          <FaultsCard path={path} />
          <NotificationsCard path={path} />
        </>
      )}
    </div>
  )
}

interface ConditionsProps {
  readonly merchant: Merchant
  readonly onChange: (change: Partial<Merchant>) => void
}

function ConditionsCard({ merchant, onChange }: ConditionsProps) {
  const say = useSay()
  const switches = [
    ['gold_plan_open', say('has opened the gold plan', '自身已开通点金计划')],
    ['custom_page_link', say('has configured the link of its receipt', '已配置商家小票链接')],
    ['opens_by_default', say('opens the gold plan by default', '默认开通点金计划')],
    ['punished', say('punished by WeChat Pay', '被微信支付处罚')],
    ['strict', say('serial numbers in upper case only', '证书序列号必须大写')],
  ] as const
  return (
    <section class="card">
      <h2>{say('Conditions', '状况')}</h2>
      <div class="form">
        {switches.map(([name, label]) => (
          <label key={name} class="check">
            <input type="checkbox" checked={merchant[name]} onChange={(event) => onChange({ [name]: event.currentTarget.checked })} />
            {label}
          </label>
        ))}
        <TypeChoice type={merchant.type} onChoice={(type) => onChange({ type })} />
      </div>
    </section>
  )
}
