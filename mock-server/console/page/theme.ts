/** The colours of the page; `auto` follows the setting of the operating system. */
export type Theme = 'auto' | 'light' | 'dark'

const THEME_KEY = 'goldplan-mock-theme'

/** Returns the theme that the user chose on an earlier visit, or `auto`. */
export function firstTheme(): Theme {
  const chosen = localStorage.getItem(THEME_KEY)
  return chosen === 'light' || chosen === 'dark' ? chosen : 'auto'
}

/** Applies a theme, and saves it for the next visit. Returns a function that stops following the operating system. */
export function keepTheme(theme: Theme): () => void {
  localStorage.setItem(THEME_KEY, theme)
  const system = matchMedia('(prefers-color-scheme: dark)')
  const apply = () => {
    const ofSystem = system.matches ? 'dark' : 'light'
    document.documentElement.dataset['theme'] = theme === 'auto' ? ofSystem : theme
  }
  apply()
  system.addEventListener('change', apply)
  return () => system.removeEventListener('change', apply)
}
