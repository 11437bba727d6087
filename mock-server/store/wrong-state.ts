/**
 * Thrown for stored state that no server of this version writes. The message says where and what is wrong: `tenant.issued: must be 2 or more;
 * got 1`.
 */
export class WrongState extends Error {
  override readonly name = 'WrongState'
}
