"""Sends an encrypted field to WeChat Pay's own test of encryption, and decrypts the encrypted fields of the answer and of the callback (回调通知)."""

import json
import queue
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from wechatpayv3 import WeChatPay
from wechatpayv3.type import RequestType

from test_goldplan import with_certificates, with_public_key


@pytest.fixture(params=[with_certificates, with_public_key])
def pay(request):
    return WeChatPay(**request.param())


@pytest.fixture
def callbacks(pay):
    """The URL of a handler, and a queue of the callbacks that the handler received. None stands for a callback that the SDK refused."""
    received = queue.Queue()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            received.put(pay.callback(self.headers, self.rfile.read(int(self.headers['Content-Length']))))
            self.send_response(204)
            self.end_headers()

    with HTTPServer(('127.0.0.1', 0), Handler) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f'http://127.0.0.1:{server.server_port}/notify', received
        server.shutdown()


def test_echoes_an_encrypted_field(pay, callbacks):
    url, received = callbacks
    # The SDK has no function for this call, so the test uses the SDK's inner function for calls.
    body = {'notify_url': url, 'echo_message': 'hello', 'encrypted_echo_message': pay._core.encrypt('张三')}
    code, message = pay._core.request('/v3/security/echo', method=RequestType.POST, data=body, cipher_data=True)
    assert code == 200, message
    answer = json.loads(message)
    assert (answer['echo_message'], pay.decrypt(answer['encrypted_echo_message'])) == ('hello', '张三')

    notification = received.get(timeout=30)
    assert notification['event_type'] == 'SECURITY_ECHO.SUCCESS'
    resource = notification['resource']
    # In the callback, the encrypted field is named encrypt_echo_message. In the request and the answer, it is encrypted_echo_message.
    assert (resource['echo_message'], pay.decrypt(resource['encrypt_echo_message'])) == ('hello', '张三')
