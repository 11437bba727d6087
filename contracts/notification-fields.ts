/** The texts that every notification has: https://pay.weixin.qq.com/doc/v3/partner/4019605946 */
const TEXTS = ['id', 'create_time', 'resource_type', 'event_type', 'summary'] as const

/** The texts that its resource always has, except the algorithm, which the callers check. The associated data may be missing. */
const RESOURCE_TEXTS = ['original_type', 'ciphertext', 'nonce'] as const

/** The names of those fields that WeChat Pay always sends, but that are missing, empty or not text in this notification. */
export function missingNotificationFields(notification: Fields, resource: Fields): string[] {
  return [
    ...TEXTS.filter((name) => !isText(notification[name])),
    ...RESOURCE_TEXTS.filter((name) => !isText(resource[name])).map((name) => `resource.${name}`),
  ]
}

type Fields = Readonly<Record<string, unknown>>

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}
