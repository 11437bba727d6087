// Types for the part of linebreak that is used here. The package has no types of its own.
declare module 'linebreak' {
  export default class LineBreaker {
    constructor(text: string)
    /** Where a line may end next; null when there is no such place left. */
    nextBreak(): { readonly position: number; readonly required: boolean } | null
  }
}
