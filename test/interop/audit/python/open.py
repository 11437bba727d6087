"""Opens the gold plan with wechatpayv3, and ends with 0 when the SDK raises nothing."""

import asyncio
import os
import sys
import tempfile

from wechatpayv3 import WeChatPay, WeChatPayType
from wechatpayv3.async_ import AsyncWeChatPay

client, mode = sys.argv[1:]


def env(name):
    return os.environ['WECHATPAY_' + name]


def read(name):
    with open(env(name)) as file:
        return file.read()


verification = (
    dict(public_key=read('PUBLIC_KEY_PATH'), public_key_id=env('PUBLIC_KEY_ID'))
    if mode == 'public-key'
    else dict(cert_dir=tempfile.mkdtemp())
)
options = dict(
    wechatpay_type=WeChatPayType.JSAPI,
    mchid=env('MCHID'),
    private_key=read('PRIVATE_KEY_PATH'),
    cert_serial_no=env('SERIAL_NO'),
    apiv3_key=env('API_V3_KEY'),
    appid='wx0000000000000000',
    notify_url='https://example.com/notify',
    partner_mode=True,
    **verification,
)


async def open_async():
    async with AsyncWeChatPay(**options) as pay:
        return await pay.goldplan_plan_change(env('SUB_MCHID'), 'OPEN')


code, message = asyncio.run(open_async()) if client == 'httpx' else WeChatPay(**options).goldplan_plan_change(env('SUB_MCHID'), 'OPEN')
print(code, message)
sys.exit(0 if code in range(200, 300) else 1)
