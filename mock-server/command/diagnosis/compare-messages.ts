import { Buffer } from 'node:buffer'
// This uses the package `diff`, because it can limit the number of edits. Node's util.diff is experimental and has no such limit, so it
// took a second for two bodies of 4 KB with little in common.
import { type ChangeObject, diffArrays } from 'diff'
import { SHOWN_BYTES, shownMessage } from '../../../contracts/shown-message.ts'

/** A line in the comparison of two messages. */
export interface ComparedLine {
  /** Which of the messages contains the line. */
  readonly side: 'both' | 'built' | 'signed'
  /** Includes its line feed. */
  readonly text: string
  /** Which characters are marked as different. Empty for a line that both contain; characters after the end of the list were not compared. */
  readonly differs: readonly boolean[]
  /** The index of the first character that differs from its counterpart; 0 for a line that both contain. */
  readonly differsAt: number
}

/** A message with at least this many bytes may have been cut. A cut also drops up to three bytes of an incomplete character at the end. */
const CUT_BYTES = SHOWN_BYTES - 3
const LINE_EDIT_LIMIT = 500
/** When many lines in a row differ, only the first pairs of lines are compared by character. */
const COMPARED_PAIRS = 16

/**
 * Compares the message that the verifying side built with the message that was signed, line by line. If the messages may have been cut, extra
 * text at the end of one line does not count as a difference.
 */
export function compareMessages(whole: string, signed: string): ComparedLine[] {
  const isCut = isCutOff(whole, signed)
  const built = isCut ? beginningOf(whole) : whole
  const edits = diffArrays(linesOf(built), linesOf(signed), { maxEditLength: LINE_EDIT_LIMIT })
  if (!edits) return pairs(linesOf(built), linesOf(signed), isCut)
  return edits.flatMap((edit, index) => {
    if (!isChange(edit)) return edit.value.map(sameLine)
    if (edit.removed) return pairs(edit.value, edits[index + 1]?.added ? (edits[index + 1]?.value ?? []) : [], isCut)
    // The library puts added lines after the lines that they replace.
    return edits[index - 1]?.removed ? [] : pairs([], edit.value, isCut)
  })
}

/** Whether the signed message may have been cut and is the beginning of the built message. */
export function isBeginningOf(built: string, signed: string): boolean {
  return isCutOff(built, signed) && beginningOf(built) === signed
}

function isCutOff(built: string, signed: string): boolean {
  return [built, signed].every((message) => Buffer.byteLength(message) >= CUT_BYTES)
}

function beginningOf(message: string): string {
  return shownMessage(Buffer.from(message))
}

/** The lines of one message, not compared. */
export function linesOfOne(message: string): ComparedLine[] {
  return linesOf(message).map(sameLine)
}

function linesOf(message: string): string[] {
  return message.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

function sameLine(text: string): ComparedLine {
  return { side: 'both', text, differs: [], differsAt: 0 }
}

function pairs(removed: readonly string[], added: readonly string[], isCut: boolean): ComparedLine[] {
  return Array.from({ length: Math.max(removed.length, added.length) }, (_, index) => {
    const [built, signed] = [removed[index], added[index]]
    if (built !== undefined && signed !== undefined && index < COMPARED_PAIRS) return compareLines(built, signed, isCut)
    return [...(built === undefined ? [] : [wholeLine('built', built)]), ...(signed === undefined ? [] : [wholeLine('signed', signed)])]
  }).flat()
}

function wholeLine(side: 'built' | 'signed', text: string): ComparedLine {
  return { side, text, differs: [...text].map(() => true), differsAt: 0 }
}

/** Only this many characters after the first difference are compared; even fewer are shown. */
const WINDOW = 120

function compareLines(built: string, signed: string, isCut: boolean): ComparedLine[] {
  const [all, others] = [[...built], [...signed]]
  const start = commonBeginning(all, others)
  const [window, other] = [all.slice(start, start + WINDOW), others.slice(start, start + WINDOW)]
  const marks = marksByEdits(window, other, isCut) ?? marksBetweenEnds(window, other)
  if (![...marks.built, ...marks.signed].includes(true)) return [sameLine(signed)]
  const before = Array.from({ length: start }, () => false)
  return [
    { side: 'built', text: built, differs: [...before, ...marks.built], differsAt: start },
    { side: 'signed', text: signed, differs: [...before, ...marks.signed], differsAt: start },
  ]
}

interface Marks {
  readonly built: readonly boolean[]
  readonly signed: readonly boolean[]
}

/** Marks the characters that the edits change; `undefined` when they change most of the characters, because so many marks help nobody. */
function marksByEdits(built: readonly string[], signed: readonly string[], isCut: boolean): Marks | undefined {
  const edits = diffArrays([...built], [...signed])
  const counted = isCut ? withoutEnd(edits) : edits
  const marksOf = (side: 'added' | 'removed', other: 'added' | 'removed') =>
    counted.filter((edit) => !edit[other]).flatMap(({ value, [side]: differs }) => value.map(() => differs))
  const marks = { built: marksOf('removed', 'added'), signed: marksOf('added', 'removed') }
  const all = [...marks.built, ...marks.signed]
  return all.filter(Boolean).length * 2 > all.length ? undefined : marks
}

/** Unmarks the last difference if it may come from cutting: one line has text at its end that the other line lacks. */
function withoutEnd(edits: readonly ChangeObject<string[]>[]): readonly ChangeObject<string[]>[] {
  const at = edits.findLastIndex(isChange)
  const last = edits[at]
  const isAtEnd = edits.slice(at + 1).every(({ value }) => String(value) === '\n')
  const isOneSided = at > 0 && !edits.slice(at - 1, at).some(isChange)
  return last && isAtEnd && isOneSided ? edits.with(at, { ...last, added: false, removed: false }) : edits
}

function isChange({ added, removed }: Pick<ChangeObject<unknown>, 'added' | 'removed'>): boolean {
  return added || removed
}

function marksBetweenEnds(built: readonly string[], signed: readonly string[]): Marks {
  const start = commonBeginning(built, signed)
  const end = commonBeginning(built.slice(start).toReversed(), signed.slice(start).toReversed())
  const marksOf = (line: readonly string[]) => line.map((_, index) => index >= start && index < line.length - end)
  return { built: marksOf(built), signed: marksOf(signed) }
}

function commonBeginning(one: readonly string[], other: readonly string[]): number {
  const index = one.findIndex((character, at) => character !== other[at])
  return index < 0 ? one.length : index
}
