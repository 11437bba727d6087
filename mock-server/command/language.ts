/** The language that a reader wants first. Most texts for people are in both languages. */
export type Language = 'en' | 'zh'

/** The settings of a machine that tell the language of its user. */
export interface Locale {
  readonly variables: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  /** The locale of the operating system, such as `zh-CN`. */
  readonly ofSystem: string
}

/** The locale of this process. */
export function processLocale(): Locale {
  return { variables: process.env, platform: process.platform, ofSystem: Intl.DateTimeFormat().resolvedOptions().locale }
}

/**
 * The language of the locale. The first of LC_ALL, LC_MESSAGES and LANG that is set decides. Windows usually sets none of them, so the locale of the
 * system is used there.
 *
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html#tag_08_02
 */
export function languageOf({ variables, platform, ofSystem }: Locale): Language {
  const named = ['LC_ALL', 'LC_MESSAGES', 'LANG'].map((name) => variables[name]).find(Boolean)
  return /^zh/i.test(named ?? (platform === 'win32' ? ofSystem : '')) ? 'zh' : 'en'
}

/** Both texts, the reader's language first. */
export function bothTexts(language: Language, english: string, chinese: string): readonly [string, string] {
  return language === 'zh' ? [chinese, english] : [english, chinese]
}

/** Both texts on one line, the reader's language first. */
export function inBoth(language: Language, english: string, chinese: string): string {
  return language === 'zh' ? `${chinese} (${english})` : `${english} (${chinese})`
}
