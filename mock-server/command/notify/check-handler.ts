import type { Command } from 'commander'
import { prepareJunit, writeJunit } from '../junit.ts'
import { bothTexts, type Language, languageOf, processLocale } from '../language.ts'
import { casesWith, exitCodeOf, isWrong, junitOf, lineOf } from '../scorecard/scorecard.ts'
import { configure, readMerchants } from '../settings/configuration.ts'
import { INTERRUPTED, stopWhenInterrupted } from '../stop-when-interrupted.ts'
import { conclusion, jsonOf } from './conclusion.ts'
import { findHandler } from './find-handler.ts'
import { NOTIFY_FIXES } from './fixes.ts'
import { createWriter } from './notification-writer.ts'
import { NOTIFY_CASES } from './notify-cases.ts'
import type { NotifyOptions } from './notify-options.ts'
import { type NotifyResult, tryNotification } from './try-notifications.ts'
import { whyRefused } from './why-refused.ts'

/** Sends valid and forged notifications to a handler and reports which notifications the handler believes. */
export async function checkHandler(command: Command): Promise<void> {
  const options = command.opts<NotifyOptions>()
  const cases = casesWith(NOTIFY_CASES, options.only)
  const configuration = await configure(command)
  const [merchant = {}] = await readMerchants(configuration)
  const writer = await createWriter(options, merchant)
  if (options.junit !== undefined) await prepareJunit(options.junit)
  const handler = await findHandler(options.url, configuration.settings.notifyAllow ?? [])
  using interruption = stopWhenInterrupted()
  const language = languageOf(processLocale())
  const results: NotifyResult[] = []
  for (const one of cases.filter(({ key }) => key !== writer.key)) {
    if (interruption.hasCome()) break
    const result = await tryNotification(one, { handler, writer, timeout: options.timeout })
    results.push(result)
    if (!options.json) process.stdout.write(textOf(result, writer.serial, language))
  }
  const about = { url: options.url, event_type: options.event, serial: writer.serial }
  process.stdout.write(options.json ? jsonOf(results, about) : conclusion(results, language))
  if (options.junit !== undefined) await writeJunit(options.junit, junitOf(results, 'notify check', 'notification', NOTIFY_FIXES))
  process.exitCode = interruption.hasCome() ? INTERRUPTED : exitCodeOf(results)
}

/** Formats a result as one line. If the handler refused the valid notification, further lines give its answer and the likely reasons. */
function textOf(result: NotifyResult, serial: string, language: Language): string {
  const line = `${lineOf(result, language)}\n`
  if (result.audited.id !== 'valid' || !isWrong(result)) return line
  const answered = result.answer === '' ? [] : [`${bothTexts(language, 'It answered:', '处理程序的应答：')[0]} ${result.answer}`]
  const reasons = whyRefused(result, serial).map((texts) => bothTexts(language, ...texts)[0])
  return line + [...answered, ...reasons].map((text) => `  ${text}\n`).join('')
}
