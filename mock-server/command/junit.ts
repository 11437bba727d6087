import { constants } from 'node:fs'
import { type FileHandle, open, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { errorMessage } from '../../contracts/error-message.ts'
import { makeFolder } from './make-folder.ts'

/** One case of a report for CI. */
export interface JunitCase {
  readonly classname: string
  readonly name: string
  readonly result: 'passed' | 'failed' | 'skipped'
  /** Why the case failed or was skipped. */
  readonly problems: readonly string[]
}

/** Cases that belong together. */
export interface JunitSuite {
  readonly name: string
  readonly cases: readonly JunitCase[]
}

/** Formats results as the XML of a JUnit report, which CI servers can show. */
export function junitXml(suites: readonly JunitSuite[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.map(suite).join('')}</testsuites>\n`
}

function suite({ name, cases }: JunitSuite): string {
  const count = (result: JunitCase['result']) => cases.filter((one) => one.result === result).length
  const counts = `tests="${cases.length}" failures="${count('failed')}" skipped="${count('skipped')}"`
  return `  <testsuite name="${escaped(name)}" ${counts}>\n${cases.map(testCase).join('')}  </testsuite>\n`
}

function testCase({ classname, name, result, problems }: JunitCase): string {
  const head = `    <testcase classname="${escaped(classname)}" name="${escaped(name)}"`
  if (result === 'passed') return `${head}/>\n`
  const [first = 'failed'] = problems
  const why =
    result === 'skipped'
      ? `<skipped message="${escaped(problems.join('; '))}"/>`
      : `<failure message="${escaped(first)}">${escaped(problems.join('\n'))}</failure>`
  return `${head}>\n      ${why}\n    </testcase>\n`
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;' }

/** The characters that XML forbids, and all control characters except tab and line feed. @see https://www.w3.org/TR/xml/#charsets */
const NO_CHARACTER = /[^\t\n -~\u{a0}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu

/** Escapes a text for an XML element or attribute, and removes the characters that XML forbids. */
function escaped(text: string): string {
  return text.replace(NO_CHARACTER, '').replace(/[&<>"\n]/g, (character) => ENTITIES[character] ?? '')
}

/**
 * Creates the report file before a long run begins, so that a path that can't be written is reported at once. Empties the report of an
 * earlier run. Otherwise, CI would show the earlier results if the new run were killed. Refuses any other file, such as a pact file that
 * the run reads.
 *
 * @throws {Error} When the file can't be written, or it has content that is not a JUnit report.
 */
export async function prepareJunit(path: string): Promise<void> {
  const { O_RDONLY, O_WRONLY, O_CREAT, O_NONBLOCK } = constants
  try {
    await makeFolder(dirname(path))
    // Without O_NONBLOCK, opening a pipe that nobody reads would wait forever.
    await using file = await open(path, O_WRONLY | O_CREAT | O_NONBLOCK)
    const status = await file.stat()
    if (!status.isFile() || status.size === 0) return
    await using earlier = await open(path, O_RDONLY | O_NONBLOCK)
    await refuseOther(earlier)
    await file.truncate()
  } catch (cause) {
    throw notWritten(path, cause)
  }
}

/** The beginning of a report: an XML declaration, comments, and the first element. */
const REPORT = /^\s*(?:<\?xml\b[^>]*\?>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<testsuites?\b/s
const BEGINNING_BYTES = 4096

async function refuseOther(file: FileHandle): Promise<void> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(BEGINNING_BYTES), 0, BEGINNING_BYTES, 0)
  if (REPORT.test(buffer.toString('utf8', 0, bytesRead))) return
  throw new Error('the file exists and is not a JUnit report, so it is not overwritten (文件已存在且不是 JUnit 报告，不覆盖)')
}

/**
 * Writes the report.
 *
 * @throws {Error} When the file can't be written.
 */
export async function writeJunit(path: string, text: string): Promise<void> {
  await writeFile(path, text).catch((cause) => {
    throw notWritten(path, cause)
  })
}

function notWritten(path: string, cause: unknown): Error {
  return new Error(`--junit can't write ${path}: ${errorMessage(cause)} (无法写入 JUnit 报告)`, { cause })
}
