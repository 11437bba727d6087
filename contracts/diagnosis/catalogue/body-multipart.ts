import { metaOf } from '../../wire/signed-body.ts'
import { type Body, bytesBody, readBody, textBody } from '../body.ts'
import type { SentForm } from '../circumstances.ts'
import { isJsonObject } from '../json-text.ts'
import type { Axis, Placeholders } from '../mistake.ts'

const SIGN_META = {
  fix: 'Sign the JSON of the part meta, exactly as you send it, as the body of the message. Neither the file nor the rest of the form is signed.',
  fix_zh: '待签名串中的报文主体是 meta 部分的 JSON 原文，与发送的完全一致；文件和表单的其余内容不参与签名。',
}

/** If a form has more bytes than this, `multipart-whole-body` is a rare mistake. */
const FORM_BYTES = 4_096

/** The mistakes in an upload: something other than its part `meta` was signed, or the part `meta` is missing. */
export const bodyMultipart: Axis<Body> = {
  id: 'body-multipart',
  mistakes: [
    {
      id: 'multipart-whole-body',
      message: 'The whole multipart body was signed instead of the JSON of its part meta.',
      message_zh: '对整个 multipart 报文主体签了名；参与签名的只有 meta 部分的 JSON。',
      ...SIGN_META,
      signedInstead: (_, { form }) => (form && form.whole.length <= FORM_BYTES ? [readBody(form.whole)] : []),
      rare: (_, { form }) => (form && form.whole.length > FORM_BYTES ? [bytesBody(form.whole)] : []),
    },
    {
      id: 'multipart-signed-empty',
      message: 'The request was signed with an empty body instead of the JSON of the part meta.',
      message_zh: '待签名串中的报文主体是空的；上传请求应放 meta 部分的 JSON。',
      ...SIGN_META,
      signedInstead: (_, { form }) => (form && metaOf(form.parts) ? [textBody('')] : []),
    },
    {
      id: 'multipart-file-signed',
      message: 'The content of another part of the form was signed instead of the JSON of the part meta: {signed}',
      message_zh: '签名的是表单其他部分的内容，不是 meta 部分的 JSON：{signed}',
      ...SIGN_META,
      // If the part meta is missing and a JSON object was signed, the mistake is multipart-meta-missing instead.
      rare: (_, { form }) => (form ? othersIn(form).filter((part) => metaOf(form.parts) || !isJsonObject(part.json)) : []),
      signedInstead: () => [],
      seen,
    },
    {
      id: 'multipart-meta-missing',
      message:
        'The signature is right for {signed}, but in the form, the part meta is missing or has a filename, so the gateway verified an empty body.',
      message_zh: '签名与 {signed} 相符；但表单中没有名为 meta 且不带 filename 的部分，网关便按空的报文主体验签。',
      fix: 'Send that JSON as the part meta with Content-Type: application/json, without a filename, before the part file. A Blob in FormData always gets a filename.',
      fix_zh:
        '把这段 JSON 作为 meta 部分发送，放在 file 之前，Content-Type 为 application/json，不要带 filename（FormData 中的 Blob 总会带上 filename）。',
      signedInstead: (_, { form }) => (form && !metaOf(form.parts) ? othersIn(form).filter(({ json }) => isJsonObject(json)) : []),
      seen,
    },
  ],
}

function othersIn(form: SentForm): Body[] {
  const meta = metaOf(form.parts)
  return form.parts.filter((part) => part !== meta).map(({ bytes }) => readBody(bytes))
}

function seen({ text }: Body): Placeholders {
  return { signed: text }
}
