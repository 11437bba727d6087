import { SCHEME } from '../wire/authorization.ts'

const LONGEST_SPELLING = 40
const TYPING_ERRORS = 6
const WANTED = bare(SCHEME)

/** Whether a word is the scheme, rightly or wrongly spelt, rather than the name of another. */
export function isSchemeLike(word: string): boolean {
  if (word.length > LONGEST_SPELLING) return false
  const name = bare(word)
  return /WECHATPAY|WEIXINPAY|WXPAY/.test(name) || distance(name, WANTED) <= TYPING_ERRORS
}

/** Whether a word is the scheme for the Chinese national algorithms (国密), in any spelling. */
export function isSm2Like(word: string): boolean {
  return isSchemeLike(word) && /SM[23]/.test(bare(word))
}

function bare(word: string): string {
  return word.toUpperCase().replace(/[^A-Z0-9]/g, '')
}

/** How many letters must be put in, left out or changed to get from one word to the other (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [line, letter] of [...one].entries()) {
    const next = [line + 1]
    for (const [column, wanted] of [...other].entries()) {
      const change = (row[column] ?? 0) + Number(letter !== wanted)
      next.push(Math.min(change, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
