"""Calls the gold plan at WECHATPAY_BASE_URL, or at WeChat Pay when that variable is not set."""

import asyncio
import json
import os
import shutil

import pytest
from wechatpayv3 import WeChatPay
from wechatpayv3.async_ import AsyncWeChatPay

from test_goldplan import SUB_MCHID, options, with_public_key

BASE_URL = os.environ.get('WECHATPAY_BASE_URL', 'https://api.mch.weixin.qq.com')


@pytest.fixture
def with_certificate(tmp_path):
    """Puts a certificate into cert_dir. Otherwise the constructor would download certificates before the test can set the base URL."""
    shutil.copy(os.environ['WECHATPAY_PLATFORM_CERTIFICATE_PATH'], tmp_path)
    return options(cert_dir=str(tmp_path))


def open_at_base_url(options):
    client = WeChatPay(**options)
    client._core._gate_way = BASE_URL
    code, message = client.goldplan_plan_change(SUB_MCHID, 'OPEN')
    return code, json.loads(message)


def test_opens_the_gold_plan_with_the_public_key():
    assert open_at_base_url(with_public_key()) == (200, {'sub_mchid': SUB_MCHID})


def test_opens_the_gold_plan_with_a_certificate(with_certificate):
    assert open_at_base_url(with_certificate) == (200, {'sub_mchid': SUB_MCHID})


async def open_async():
    client = AsyncWeChatPay(**with_public_key())
    client._core._gate_way = BASE_URL
    async with client:
        code, message = await client.goldplan_plan_change(SUB_MCHID, 'OPEN')
        return code, json.loads(message)


def test_opens_the_gold_plan_with_httpx():
    assert asyncio.run(open_async()) == (200, {'sub_mchid': SUB_MCHID})
