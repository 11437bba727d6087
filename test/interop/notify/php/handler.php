<?php
// A handler of notifications (回调通知) with openssl. Start it with: php -S 127.0.0.1:3000 handler.php

function env(string $name): string
{
    return getenv("WECHATPAY_$name");
}

function readNotification(string $body): array
{
    $header = fn(string $name): string => $_SERVER['HTTP_WECHATPAY_' . $name] ?? '';
    $keys = [
        env('PLATFORM_SERIAL_NO') => openssl_pkey_get_public('file://' . env('PLATFORM_CERTIFICATE_PATH')),
        env('PUBLIC_KEY_ID') => openssl_pkey_get_public('file://' . env('PUBLIC_KEY_PATH')),
    ];
    if (abs(time() - (int) $header('TIMESTAMP')) > 300) throw new RuntimeException('timestamp');
    $key = $keys[$header('SERIAL')] ?? throw new RuntimeException('serial');
    $message = "{$header('TIMESTAMP')}\n{$header('NONCE')}\n$body\n";
    $signature = base64_decode($header('SIGNATURE'), true);
    if (openssl_verify($message, (string) $signature, $key, OPENSSL_ALGO_SHA256) !== 1) throw new RuntimeException('signature');

    $notification = json_decode($body, true, 512, JSON_THROW_ON_ERROR);
    ['ciphertext' => $ciphertext, 'nonce' => $nonce, 'associated_data' => $data] = $notification['resource'];
    $bytes = base64_decode($ciphertext, true);
    $text = openssl_decrypt(substr($bytes, 0, -16), 'aes-256-gcm', env('API_V3_KEY'), OPENSSL_RAW_DATA, $nonce, substr($bytes, -16), $data);
    if ($text === false) throw new RuntimeException('ciphertext');
    return [$notification, json_decode($text, true)];
}

try {
    [$notification, $resource] = readNotification(file_get_contents('php://input'));
    // In your application, insert $notification['id'] into a table with a unique key first; if it is there already, do nothing more.
    error_log("{$notification['event_type']} " . json_encode($resource));
    http_response_code(204);
} catch (Exception $error) {
    error_log("refused: {$error->getMessage()}");
    http_response_code(401);
}
