import type { Buffer } from 'node:buffer'
import type { DescribedMistake } from '../../../contracts/diagnosis/index.ts'
import type { Diagnosis } from '../../../contracts/index.ts'

type Finding = Diagnosis['certain'][number]

/** Mistakes that an editor can cause when it saves the signed message. */
const EDITOR_MISTAKES: ReadonlySet<string> = new Set([
  'no-final-line-feed',
  'body-with-line-feed',
  'line-feeds-crlf',
  'verified-without-final-line-feed',
  'verified-with-crlf',
  'verified-another-body',
  'received-body-white-space-added',
])

/** Returns a note that an editor may have changed the line breaks in the file that `--message` names. */
export function editorNotes(bytes: Buffer): Finding[] {
  const text = bytes.toString('latin1')
  if (text.includes('\r\n')) return [SAVED_WITH_CRLF]
  return [text.endsWith('\n') ? ENDS_IN_LINE_FEED : ENDS_WITHOUT]
}

/** Leaves out the notes about an editor, unless an editor may have caused one of the mistakes. */
export function relevantNotes(mistakes: readonly DescribedMistake[], notes: readonly Finding[]): readonly Finding[] {
  const isDoubtful = mistakes.some(({ id }) => EDITOR_MISTAKES.has(id))
  return notes.filter((note) => isDoubtful || !DOUBTS.includes(note))
}

const SAVED_WITH_CRLF: Finding = {
  message: 'The file in --message has CR LF, which an editor on Windows may have written: let your program write the file, to be certain.',
  message_zh: '--message 的文件中换行是 CRLF，也可能是 Windows 编辑器保存时写入的：由程序写出这个文件，才能确定。',
}
const ENDS_IN_LINE_FEED: Finding = {
  message: 'The file in --message ends with a line feed, which an editor may have added: let your program write the file, to be certain.',
  message_zh: '--message 的文件末尾有换行符，也可能是编辑器添加的：由程序写出这个文件，才能确定。',
}
const ENDS_WITHOUT: Finding = {
  message:
    'The file in --message does not end with a line feed, which an editor may have removed: let your program write the file, to be certain.',
  message_zh: '--message 的文件末尾没有换行符，也可能是编辑器去掉的：由程序写出这个文件，才能确定。',
}

const DOUBTS: readonly Finding[] = [SAVED_WITH_CRLF, ENDS_IN_LINE_FEED, ENDS_WITHOUT]
