import type { Mistake } from '../../mistake.ts'
import { ABOUT_THE_PUBLIC_KEY, HOW_TO_VERIFY, TAKE_HEADERS_UNCHANGED } from './advice.ts'

export const MERCHANT_CERTIFICATE: Mistake = {
  id: 'received-merchant-certificate',
  message: 'You verify with the certificate {configured} of merchant {mchid}. WeChat Pay signs with its own key: {serial}.',
  message_zh: '验签用的是商户 {mchid} 自己的证书 {configured}；微信支付签名用的是自己的密钥 {serial}。',
  fix: 'Verify with the WeChat Pay public key (微信支付公钥), or with the platform certificate (平台证书) from GET /v3/certificates. apiclient_cert.pem belongs to you and verifies nothing that WeChat Pay signs.',
  fix_zh: '用微信支付公钥，或 GET /v3/certificates 下载的平台证书验签。apiclient_cert.pem 是商户自己的证书，不能用来验证微信支付的签名。',
  source: HOW_TO_VERIFY,
}

export const FROM_THE_MOCK: Mistake = {
  id: 'received-from-the-mock',
  message: 'Wechatpay-Serial names the development key {serial} of the mock server; you verify with {configured}.',
  message_zh: 'Wechatpay-Serial 是本地沙箱的开发密钥 {serial}；验签用的密钥：{configured_zh}。',
  fix: 'In tests, configure the platform certificate and the public key that GET /__mock/credentials returns. If this is production, the base URL still leads to the mock server.',
  fix_zh: '测试时配置 GET /__mock/credentials 返回的平台证书和微信支付公钥。如果是生产环境，说明请求地址仍指向本地沙箱。',
}

/** Like {@link FROM_THE_MOCK}, except that the program has configured another key of the mock server. */
export const OTHER_KEY_OF_THE_MOCK: Mistake = {
  ...FROM_THE_MOCK,
  message: 'Wechatpay-Serial names the {missing} of the mock server, {serial}, which you have not configured. Configured: {configured}.',
  message_zh: 'Wechatpay-Serial 是本地沙箱的{missing_zh} {serial}，但没有配置。已配置：{configured}。',
  fix: "Configure the mock server's {missing} as well, under {serial}. GET /__mock/credentials returns it.",
  fix_zh: '再以 {serial} 配置{missing_zh}：GET /__mock/credentials 会返回。',
}

export const DEVELOPMENT_KEYS: Mistake = {
  id: 'received-development-keys',
  message: 'You verify only with keys that ship with the mock server ({configured}), but this message names {serial}.',
  message_zh: '验签用的都是本地沙箱自带的密钥（{configured}），而这个报文的序列号是 {serial}。',
  fix: 'For messages of WeChat Pay, configure your own platform certificate or WeChat Pay public key under {serial}.',
  fix_zh: '验证微信支付的报文时，以 {serial} 配置你的平台证书或微信支付公钥。',
}

export const PUBLIC_KEY_MISSING: Mistake = {
  id: 'received-public-key-missing',
  message: 'Wechatpay-Serial names the WeChat Pay public key {serial}, which you have not configured. Configured: {configured}.',
  message_zh: 'Wechatpay-Serial 是微信支付公钥 ID {serial}，但没有配置这个公钥。已配置：{configured_zh}。',
  fix: 'Download the WeChat Pay public key (商户平台 > 账户中心 > API安全) and configure it under {serial}, beside the platform certificate. Answers: if Wechatpay-Serial in the request is missing or names the platform certificate, WeChat Pay signs with this certificate while it is valid. Notifications: during the migration to the public key, the share that this key signs rises to 100 % in seven days, so keep both keys.',
  fix_zh:
    '在商户平台 > 账户中心 > API安全下载微信支付公钥，以 {serial} 配置，与平台证书并存。应答：请求头 Wechatpay-Serial 不填或填平台证书序列号时，只要证书有效就用平台证书签名。回调：切换期间用公钥签名的比例在七天内升到 100 %，因此两者都要配置。',
  source: ABOUT_THE_PUBLIC_KEY,
}

export const CERTIFICATE_MISSING: Mistake = {
  id: 'received-certificate-missing',
  message: 'Wechatpay-Serial names the platform certificate {serial}, but you have configured only a public key: {configured}.',
  message_zh: 'Wechatpay-Serial 是平台证书序列号 {serial}，但只配置了微信支付公钥：{configured}。',
  fix: 'Answers: after you click 开始更换 on the merchant platform, send Wechatpay-Serial: {configured} in every request, and WeChat Pay signs the answer with the public key. Notifications: until the migration to the public key is complete, WeChat Pay signs some of them with the platform certificate, so configure this certificate as well (GET /v3/certificates).',
  fix_zh:
    '应答：每个请求都带上 Wechatpay-Serial: {configured}，应答就用微信支付公钥签名（需先在商户平台点“开始更换”）。回调：切换完成前仍有一部分用平台证书签名，因此也要配置平台证书（GET /v3/certificates）。',
  source: ABOUT_THE_PUBLIC_KEY,
}

export const CERTIFICATE_UNKNOWN: Mistake = {
  id: 'received-certificate-unknown',
  message: 'Wechatpay-Serial names the platform certificate {serial}, which you have not configured. Configured: {configured}.',
  message_zh: 'Wechatpay-Serial 是平台证书序列号 {serial}，但没有配置这张证书。已配置：{configured_zh}。',
  fix: 'Download the certificates again (GET /v3/certificates) whenever a serial number is unknown. During a renewal, WeChat Pay signs with both the old and the new certificate.',
  fix_zh: '重新下载平台证书（GET /v3/certificates）：证书更换期间新旧证书都会签名。遇到未知序列号时都应重新下载。',
  source: HOW_TO_VERIFY,
}

export const SERIAL_OF_THE_MERCHANT: Mistake = {
  id: 'received-serial-of-the-merchant',
  message: 'Wechatpay-Serial is the serial number of your own certificate, {serial}: this is not a header that WeChat Pay sent.',
  message_zh: 'Wechatpay-Serial 是你自己的证书序列号 {serial}：这不是微信支付发来的头。',
  ...TAKE_HEADERS_UNCHANGED,
}

export const SERIAL_SPELT_OTHERWISE: Mistake = {
  id: 'received-serial-spelt-otherwise',
  message: 'Wechatpay-Serial is {serial}, but the key is configured as {configured}: the same serial number, written differently.',
  message_zh: 'Wechatpay-Serial 是 {serial}，而密钥配置的是 {configured}：同一个序列号，写法不同。',
  fix: 'Write serial numbers as WeChat Pay does: 40 upper-case hexadecimal digits, without 0x, colons or blanks.',
  fix_zh: '序列号与微信支付的写法一致：40 位大写十六进制，不带 0x、冒号和空白。',
}

export const KEY_FILED_WRONGLY: Mistake = {
  id: 'received-key-filed-wrongly',
  message: 'The key that made the signature is configured as {configured}, but Wechatpay-Serial is {serial}.',
  message_zh: '签名所用的密钥配置成了 {configured}，而 Wechatpay-Serial 是 {serial}。',
  fix: 'Configure this key under {serial}. To print the serial number of a certificate: openssl x509 -in wechatpay.pem -noout -serial.',
  fix_zh: '以 {serial} 配置这个密钥。查看证书序列号：openssl x509 -in wechatpay.pem -noout -serial。',
}

export const CERTIFICATE_FILED_WRONGLY: Mistake = {
  id: 'received-certificate-filed-wrongly',
  message: 'The certificate that is configured as {serial} has another serial number: {own}.',
  message_zh: '配置为 {serial} 的证书，实际序列号是 {own}。',
  fix: 'Read the serial number from the certificate: openssl x509 -in wechatpay.pem -noout -serial.',
  fix_zh: '序列号从证书中读取：openssl x509 -in wechatpay.pem -noout -serial。',
}

export const SERIAL_OF_ANOTHER: Mistake = {
  id: 'received-serial-of-another',
  message: 'Wechatpay-Serial is {serial}, but the key {signer} made the signature: usually, the headers are from different messages.',
  message_zh: 'Wechatpay-Serial 是 {serial}，签名所用的密钥却是 {signer}：通常是这些头来自不同的报文。',
  ...TAKE_HEADERS_UNCHANGED,
}

export const SIGNED_BY_THE_MERCHANT: Mistake = {
  id: 'received-signed-by-the-merchant',
  message:
    'The signature was made with the private key of your own certificate {signer}: it is the signature of a request, not of an answer or a notification.',
  message_zh: '签名用的是你自己证书 {signer} 的私钥：这是请求的签名，不是应答或回调的签名。',
  ...TAKE_HEADERS_UNCHANGED,
}

export const KEY_WRONG: Mistake = {
  id: 'received-key-wrong',
  message: 'The key that is configured as {serial} did not make this signature.',
  message_zh: '配置为 {serial} 的密钥验不过这个签名。',
  fix: 'Check that the key file belongs to {serial}, and that Wechatpay-Signature and Wechatpay-Serial are from the same message.',
  fix_zh: '检查密钥文件是否与 {serial} 对应，以及 Wechatpay-Signature 与 Wechatpay-Serial 是否来自同一个报文。',
  source: HOW_TO_VERIFY,
}
