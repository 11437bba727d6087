import { createContext } from 'preact'
import { useContext } from 'preact/hooks'

export type Language = 'en' | 'zh'

const LANGUAGE_KEY = 'goldplan-mock-language'

/**
 * Returns the language that was chosen last. If none was chosen, returns English or Chinese, whichever the browser prefers. If the browser
 * has neither, returns English.
 */
export function firstLanguage(): Language {
  const chosen = localStorage.getItem(LANGUAGE_KEY)
  if (chosen === 'en' || chosen === 'zh') return chosen
  return navigator.languages
    .find((name) => /^(zh|en)/i.test(name))
    ?.toLowerCase()
    .startsWith('zh')
    ? 'zh'
    : 'en'
}

/** Keeps the language for the next visit, and tells browsers and screen readers the language of the page. */
export function keepLanguage(language: Language): void {
  localStorage.setItem(LANGUAGE_KEY, language)
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
}

export const LanguageContext = createContext<Language>('en')

/** Chooses between the English and the Chinese text. */
export type Say = (english: string, chinese: string) => string

/** Returns the function that chooses the text of the reader's language. */
export function useSay(): Say {
  const language = useContext(LanguageContext)
  return (english, chinese) => (language === 'zh' ? chinese : english)
}
