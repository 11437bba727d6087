import { styleText } from 'node:util'
import type { Diagnosis } from '../../../contracts/index.ts'
import { bothTexts, inBoth, type Language } from '../language.ts'
import { isBeginningOf } from './compare-messages.ts'
import { messageLines, signsLine } from './message-lines.ts'
import type { Reader } from './reader.ts'
import { wrapped } from './terminal-text.ts'

/** A request and its diagnosis. */
export interface Diagnosed {
  /** The signature message (待签名串) that the server built from the request; `null` to show none. */
  readonly built: string | null
  readonly diagnosis: Diagnosis
}

/**
 * Formats a diagnosis for 80 columns: the mistakes, what is certain, and the message that the server built, compared with the one that the
 * client signed. The text is coloured when the stream is a terminal.
 */
export function diagnosisBlock({ built, diagnosis }: Diagnosed, reader: Reader): string {
  const { mistakes, signed, key } = diagnosis
  const isUnknown = mistakes.length === 0 && signed === null && key
  const lines = [
    ...(isUnknown ? unknownLines(reader) : []),
    ...mistakeLines(mistakes, reader),
    ...findingLines(diagnosis.certain, reader),
    ...factLines(diagnosis, reader),
    ...(built === null ? [] : [...legend(built, diagnosis, reader), ...messageLines(built, diagnosis.signed, reader)]),
  ]
  return lines.join('\n')
}

/** Says that no known mistake explains a signature. */
export function unknownLines({ language }: Reader): string[] {
  return bothTexts(language, ...UNKNOWN).flatMap((text) => wrapped(text, '  '))
}

const UNKNOWN = ['No known mistake explains this signature. What is certain:', '没有已知的错误能解释这个签名。可以确定的是：'] as const

/** Formats mistakes for 80 columns. */
export function mistakeLines(mistakes: readonly Diagnosis['mistakes'][number][], { stream, language }: Reader): string[] {
  return mistakes.flatMap(({ id, message, message_zh, fix, fix_zh }, index) => [
    styleText(['red', 'bold'], `  ✗ ${id}`, { stream }),
    ...bothTexts(language, message, message_zh).flatMap((text) => wrapped(text, '    ')),
    // When several mistakes in a row have the same fix, it is shown once, after the last of them.
    ...(mistakes[index + 1]?.fix === fix ? [] : bothTexts(language, fix, fix_zh).flatMap((text) => wrapped(text, '    → ', '      '))),
  ])
}

/** Formats what is certain for 80 columns. */
export function findingLines(certain: readonly Diagnosis['certain'][number][], { language }: Reader): string[] {
  return certain.flatMap(({ message, message_zh }) => {
    const [first, second] = bothTexts(language, message, message_zh)
    return [...wrapped(first, '  · ', '    '), ...wrapped(second, '    ')]
  })
}

/** Says whose key made the signature. The text is in one language only, so that the key fits on the same line. */
const OWNERS = {
  registered: { en: 'registered,', zh: '已登记' },
  same_merchant: { en: 'of another certificate of the same merchant,', zh: '同一商户的另一个证书' },
  other_merchant: { en: 'of another merchant,', zh: '另一个商户' },
  platform: { en: 'of the platform,', zh: '微信支付平台' },
} as const satisfies Record<NonNullable<Diagnosis['key']>['owner'], Record<Language, string>>

function factLines({ key, hash, same_as }: Diagnosis, { language }: Reader): string[] {
  return [
    ...fact(inBoth(language, 'key', '密钥'), key && [OWNERS[key.owner][language], key.mchid, key.serial_no].filter(Boolean).join(' ')),
    ...fact(inBoth(language, 'hash', '摘要算法'), hash),
    ...fact(inBoth(language, 'or', '或'), same_as.map((ids) => ids.join(' + ')).join('; ')),
  ]
}

function fact(name: string, value: string | null): string[] {
  return value ? wrapped(`${name}: ${value}`, '  ', '    ') : []
}

function legend(built: string, { signed }: Diagnosis, reader: Reader): string[] {
  const { language } = reader
  if (signed === null) return [`  ${inBoth(language, 'the signature message, built from the request', '待签名串')}:`]
  if (signed === built)
    return [`  ${inBoth(language, 'the message built from the request; the client signed it', '待签名串，与所签一致')}:`]
  if (isBeginningOf(built, signed))
    return [`  ${inBoth(language, 'the first 8,192 bytes of both messages are equal', '前 8,192 字节与所签一致')}:`]
  return [signsLine(['built by the server', '服务端构造'], ['signed by the client', '客户端所签'], reader)]
}
