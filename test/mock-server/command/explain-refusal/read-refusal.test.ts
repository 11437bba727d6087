import { expect, it } from 'vitest'
import { readRefusal } from '../../../../mock-server/command/explain-refusal/read-refusal.ts'

const INFORMATION = {
  method: 'POST',
  sign_message_length: 157,
  truncated_sign_message: 'POST\n/v3/pay/it\'s"\n1680144553\nvDit3y4F\n{"amount\n',
  url: '/v3/pay/it\'s"',
}
const DETAIL = { detail: { issue: 'sign not match' }, field: 'signature', location: 'authorization', sign_information: INFORMATION }
const BODY = { code: 'SIGN_ERROR', detail: DETAIL, message: '错误的签名，验签失败' }
const JSON_TEXT = JSON.stringify(BODY)
const PYTHON = `{'method': 'POST', 'sign_message_length': 157, 'truncated_sign_message': 'POST\\n/v3/pay/it\\'s"\\n1680144553\\nvDit3y4F\\n{"amount\\n', 'url': '/v3/pay/it\\'s"'}`

it.each([
  ['the body of a 401', JSON_TEXT],
  ['the body of a 401, indented', JSON.stringify(BODY, null, 2)],
  [
    'the body of a 401 in the older form, whose detail is flat',
    JSON.stringify({ ...BODY, detail: { issue: 'sign not match', sign_information: INFORMATION } }),
  ],
  ['the body of a 401 whose detail is a string of JSON', JSON.stringify({ ...BODY, detail: JSON.stringify(DETAIL) })],
  ['escaped JSON in a log line', `2026-01-31 08:30:00 WARN ${JSON.stringify({ level: 'warn', msg: JSON_TEXT })}`],
  ['JSON that is escaped twice', JSON.stringify({ log: JSON.stringify({ msg: JSON_TEXT }) })],
  ["wechatpay-java's exception", `Wrong HttpStatusCode[401]\nhttpResponseBody[${JSON_TEXT}]\tHttpRequest[…]`],
  [
    "wechatpay-go's error",
    `error http response:[StatusCode: 401 Code: "SIGN_ERROR"\nMessage: 签名错误\nDetail:\n${JSON.stringify(DETAIL, null, 2)}]`,
  ],
  ['a Python dict', `{'code': 'SIGN_ERROR', 'detail': {'field': 'signature', 'sign_information': ${PYTHON}}}`],
  ['a text that contains nothing else', JSON.stringify(INFORMATION)],
  ['what curl -i prints', `HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\n\r\n${JSON_TEXT}`],
  ['JSON after a log turned each \\n into a line feed', JSON_TEXT.replaceAll('\\n', '\n')],
  ['a log line that has a method and a url before the body of the 401', `POST {"method":"GET","url":"/x"} ${JSON_TEXT}`],
])('readRefusal finds the sign_information in %s', (_, text) => {
  expect(readRefusal(text, '--refusal')).toEqual(INFORMATION)
})
