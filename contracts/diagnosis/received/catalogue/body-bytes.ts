import type { Body } from '../../body.ts'
import { bodyEnds, bodyMark } from '../../catalogue/body-bytes.ts'
import { bodyDamage } from '../../catalogue/body-damage.ts'
import type { Axis } from '../../mistake.ts'
import { KEEP_UTF_8, VERIFY_THE_BYTES } from './advice.ts'
import { changedAs } from './body-mistake.ts'

export const receivedEnds: Axis<Body> = {
  id: 'received-ends',
  mistakes: [
    changedAs(bodyEnds, 'body-trimmed', {
      id: 'received-body-white-space-added',
      message: 'The body begins or ends with white space or a line break that was not received.',
      message_zh: '报文主体首尾有收到时没有的空白或换行。',
      fix: 'Verify exactly the bytes received. An editor, echo, println, or code that reads and joins lines adds a line break.',
      fix_zh: '用收到的原始字节验签：编辑器、echo、println、按行读取再拼接都会多出换行。',
    }),
    changedAs(bodyEnds, 'body-with-line-feed', {
      id: 'received-body-trimmed',
      message: 'The body that was received ends in a line break; the body that was verified does not.',
      message_zh: '收到的报文主体末尾有换行，验签用的报文主体没有。',
      ...VERIFY_THE_BYTES,
    }),
    changedAs(bodyDamage, 'body-sent-with-other-line-breaks', {
      id: 'received-body-line-breaks',
      message: 'The line breaks inside the body were converted (LF to CR LF, or the reverse).',
      message_zh: '报文主体内的换行符被转换了（CRLF 与 LF 互换）。',
      ...VERIFY_THE_BYTES,
    }),
  ],
}

export const receivedMark: Axis<Body> = {
  id: 'received-mark',
  mistakes: [
    changedAs(bodyMark, 'body-without-bom', {
      id: 'received-body-bom-added',
      message: 'The body begins with a byte order mark (EF BB BF) that was not received.',
      message_zh: '报文主体开头有收到时没有的 BOM（EF BB BF）。',
      ...VERIFY_THE_BYTES,
    }),
    changedAs(bodyMark, 'body-with-bom', {
      id: 'received-body-bom-lost',
      message: 'The body that was received begins with a byte order mark (EF BB BF); the body that was verified does not.',
      message_zh: '收到的报文主体开头有 BOM（EF BB BF），验签用的报文主体没有。',
      ...VERIFY_THE_BYTES,
    }),
  ],
}

export const receivedCharset: Axis<Body> = {
  id: 'received-charset',
  mistakes: [
    changedAs(bodyDamage, 'body-sent-as-gbk', {
      id: 'received-body-read-as-gbk',
      message: 'The UTF-8 bytes of the body were read as GBK, so its Chinese text is garbled.',
      message_zh: '报文主体的 UTF-8 字节被当作 GBK 读取，中文成了乱码。',
      ...KEEP_UTF_8,
    }),
    changedAs(bodyDamage, 'body-sent-utf-8-twice', {
      id: 'received-body-read-as-latin-1',
      message: 'The UTF-8 bytes of the body were read as ISO-8859-1 (Latin-1), so its Chinese text is garbled.',
      message_zh: '报文主体的 UTF-8 字节被当作 ISO-8859-1 读取，中文成了乱码。',
      ...KEEP_UTF_8,
    }),
    changedAs(bodyDamage, 'body-sent-in-another-charset', {
      id: 'received-body-in-another-charset',
      message: 'The body was converted from UTF-8 to another encoding, such as GBK.',
      message_zh: '报文主体从 UTF-8 转换成了别的编码，例如 GBK。',
      ...KEEP_UTF_8,
    }),
  ],
}
