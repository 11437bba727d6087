/** The texts that every notification has: https://pay.weixin.qq.com/doc/v3/partner/4019605946 */
const TEXTS = ['id', 'create_time', 'resource_type', 'event_type', 'summary'] as const

/** The texts of its resource, apart from the algorithm, which has a rule of its own. The associated data may be missing. */
const RESOURCE_TEXTS = ['original_type', 'ciphertext', 'nonce'] as const

/** The names of the fields that WeChat Pay always sends but that are missing in a notification, empty, or no text. */
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
