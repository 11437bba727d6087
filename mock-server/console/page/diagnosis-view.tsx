import { useContext } from 'preact/hooks'
import { compareMessages, type Piece } from './compare.ts'
import { LanguageContext, useSay } from './language.tsx'
import type { Diagnosis } from './schemas.ts'
import { TableHead } from './table-head.tsx'
import { Pieces, VisibleText } from './visible-text.tsx'

interface Props {
  readonly diagnosis: Diagnosis
  /** The signature message (待签名串) that the server built, if any. */
  readonly built: string | null
}

/** Shows why a signature was refused: the mistakes, what is certain, and the signature messages that the server and the client built. */
export function DiagnosisView({ diagnosis, built }: Props) {
  const say = useSay()
  const { mistakes, certain, key, hash, signed, same_as } = diagnosis
  return (
    <section class="diagnosis">
      <h3>{mistakes.length > 0 ? say('What is wrong', '错在哪里') : say('What is certain', '可以确定的是')}</h3>
      {mistakes.map(({ id, source, ...mistake }) => (
        <article key={id} class="mistake">
          <p class="what">
            <code>{id}</code> <Both english={mistake.message} chinese={mistake.message_zh} />
          </p>
          <p class="fix">
            <span class="arrow" aria-hidden="true">
              →
            </span>{' '}
            <Both english={mistake.fix} chinese={mistake.fix_zh} />
          </p>
          {source !== null && /^https:\/\//.test(source) && (
            <a class="source" href={source} target="_blank" rel="noreferrer noopener">
              {say('more about it, on another site ↗', '更多说明（外部网站）↗')}
            </a>
          )}
        </article>
      ))}
      {certain.length > 0 && (
        <ul class="certain">
          {certain.map(({ message, message_zh }) => (
            <li key={message}>
              <Both english={message} chinese={message_zh} />
            </li>
          ))}
        </ul>
      )}
      {same_as.length > 0 && (
        <p class="note">
          {say('The same signature would also come from: ', '同样的签名也可能来自：')}
          {same_as.map((ids) => ids.join(' + ')).join(say(', or ', '，或 '))}
        </p>
      )}
      <p class="note">
        {key && (
          <>
            {say('The signature was made with the key of', '签名所用密钥属于')} {key.mchid ?? say('WeChat Pay', '微信支付')}
            {say(', serial number', '，序列号')} <code>{key.serial_no}</code>
            {say('.', '。')}{' '}
          </>
        )}
        {hash !== null && (
          <>
            {say('hash', '摘要算法')}: {hash}
          </>
        )}
      </p>
      <Messages built={built} signed={signed} />
    </section>
  )
}

/** Shows a text in the reader's language, and below it the same text in the other language. */
export function Both({ english, chinese }: { readonly english: string; readonly chinese: string }) {
  const isChinese = useContext(LanguageContext) === 'zh'
  const [first, second] = isChinese ? [chinese, english] : [english, chinese]
  const [one, other] = isChinese ? (['zh-CN', 'en'] as const) : (['en', 'zh-CN'] as const)
  return (
    <span class="both">
      <span lang={one}>
        <Pieces text={first} />
      </span>
      {second !== first && (
        <span class="other" lang={other}>
          <Pieces text={second} />
        </span>
      )}
    </span>
  )
}

/**
 * Shows the two signature messages side by side, or one below the other if they are long. Shows nothing if the messages are equal or
 * one of them is unknown.
 */
function Messages({ built, signed }: { readonly built: string | null; readonly signed: string | null }) {
  const say = useSay()
  if (built === null || signed === null || signed === built) return null
  if (built.length + signed.length > 40_000)
    return (
      <div class="messages">
        <VisibleText text={built} hasSigns label={say('built by the server', '服务端构造')} />
        <VisibleText text={signed} hasSigns label={say('signed by the client', '客户端签名的内容')} />
      </div>
    )
  const lines = compareMessages(built, signed)
  return (
    <table class="messages">
      <TableHead names={[say('built by the server', '服务端构造'), say('signed by the client', '客户端签名的内容')]} />
      <tbody>
        {lines.map(({ left, right }, index) => (
          <tr key={index}>
            <Line pieces={left} kind="left" />
            <Line pieces={right} kind="right" />
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Line({ pieces, kind }: { readonly pieces: readonly Piece[] | undefined; readonly kind: 'left' | 'right' }) {
  const say = useSay()
  if (!pieces) return <td class="line missing">{say('(no line)', '（无此行）')}</td>
  return (
    <td class={`line ${kind}${pieces.some(({ differs }) => differs) ? ' differs' : ''}`}>
      {pieces.map(({ text, differs }, index) =>
        differs ? (
          <mark key={index}>
            <Pieces text={text} hasSigns />
          </mark>
        ) : (
          <Pieces key={index} text={text} hasSigns />
        ),
      )}
    </td>
  )
}
