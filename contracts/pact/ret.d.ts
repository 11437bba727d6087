/** The parts that are used here of a library that has no types: https://github.com/fent/ret.js */
declare module 'ret' {
  function ret(regex: string): ret.Token

  namespace ret {
    /** A part of a regular expression. */
    interface Token {
      /** The token that is repeated. */
      readonly value?: Token | number
      readonly min?: number
      readonly max?: number
      /** The alternatives of a group. */
      readonly options?: readonly (readonly Token[])[]
      /** The parts of a group without alternatives. */
      readonly stack?: readonly Token[]
    }
  }

  export default ret
}
