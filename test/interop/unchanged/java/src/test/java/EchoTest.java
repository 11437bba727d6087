import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.Gson;
import com.sun.net.httpserver.HttpServer;
import com.wechat.pay.java.core.Config;
import com.wechat.pay.java.core.RSAAutoCertificateConfig;
import com.wechat.pay.java.core.RSAPublicKeyConfig;
import com.wechat.pay.java.core.http.DefaultHttpClientBuilder;
import com.wechat.pay.java.core.http.HttpMethod;
import com.wechat.pay.java.core.http.HttpRequest;
import com.wechat.pay.java.core.http.JsonRequestBody;
import com.wechat.pay.java.core.notification.NotificationConfig;
import com.wechat.pay.java.core.notification.NotificationParser;
import com.wechat.pay.java.core.notification.RequestParam;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Sends an encrypted field to WeChat Pay's own test of encryption, and decrypts the encrypted fields of the answer and of the callback (回调通知). */
class EchoTest {
  private static final String URL = "https://api.mch.weixin.qq.com/v3/security/echo";

  private static String env(String name) {
    return System.getenv("WECHATPAY_" + name);
  }

  /** Starts a handler. It completes `call` with the content of the callback, or with an exception if the SDK refuses the callback. */
  private static void receive(HttpServer server, NotificationConfig config, CompletableFuture<Map<?, ?>> call) {
    server.createContext("/notify", exchange -> {
      var headers = exchange.getRequestHeaders();
      var received = new RequestParam.Builder()
          .serialNumber(headers.getFirst("Wechatpay-Serial")).nonce(headers.getFirst("Wechatpay-Nonce"))
          .signature(headers.getFirst("Wechatpay-Signature")).signType(headers.getFirst("Wechatpay-Signature-Type"))
          .timestamp(headers.getFirst("Wechatpay-Timestamp"))
          .body(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)).build();
      try {
        call.complete(new NotificationParser(config).parse(received, Map.class));
      } catch (RuntimeException error) {
        call.completeExceptionally(error);
      }
      exchange.sendResponseHeaders(204, -1);
      exchange.close();
    });
    server.start();
  }

  private static <T extends Config & NotificationConfig> void testEcho(T config) throws Exception {
    var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    var call = new CompletableFuture<Map<?, ?>>();
    receive(server, config, call);
    try {
      var encryptor = config.createEncryptor();
      var url = "http://127.0.0.1:" + server.getAddress().getPort() + "/notify";
      var body = Map.of("notify_url", url, "echo_message", "hello", "encrypted_echo_message", encryptor.encrypt("张三"));
      var request = new HttpRequest.Builder()
          .httpMethod(HttpMethod.POST)
          .url(URL)
          .addHeader("Accept", "application/json")
          .addHeader("Content-Type", "application/json")
          .addHeader("Wechatpay-Serial", encryptor.getWechatpaySerial())
          .body(new JsonRequestBody.Builder().body(new Gson().toJson(body)).build())
          .build();
      var response = new DefaultHttpClientBuilder().config(config).build().execute(request, Map.class);
      assertEquals(encryptor.getWechatpaySerial(), response.getHeaders().getHeader("Wechatpay-Serial"));
      var answer = response.getServiceResponse();
      assertEquals("hello", answer.get("echo_message"));
      assertEquals("张三", config.createDecryptor().decrypt((String) answer.get("encrypted_echo_message")));

      var resource = call.get(30, TimeUnit.SECONDS);
      assertEquals("hello", resource.get("echo_message"));
      // In the callback, the encrypted field is named encrypt_echo_message. In the request and the answer, it is encrypted_echo_message.
      assertEquals("张三", config.createDecryptor().decrypt((String) resource.get("encrypt_echo_message")));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void echoesAnEncryptedFieldWithDownloadedCertificates() throws Exception {
    testEcho(new RSAAutoCertificateConfig.Builder()
        .merchantId(env("MCHID"))
        .privateKeyFromPath(env("PRIVATE_KEY_PATH"))
        .merchantSerialNumber(env("SERIAL_NO"))
        .apiV3Key(env("API_V3_KEY"))
        .build());
  }

  @Test
  void echoesAnEncryptedFieldWithThePublicKey() throws Exception {
    testEcho(new RSAPublicKeyConfig.Builder()
        .merchantId(env("MCHID"))
        .privateKeyFromPath(env("PRIVATE_KEY_PATH"))
        .merchantSerialNumber(env("SERIAL_NO"))
        .publicKeyFromPath(env("PUBLIC_KEY_PATH"))
        .publicKeyId(env("PUBLIC_KEY_ID"))
        .apiV3Key(env("API_V3_KEY"))
        .build());
  }
}
