"""Calls the gold plan with wechatpayv3 as an application does: nothing in it knows of the mock server, except where a test breaks an answer."""

import asyncio
import json
import os
import tempfile
import urllib.request

import pytest
from wechatpayv3 import WeChatPay, WeChatPayType
from wechatpayv3.async_ import AsyncWeChatPay

SUB_MCHID = os.environ['WECHATPAY_SUB_MCHID']


def read(variable):
    with open(os.environ[variable]) as file:
        return file.read()


def options(**more):
    return dict(
        wechatpay_type=WeChatPayType.JSAPI,
        mchid=os.environ['WECHATPAY_MCHID'],
        private_key=read('WECHATPAY_PRIVATE_KEY_PATH'),
        cert_serial_no=os.environ['WECHATPAY_SERIAL_NO'],
        apiv3_key=os.environ['WECHATPAY_API_V3_KEY'],
        appid='wx0000000000000000',
        notify_url='https://example.com/notify',
        partner_mode=True,
        **more,
    )


def with_certificates():
    return options(cert_dir=tempfile.mkdtemp())


def with_public_key():
    return options(public_key=read('WECHATPAY_PUBLIC_KEY_PATH'), public_key_id=os.environ['WECHATPAY_PUBLIC_KEY_ID'])


def call(options, sub_mchid=SUB_MCHID):
    code, message = WeChatPay(**options).goldplan_plan_change(sub_mchid, 'OPEN')
    return code, json.loads(message)


async def call_async(options, sub_mchid=SUB_MCHID):
    async with AsyncWeChatPay(**options) as client:
        code, message = await client.goldplan_plan_change(sub_mchid, 'OPEN')
        return code, json.loads(message)


def break_next_answer():
    url = f"{os.environ['WECHATPAY_BASE_URL']}/__mock/merchants/{os.environ['WECHATPAY_MCHID']}/faults"
    fault = json.dumps({'operation': 'changegoldplanstatus', 'signature': 'tampered', 'times': 1}).encode()
    urllib.request.urlopen(urllib.request.Request(url, fault, {'Content-Type': 'application/json'}))


@pytest.mark.parametrize('options', [with_certificates, with_public_key])
def test_opens_the_gold_plan(options):
    assert call(options()) == (200, {'sub_mchid': SUB_MCHID})


@pytest.mark.parametrize('options', [with_certificates, with_public_key])
def test_opens_the_gold_plan_with_httpx(options):
    assert asyncio.run(call_async(options())) == (200, {'sub_mchid': SUB_MCHID})


def test_gets_a_business_error():
    code, answer = call(with_certificates(), '1900000999')
    assert code >= 400 and answer['code']


def test_refuses_a_tampered_answer():
    options = with_certificates()
    client = WeChatPay(**options)
    break_next_answer()
    with pytest.raises(Exception, match='(?i)verify|sign'):
        client.goldplan_plan_change(SUB_MCHID, 'OPEN')
