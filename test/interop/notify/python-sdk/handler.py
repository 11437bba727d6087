"""A handler with the callback of wechatpayv3: `python handler.py certificates` or `python handler.py public-key`."""

import os
import shutil
import sys
import tempfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from wechatpayv3 import WeChatPay, WeChatPayType


def env(name):
    return os.environ['WECHATPAY_' + name]


def read(name):
    with open(env(name)) as file:
        return file.read()


def certificates():
    folder = tempfile.mkdtemp()
    shutil.copy(env('PLATFORM_CERTIFICATE_PATH'), folder)
    return dict(cert_dir=folder)


pay = WeChatPay(
    wechatpay_type=WeChatPayType.JSAPI,
    mchid=env('MCHID'),
    private_key=read('PRIVATE_KEY_PATH'),
    cert_serial_no=env('SERIAL_NO'),
    apiv3_key=env('API_V3_KEY'),
    appid='wx0000000000000000',
    notify_url='https://example.com/notify',
    partner_mode=True,
    **(dict(public_key=read('PUBLIC_KEY_PATH'), public_key_id=env('PUBLIC_KEY_ID')) if sys.argv[1] == 'public-key' else certificates()),
)


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers['Content-Length']))
        try:
            believed = pay.callback(self.headers, body)
        except Exception as error:
            self.log_error('refused: %r', error)
            believed = None
        self.send_response(204 if believed else 401)
        self.end_headers()


ThreadingHTTPServer(('127.0.0.1', int(os.environ.get('PORT', 3000))), Handler).serve_forever()
