import type { Refusal } from './control.ts'

/** The meanings of the control API's error codes, in Chinese. */
const CODES: Readonly<Record<string, string>> = {
  INVALID_REQUEST: '请求不符合要求',
  NOT_FOUND: '没有这个对象',
  METHOD_NOT_ALLOWED: '不支持此方法',
  CONFLICT: '当前状态不允许此操作',
  BODY_TOO_LARGE: '请求报文过大，或经过压缩',
  FORBIDDEN: '不允许从这里访问',
  INTERNAL_ERROR: '服务自身出错，详见其日志',
  STATE_NOT_WRITTEN: '状态文件无法写入，更改可能丢失',
  STORE_AWAY: '存储无法使用',
}

/**
 * Describes a refusal in Chinese, because the control API's own message is in English. The text names the refused field. If there is no
 * such field, the text explains the code.
 */
export function refusedInChinese({ code, field }: Pick<Refusal, 'code' | 'field'>): string {
  return field === undefined ? (CODES[code] ?? '服务拒绝了此操作') : `字段 ${field} 的值不符合要求`
}
