import { Buffer } from 'node:buffer'
import { derContent, missingBytes } from './der.ts'
import { meaningOf, PKCS12, remedyFor } from './labels.ts'

const COPY = 'copy the file again, whole and unchanged'

/**
 * Says why a PEM block can't be read although its label is the expected one. For example, its content is cut off. Returns `undefined` when
 * the content looks right or the kind of key is not known.
 *
 * @param pem One PEM block.
 */
export function whyUnreadable(pem: string): string | undefined {
  const [, label = '', body = ''] = /-----BEGIN ([A-Z0-9 ]+)-----([^-]*)/.exec(pem) ?? []
  const bytes = Buffer.from(body, 'base64')
  const missing = missingBytes(bytes)
  if (missing > 0) return `it has only ${bytes.length} of its ${bytes.length + missing} bytes; ${COPY}`
  const content = derContent(bytes)
  if (!content) return `the text between its BEGIN and END lines is damaged; ${COPY}`
  if (content.label !== label)
    return `it is ${meaningOf(content.label)} with the wrong label -----BEGIN ${label}-----${relabelling(content.label, label)}`
  const { algorithm } = content
  return algorithm === 'an RSA key' ? undefined : algorithm && `it is ${algorithm}; WeChat Pay uses RSA keys of 2048 bits`
}

/**
 * Says what the user can do about a block with a wrong label. Usually, the user writes the right label. If the content has to be converted,
 * the user then also runs a command. If the right label does not help, the text only says what to do instead.
 *
 * @param right The label that fits the content.
 * @param label The label that the block has, which is also the expected one.
 */
function relabelling(right: string, label: string): string {
  const remedy = remedyFor(right, [label])
  if (right === PKCS12 || (remedy !== '' && !remedy.includes('openssl'))) return remedy
  return `; write ${right} in both lines${remedy.replace('; ', ', then ')}`
}
