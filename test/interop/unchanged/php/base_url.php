<?php
// Calls the gold plan at WECHATPAY_BASE_URL, or at WeChat Pay when that variable is not set.
declare(strict_types=1);

require 'goldplan.php';

$options = env('BASE_URL') ? ['base_uri' => env('BASE_URL')] : [];

test('opens the gold plan at the base URL with downloaded certificates', function () use ($options) {
    expect(open(client(certificates(client([], $options)), $options)) === env('SUB_MCHID'));
});
