/** The required texts of a notification: https://pay.weixin.qq.com/doc/v3/partner/4019605946 */
const TEXTS = ['id', 'create_time', 'resource_type', 'event_type', 'summary'] as const

/** The required texts of a notification's resource. The algorithm is left out, because the callers check it. */
const RESOURCE_TEXTS = ['original_type', 'ciphertext', 'nonce'] as const

/** The names of the required fields that are missing, empty or not text in this notification. */
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
