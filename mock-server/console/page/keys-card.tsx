import { useState } from 'preact/hooks'
import { useControl } from './control.ts'
import { useSay } from './language.tsx'
import { RefusalNote, useDoing, useRead } from './loading.tsx'
import type { Certificate, Merchant, Platform } from './schemas.ts'

/** `mock-` in hexadecimal: serial numbers of shipped and generated certificates begin with it. */
const DEVELOPMENT_SERIAL_PREFIX = '6D6F636B2D'

interface Props {
  readonly path: string
  readonly merchant: Merchant
}

/** Shows the API certificate and the platform keys of a merchant, and offers them as files for download. */
export function KeysCard({ path, merchant }: Props) {
  const say = useSay()
  const { ask } = useControl()
  const doing = useDoing()
  const certificate = useRead<Certificate>(`${path} certificate`, (control) => control.ask('GET', `${path}/certificate`))
  const platform = useRead<Platform>(`${path} platform`, (control) => control.ask('GET', `${path}/platform`))
  const change = (what: 'certificate' | 'platform', body: unknown) => void doing.run(() => ask('PUT', `${path}/${what}`, body))
  const { status, serial_no, replaced = [] } = certificate.value ?? {}
  const names = {
    valid: say('valid', '有效'),
    expired: say('expired', '已过期'),
    revoked: say('revoked', '已作废'),
    replaced: say('replaced', '已更换'),
  }
  return (
    <section class="card">
      <h2>{say('Keys', '密钥')}</h2>
      <RefusalNote refusal={certificate.refusal ?? platform.refusal ?? doing.refusal} />
      <p>
        {say('API certificate', '商户 API 证书')} <span class={status === 'valid' ? 'good' : 'bad'}>{status && names[status]}</span>
        <span class="mono"> {serial_no}</span>
        {replaced.length > 0 && <span class="muted"> {say(`replaced: ${replaced.length}`, `已更换 ${replaced.length} 个`)}</span>}
      </p>
      <div class="actions">
        <button type="button" disabled={doing.isDoing} onClick={() => change('certificate', { renew: true })}>
          {say('Renew', '换新证书')}
        </button>
        <button type="button" disabled={doing.isDoing} onClick={() => change('certificate', { renew: true, own_key: true })}>
          {say('Renew with a new key', '换新证书和密钥')}
        </button>
        {(['valid', 'expired', 'revoked'] as const)
          .filter((each) => each !== status)
          .map((each) => (
            <button key={each} type="button" disabled={doing.isDoing} onClick={() => change('certificate', { status: each })}>
              {{ valid: say('Make it valid', '恢复有效'), expired: say('Let it expire', '设为过期'), revoked: say('Revoke', '作废') }[each]}
            </button>
          ))}
      </div>
      {platform.value && <Rotation platform={platform.value} isDoing={doing.isDoing} onChange={(body) => change('platform', body)} />}
      <Files merchant={merchant} />
    </section>
  )
}

interface RotationProps {
  readonly platform: Platform
  readonly isDoing: boolean
  readonly onChange: (change: unknown) => void
}

function Rotation({ platform: { certificates, public_key, available }, isDoing, onChange }: RotationProps) {
  const say = useSay()
  const [oldest, newest] = available
  const keys = [
    ...certificates.map(({ serial_no, share, expired }) => ({
      name: serial_no,
      share,
      kind: expired ? say('expired', '已过期') : say('certificate', '平台证书'),
    })),
    ...(public_key ? [{ name: public_key.id, share: public_key.share, kind: say('public key', '公钥') }] : []),
  ]
  const noPublicKey = public_key ? { public_key: { share: 0 } } : {}
  const rotations = [
    [say('only the old certificate', '只用旧平台证书'), { certificates: [{ serial_no: oldest, share: 100 }], ...noPublicKey }],
    ...(newest === undefined
      ? []
      : ([
          [
            say('half and half', '新旧各半'),
            {
              certificates: [
                { serial_no: oldest, share: 50 },
                { serial_no: newest, share: 50 },
              ],
              ...noPublicKey,
            },
          ],
          [say('only the new one', '只用新平台证书'), { certificates: [{ serial_no: newest, share: 100 }], ...noPublicKey }],
        ] as const)),
    [say('only the public key', '只用公钥'), { certificates: [], public_key: { share: 100 } }],
  ] as const
  return (
    <>
      <h3 class="spaced">{say('Platform keys', '平台密钥')}</h3>
      <table class="plain">
        <tbody>
          {keys.map(({ name, share, kind }) => (
            <tr key={name}>
              <th scope="row" class="mono">
                {name}
              </th>
              <td>{kind}</td>
              <td>{share} %</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="note">{say('How many of a hundred answers each key signs. Rotate:', '每一百个应答中各签多少个。轮换：')}</p>
      <div class="actions">
        {rotations.map(([name, change]) => (
          <button key={name} type="button" disabled={isDoing} onClick={() => onChange(change)}>
            {name}
          </button>
        ))}
      </div>
    </>
  )
}

/** Buttons that download the keys and certificates, with the file names that WeChat Pay uses. A private key from the user is left out. */
function Files({ merchant }: { readonly merchant: Merchant }) {
  const say = useSay()
  const [isShown, setShown] = useState(false)
  const { serial_no, private_key, certificate, platform_certificates, platform_public_key, apiv3_key } = merchant
  const isOurs = serial_no.startsWith(DEVELOPMENT_SERIAL_PREFIX)
  const files: readonly (readonly [string, string])[] = [
    ...(isOurs ? [['apiclient_key.pem', private_key] as const] : []),
    ['apiclient_cert.pem', certificate],
    ...(platform_public_key ? [['pub_key.pem', platform_public_key.public_key] as const] : []),
    ...platform_certificates.map((platform) => [`wechatpay_${platform.serial_no}.pem`, platform.certificate] as const),
  ]
  return (
    <>
      <h3 class="spaced">{say('Files', '文件')}</h3>
      <div class="actions">
        {files.map(([name, text]) => (
          <button key={name} type="button" onClick={() => download(name, text)}>
            {name.length > 30 ? `wechatpay_…${name.slice(-8)}` : name}
          </button>
        ))}
        {isOurs && (
          <button type="button" aria-expanded={isShown} onClick={() => setShown(!isShown)}>
            {isShown ? say('Hide the keys', '隐藏密钥') : say('Show the keys', '显示密钥')}
          </button>
        )}
      </div>
      {!isOurs && <p class="note">{say('The private key is your own, so the page does not show it.', '私钥是你自己的，页面不显示。')}</p>}
      {isShown && (
        <pre class="raw" tabIndex={0} role="region" aria-label={say('Keys', '密钥')}>
          {`APIv3 ${say('key', '密钥')}: ${apiv3_key}\n\n${private_key}`}
        </pre>
      )}
    </>
  )
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/x-pem-file' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
