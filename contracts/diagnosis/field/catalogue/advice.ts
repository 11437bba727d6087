export const ABOUT_FIELDS = 'https://pay.weixin.qq.com/doc/v3/partner/4013059053'
export const ABOUT_THE_SERIAL = 'https://pay.weixin.qq.com/doc/v3/partner/4013059161'
