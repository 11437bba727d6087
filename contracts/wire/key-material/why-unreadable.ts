import { Buffer } from 'node:buffer'
import { derContent, missingBytes } from './der.ts'
import { meaningOf, PKCS12, remedyFor } from './labels.ts'

const COPY = 'copy the file again, whole and unchanged'

/**
 * Says why a PEM block with the right label can't be read, for example because its content is cut off. Returns `undefined` when the content
 * looks right or the kind of key is not known.
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
 * Says what to do with content under a wrong label: write the right label, and then run a command if the content has to be converted. If the
 * right label does not help, says only what to do instead.
 */
function relabelling(right: string, label: string): string {
  const remedy = remedyFor(right, [label])
  if (right === PKCS12 || (remedy !== '' && !remedy.includes('openssl'))) return remedy
  return `; write ${right} in both lines${remedy.replace('; ', ', then ')}`
}
