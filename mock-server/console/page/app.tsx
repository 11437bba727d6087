import { useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks'
import { ControlContext, createControl, type Refusal, useControl } from './control.ts'
import { ErrorsPage } from './errors-page.tsx'
import { ExplainPage } from './explain-page.tsx'
import { Help } from './help.tsx'
import { isTyping } from './keys.ts'
import { firstLanguage, keepLanguage, type Language, LanguageContext, useSay } from './language.tsx'
import { MerchantsPage } from './merchants-page.tsx'
import { RequestsPage } from './requests-page.tsx'
import { hashOf, type Route, useRoute } from './route.ts'
import { firstTheme, keepTheme, type Theme } from './theme.ts'
import { TokenForm } from './token-form.tsx'
import { type LiveRows, useRows } from './use-rows.ts'

const TOKEN_KEY = 'goldplan-mock-token'

/** The whole page of the console. */
export function App() {
  const [language, setLanguage] = useState<Language>(firstLanguage)
  const [theme, setTheme] = useState<Theme>(firstTheme)
  const [{ token, attempt }, setAccess] = useState({ token: sessionStorage.getItem(TOKEN_KEY) ?? '', attempt: 0 })
  const [lockedBy, setLockedBy] = useState<Refusal>()
  // Each attempt creates a new control, even if the reader types the same token again.
  const control = useMemo(() => createControl(token, setLockedBy), [attempt])
  useEffect(() => keepLanguage(language), [language])
  useLayoutEffect(() => keepTheme(theme), [theme])
  function unlock(typed: string): void {
    sessionStorage.setItem(TOKEN_KEY, typed)
    setLockedBy(undefined)
    setAccess({ token: typed, attempt: attempt + 1 })
  }
  return (
    <LanguageContext.Provider value={language}>
      <ControlContext.Provider value={control}>
        {lockedBy ? <TokenForm refusal={lockedBy} hasToken={token !== ''} onToken={unlock} /> : null}
        <Shell key={attempt} isLocked={lockedBy !== undefined} {...{ language, theme }} onLanguage={setLanguage} onTheme={setTheme} />
      </ControlContext.Provider>
    </LanguageContext.Provider>
  )
}

interface ShellProps {
  readonly isLocked: boolean
  readonly language: Language
  readonly theme: Theme
  readonly onLanguage: (language: Language) => void
  readonly onTheme: (theme: Theme) => void
}

function Shell({ isLocked, language, theme, onLanguage, onTheme }: ShellProps) {
  const route = useRoute()
  const rows = useRows(useControl())
  const [isHelpOpen, setHelpOpen] = useState(false)
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (event.key !== '?' || isTyping(event)) return
      event.preventDefault()
      setHelpOpen((isOpen) => !isOpen)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
  return (
    <div class="shell" inert={isLocked}>
      <Header {...{ route, rows, language, theme, onLanguage, onTheme }} onHelp={() => setHelpOpen(true)} />
      <main>
        {route.page === 'requests' && <RequestsPage rows={rows} parts={route.parts} />}
        {route.page === 'merchants' && <MerchantsPage mchid={route.parts[0]} />}
        {route.page === 'errors' && <ErrorsPage />}
        {route.page === 'explain' && <ExplainPage />}
      </main>
      {isHelpOpen && <Help onClose={() => setHelpOpen(false)} />}
    </div>
  )
}

const THEMES: readonly Theme[] = ['auto', 'light', 'dark']

interface HeaderProps extends Omit<ShellProps, 'isLocked'> {
  readonly route: Route
  readonly rows: LiveRows
  readonly onHelp: () => void
}

function Header({ route, rows, language, theme, onLanguage, onTheme, onHelp }: HeaderProps) {
  const say = useSay()
  const tabs: readonly (readonly [Route['page'], string])[] = [
    ['requests', say('Requests', '请求')],
    ['merchants', say('Merchants', '服务商')],
    ['errors', say('Errors', '错误')],
    ['explain', say('Explain', '签名诊断')],
  ]
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'auto'
  const names: Readonly<Record<Theme, string>> = { auto: say('System', '跟随系统'), light: say('Light', '浅色'), dark: say('Dark', '深色') }
  return (
    <header class="top">
      <a class="brand" href="#/requests" title="wechatpay-goldplan-mock">
        <span class="mark" aria-hidden="true">
          ✓
        </span>
        <span class="name">{say('Gold plan mock', '点金计划沙箱')}</span>
      </a>
      <nav aria-label={say('Pages', '页面')}>
        {tabs.map(([page, name]) => (
          <a key={page} href={hashOf(page)} aria-current={route.page === page ? 'page' : undefined}>
            {name}
          </a>
        ))}
      </nav>
      <Connection rows={rows} />
      <div class="settings">
        <button type="button" lang={language === 'zh' ? 'en' : 'zh-CN'} onClick={() => onLanguage(language === 'zh' ? 'en' : 'zh')}>
          {language === 'zh' ? 'English' : '中文'}
        </button>
        <button type="button" onClick={() => onTheme(next)} aria-label={say(`Appearance: ${names[theme]}`, `外观：${names[theme]}`)}>
          {names[theme]}
        </button>
        <button type="button" class="help-button" onClick={onHelp} aria-label={say('Keys and help', '快捷键与帮助')}>
          ?
        </button>
      </div>
    </header>
  )
}

function Connection({ rows: { connection } }: { readonly rows: LiveRows }) {
  const say = useSay()
  const names = {
    opening: say('connecting', '正在连接'),
    open: say('live', '实时'),
    lost: say('no connection, trying again', '连接断开，正在重试'),
  }
  return (
    <span class={`connection ${connection}`} role="status">
      <span class="dot" aria-hidden="true" />
      {names[connection]}
    </span>
  )
}
