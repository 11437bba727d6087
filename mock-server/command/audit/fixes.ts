/** How to fix a client that believed a forged answer. */
export interface Fix {
  readonly rule: string
  readonly rule_zh: string
  /** One line of code that follows the rule, in each language. */
  readonly code: Readonly<Record<ClientLanguage, string>>
}

/** The languages in which a fix is shown. */
export const CLIENT_LANGUAGES = ['Java', 'Go', 'PHP', 'Python', 'C#', 'Node.js'] as const
export type ClientLanguage = (typeof CLIENT_LANGUAGES)[number]

export type FixName = 'signature' | 'age' | 'key' | 'redirect' | 'validity'

/**
 * How to fix clients that believed forged answers.
 *
 * @see https://pay.weixin.qq.com/doc/v3/merchant/4013053249
 */
export const FIXES: Readonly<Record<FixName, Fix>> = {
  signature: {
    rule: "Check every answer's signature. It covers timestamp, nonce and raw body.",
    rule_zh: '每个应答都要验签，验签名串由时间戳、随机串和收到的原始报文主体组成。',
    code: {
      Java: 'rsa.initVerify(key); rsa.update(message); rsa.verify(signature)',
      Go: 'rsa.VerifyPKCS1v15(key, crypto.SHA256, digest[:], signature)',
      PHP: 'openssl_verify($message, $signature, $key, OPENSSL_ALGO_SHA256) === 1',
      Python: 'key.verify(signature, message, PKCS1v15(), SHA256())',
      'C#': 'rsa.VerifyData(message, signature, SHA256, RSASignaturePadding.Pkcs1)',
      'Node.js': "crypto.verify('RSA-SHA256', message, key, signature)",
    },
  },
  age: {
    rule: 'Refuse a Wechatpay-Timestamp over 5 minutes before or after the current time.',
    rule_zh: 'Wechatpay-Timestamp 与当前时间相差超过 5 分钟，就拒绝应答。',
    code: {
      Java: 'abs(now().getEpochSecond() - parseLong(timestamp)) <= 300',
      Go: 'time.Since(time.Unix(timestamp, 0)).Abs() <= 5*time.Minute',
      PHP: 'abs(time() - (int) $timestamp) <= 300',
      Python: 'abs(time.time() - int(timestamp)) <= 300',
      'C#': 'Math.Abs(UtcNow.ToUnixTimeSeconds() - long.Parse(timestamp)) <= 300',
      'Node.js': 'Math.abs(Date.now() / 1000 - Number(timestamp)) <= 300',
    },
  },
  key: {
    rule: "Look up Wechatpay-Serial in WeChat Pay's keys; refuse an unknown serial.",
    rule_zh: '按 Wechatpay-Serial 查找微信支付公钥或平台证书，找不到就拒绝应答。',
    code: {
      Java: 'PublicKey key = platformKeys.get(serial); if (key == null) refuse();',
      Go: 'key, known := platformKeys[serial]; if !known { return errUnknown }',
      PHP: '$key = $platformKeys[$serial] ?? throw new UnknownSerial($serial);',
      Python: 'key = platform_keys[serial]  # raises KeyError',
      'C#': 'var key = platformKeys[serial]; // throws KeyNotFoundException',
      'Node.js': 'const key = platformKeys.get(serial); if (!key) refuse()',
    },
  },
  redirect: {
    rule: 'Do not follow redirects to another host.',
    rule_zh: '不要跟随指向其他域名的重定向。',
    code: {
      Java: 'HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER)',
      Go: 'client.CheckRedirect = func(…) error { return http.ErrUseLastResponse }',
      PHP: "new GuzzleHttp\\Client(['allow_redirects' => false])",
      Python: 'requests.post(url, allow_redirects=False)',
      'C#': 'new HttpClientHandler { AllowAutoRedirect = false }',
      'Node.js': "fetch(url, { redirect: 'error' })",
    },
  },
  validity: {
    rule: 'Refuse a platform certificate that has expired.',
    rule_zh: '拒绝已过有效期的平台证书。',
    code: {
      Java: 'certificate.checkValidity()',
      Go: 'time.Now().Before(certificate.NotAfter)',
      PHP: "openssl_x509_parse($certificate)['validTo_time_t'] > time()",
      Python: 'certificate.not_valid_after_utc > datetime.now(timezone.utc)',
      'C#': 'certificate.NotAfter > DateTime.Now',
      'Node.js': 'new Date(new X509Certificate(pem).validTo) > new Date()',
    },
  },
}

/** Words in a User-Agent or a command line that show the language of the client. */
const SIGNS: readonly (readonly [ClientLanguage, RegExp])[] = [
  ['Java', /\bjava\b|mvn|gradle|okhttp|\.jar\b/i],
  ['Go', /\bgo\b/i],
  ['PHP', /\bphp\b|guzzle|artisan|composer/i],
  ['Python', /python|pytest|httpx/i],
  ['C#', /dotnet|(?<!\w)\.net\b|asp\.net\b|csharp/i],
  ['Node.js', /\bnode\b|\bnpx?\b|axios|\.[cm]?js\b/i],
]

/**
 * Finds the programming language of a client; `undefined` when no text shows it.
 *
 * @param texts The User-Agent and the command line of the client; the first text that shows a language decides.
 */
export function clientLanguage(texts: readonly string[]): ClientLanguage | undefined {
  for (const text of texts) for (const [language, sign] of SIGNS) if (sign.test(text)) return language
  return undefined
}
