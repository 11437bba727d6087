<?php
// Calls the gold plan with Guzzle, signing as wechatpay-php does. Nothing in it knows of the mock server, except where a test breaks an answer.
declare(strict_types=1);

use GuzzleHttp\Client;
use GuzzleHttp\Exception\ClientException;
use GuzzleHttp\HandlerStack;
use GuzzleHttp\Middleware;
use Psr\Http\Message\RequestInterface;
use Psr\Http\Message\ResponseInterface;

require is_file('vendor/autoload.php') ? 'vendor/autoload.php' : 'GuzzleHttp/autoload.php';

function env(string $name): string
{
    return (string) getenv("WECHATPAY_$name");
}

function sign(RequestInterface $request): RequestInterface
{
    [$timestamp, $nonce] = [time(), bin2hex(random_bytes(16))];
    $message = "{$request->getMethod()}\n{$request->getRequestTarget()}\n$timestamp\n$nonce\n{$request->getBody()}\n";
    openssl_sign($message, $signature, file_get_contents(env('PRIVATE_KEY_PATH')), OPENSSL_ALGO_SHA256);
    $fields = ['mchid' => env('MCHID'), 'serial_no' => env('SERIAL_NO'), 'timestamp' => $timestamp,
        'nonce_str' => $nonce, 'signature' => base64_encode($signature)];
    $authorization = implode(',', array_map(fn ($name, $value) => "$name=\"$value\"", array_keys($fields), $fields));
    return $request->withHeader('Authorization', "WECHATPAY2-SHA256-RSA2048 $authorization");
}

/** Verifies an answer with the key that its Wechatpay-Serial names. */
function verify(ResponseInterface $answer, array $keys): ResponseInterface
{
    [$timestamp, $nonce, $serial, $signature] = array_map(fn ($name) => $answer->getHeaderLine("Wechatpay-$name"),
        ['Timestamp', 'Nonce', 'Serial', 'Signature']);
    if (!isset($keys[$serial]) || abs(time() - (int) $timestamp) > 300) {
        throw new UnexpectedValueException("No key for the serial number $serial, or the time $timestamp is too far away");
    }
    $message = "$timestamp\n$nonce\n{$answer->getBody()}\n";
    if (openssl_verify($message, base64_decode($signature), $keys[$serial], OPENSSL_ALGO_SHA256) !== 1) {
        throw new UnexpectedValueException('The signature of the answer is not valid');
    }
    return $answer;
}

/** A client that signs, and verifies with these keys if there are any. */
function client(array $keys = [], array $options = []): Client
{
    $stack = HandlerStack::create();
    $stack->push(Middleware::mapRequest(fn ($request) => sign($request)));
    // Errors are not verified. wechatpay-php does not verify them either.
    $isVerified = fn ($answer) => $keys && $answer->getStatusCode() < 300;
    $stack->push(Middleware::mapResponse(fn ($answer) => $isVerified($answer) ? verify($answer, $keys) : $answer));
    $headers = ['Accept' => 'application/json', 'User-Agent' => 'php'];
    return new Client($options + ['base_uri' => 'https://api.mch.weixin.qq.com/', 'handler' => $stack, 'headers' => $headers]);
}

/** Downloads the platform certificates and decrypts them. */
function certificates(Client $client): array
{
    $certificates = [];
    foreach (json_decode((string) $client->get('v3/certificates')->getBody())->data as $entry) {
        $encrypted = $entry->encrypt_certificate;
        [$text, $tag] = [substr(base64_decode($encrypted->ciphertext), 0, -16), substr(base64_decode($encrypted->ciphertext), -16)];
        $certificates[$entry->serial_no] = openssl_decrypt($text, 'aes-256-gcm', env('API_V3_KEY'), OPENSSL_RAW_DATA,
            $encrypted->nonce, $tag, $encrypted->associated_data);
    }
    return $certificates;
}

function open(Client $client, array $headers = [], ?string $subMchid = null): ?string
{
    $body = ['sub_mchid' => $subMchid ?? env('SUB_MCHID'), 'operation_type' => 'OPEN'];
    $answer = $client->post('v3/goldplan/merchants/changegoldplanstatus', ['json' => $body, 'headers' => $headers]);
    return json_decode((string) $answer->getBody())->sub_mchid;
}

function breakNextAnswer(): void
{
    $fault = ['operation' => 'changegoldplanstatus', 'signature' => 'tampered', 'times' => 1];
    (new Client())->post(env('BASE_URL') . '/__mock/merchants/' . env('MCHID') . '/faults', ['json' => $fault]);
}

function test(string $name, callable $body): void
{
    $body();
    echo "ok: $name\n";
}

function expect(bool $holds): void
{
    $holds || throw new LogicException('this does not hold');
}

function expectRefused(string $class, callable $call): void
{
    try {
        $call();
    } catch (Throwable $error) {
        expect($error instanceof $class);
        return;
    }
    throw new LogicException("no $class was thrown");
}

if (realpath($argv[0]) !== __FILE__) {
    return;
}

test('opens the gold plan with downloaded certificates', function () {
    expect(open(client(certificates(client()))) === env('SUB_MCHID'));
});

test('opens the gold plan with the public key', function () {
    $client = client([env('PUBLIC_KEY_ID') => file_get_contents(env('PUBLIC_KEY_PATH'))]);
    expect(open($client, ['Wechatpay-Serial' => env('PUBLIC_KEY_ID')]) === env('SUB_MCHID'));
});

test('gets a business error', function () {
    expectRefused(ClientException::class, fn () => open(client(certificates(client())), [], '1900000999'));
});

test('refuses a tampered answer', function () {
    $client = client(certificates(client()));
    breakNextAnswer();
    expectRefused(UnexpectedValueException::class, fn () => open($client));
});

test('believes a tampered answer when it has no keys for verifying', function () {
    breakNextAnswer();
    expect(open(client()) === env('SUB_MCHID'));
});
