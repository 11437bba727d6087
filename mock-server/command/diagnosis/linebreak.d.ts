// The part of the library that is used here; it comes without types.
declare module 'linebreak' {
  export default class LineBreaker {
    constructor(text: string)
    /** Where a line may end next; null when there is no such place left. */
    nextBreak(): { readonly position: number; readonly required: boolean } | null
  }
}
