"""A handler of notifications (回调通知) with the standard library and cryptography."""

import base64
import json
import os
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from cryptography.x509 import load_pem_x509_certificate


def read(name):
    with open(os.environ[f'WECHATPAY_{name}_PATH'], 'rb') as file:
        return file.read()


KEYS = {
    os.environ['WECHATPAY_PLATFORM_SERIAL_NO']: load_pem_x509_certificate(read('PLATFORM_CERTIFICATE')).public_key(),
    os.environ['WECHATPAY_PUBLIC_KEY_ID']: load_pem_public_key(read('PUBLIC_KEY')),
}
AES = AESGCM(os.environ['WECHATPAY_API_V3_KEY'].encode())
handled = set()  # in your application, a table with the ID as its key


def read_notification(headers, body):
    timestamp, nonce = headers['Wechatpay-Timestamp'], headers['Wechatpay-Nonce']
    if abs(time.time() - int(timestamp)) > 300:
        raise ValueError('the timestamp is more than five minutes away')
    signature = base64.b64decode(headers['Wechatpay-Signature'], validate=True)
    message = f'{timestamp}\n{nonce}\n'.encode() + body + b'\n'
    KEYS[headers['Wechatpay-Serial']].verify(signature, message, PKCS1v15(), SHA256())
    notification = json.loads(body)
    resource = notification['resource']
    data = resource.get('associated_data', '').encode()
    text = AES.decrypt(resource['nonce'].encode(), base64.b64decode(resource['ciphertext']), data)
    return notification, json.loads(text)


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers['Content-Length']))
        try:
            notification, resource = read_notification(self.headers, body)
        except (InvalidSignature, InvalidTag, KeyError, TypeError, ValueError) as error:
            self.log_error('refused: %r', error)
            return self.answer(401)
        if notification['id'] not in handled:
            print(notification['event_type'], resource)
        handled.add(notification['id'])
        self.answer(204)

    def answer(self, status):
        self.send_response(status)
        self.end_headers()


ThreadingHTTPServer(('127.0.0.1', int(os.environ.get('PORT', 3000))), Handler).serve_forever()
