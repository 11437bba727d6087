import * as z from 'zod'

// What a setting may be, wherever it comes from: a flag, a variable or the file. Each says in a sentence what is wanted.

const PORT = 'A port is a whole number from 0 to 65535.'
export const port: z.ZodType<number> = z.int(PORT).min(0, PORT).max(65_535, PORT)

const JOURNAL_LIMIT = 'A journal limit is a whole number of entries, 0 or more.'
export const journalLimit: z.ZodType<number> = z.int(JOURNAL_LIMIT).min(0, JOURNAL_LIMIT)

const WORKERS = 'A number of workers is a whole number, 1 or more.'
export const workers: z.ZodType<number> = z.int(WORKERS).min(1, WORKERS)

export const host: z.ZodType<string> = nonEmpty('A host is an address or a name.')
export const file: z.ZodType<string> = nonEmpty('A file is named by its path.')

/** How the log is written. */
export type LogFormat = 'pretty' | 'json'
export const logFormat: z.ZodType<LogFormat> = choice('pretty', 'json')

/** From nothing to everything: a level logs what those before it log, too. */
export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]
export const logLevel: z.ZodType<LogLevel> = choice(...LOG_LEVELS)

const QUOTED = 'It is a string: put it in quotes.'
export const mchid: z.ZodType<string> = z.string(QUOTED).regex(/^\d{1,32}$/, 'A merchant ID is 1 to 32 digits.')
export const subMchid: z.ZodType<string> = z.string(QUOTED).regex(/^\d{1,32}$/, "A sub-merchant's ID is 1 to 32 digits.")

/** It goes into a header: a space or a line break would never match. */
export const controlToken: z.ZodType<string> = z
  .string('A control token is a string: put it in quotes.')
  .regex(/^[\x21-\x7e]+$/, 'A control token is one or more visible ASCII characters, without spaces.')

/** One of some words. */
export function choice<const Word extends string>(...words: readonly Word[]): z.ZodType<Word> {
  return z.enum(words, `Allowed choices are ${words.join(', ')}.`)
}

function nonEmpty(wanted: string): z.ZodType<string> {
  return z.string(wanted).min(1, wanted)
}
