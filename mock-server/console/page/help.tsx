import { useEffect, useRef } from 'preact/hooks'
import { useSay } from './language.tsx'

/** A dialog that lists the keyboard shortcuts and explains what the page does. */
export function Help({ onClose }: { readonly onClose: () => void }) {
  const say = useSay()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  const keys: readonly (readonly [string, string])[] = [
    ['j  k', say('next, previous request', '下一个、上一个请求')],
    ['Enter', say('open the request', '打开请求')],
    ['Esc', say('close it', '关闭')],
    ['/', say('search', '搜索')],
    ['p', say('pause, go on', '暂停、继续')],
    ['?', say('this help', '本帮助')],
  ]
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title" onClose={onClose}>
      <h2 id="help-title">{say('Keys', '快捷键')}</h2>
      <dl>
        {keys.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <p class="note">
        {say(
          'The page shows what this server received and answered, and talks only to this server. Everything that the page does on the server can also be done with the control API at /__mock.',
          '本页面显示这个服务收到的请求和作出的应答，只与这个服务通信。页面对服务的所有操作都可以通过 /__mock 控制接口完成。',
        )}
      </p>
      <form method="dialog" onSubmit={onClose}>
        <button type="button" class="primary" onClick={() => dialog.current?.close()}>
          {say('Close', '关闭')}
        </button>
      </form>
    </dialog>
  )
}
