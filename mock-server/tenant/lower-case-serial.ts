/** The warning about a serial number in lower case. */
export const LOWER_CASE_WARNING =
  'serial_no is in lower case, which WeChat Pay does not document: send it in upper case; --strict refuses it (证书序列号用了小写字母，官方文档没有规定这种写法：请用大写；--strict 会拒绝)'

/** Whether `sent` is `serial` in lower case. For example, wechatpay-node-v3 sends the serial number in lower case by default. */
export function isInLowerCase(sent: string, serial: string): boolean {
  return sent !== serial && sent === serial.toLowerCase()
}
