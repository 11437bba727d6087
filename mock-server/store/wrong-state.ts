/**
 * Thrown when stored state is invalid: no server of this version would write it. The message gives the place and the mistake, as in
 * `tenant.issued: must be 2 or more; got 1`.
 */
export class WrongState extends Error {
  override readonly name = 'WrongState'
}
