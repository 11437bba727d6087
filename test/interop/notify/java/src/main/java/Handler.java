import com.sun.net.httpserver.HttpServer;
import com.wechat.pay.java.core.notification.NotificationParser;
import com.wechat.pay.java.core.notification.RSANotificationConfig;
import com.wechat.pay.java.core.notification.RSAPublicKeyNotificationConfig;
import com.wechat.pay.java.core.notification.RequestParam;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A handler of notifications (回调通知) with wechatpay-java. */
public class Handler {
  static String env(String name) {
    return System.getenv("WECHATPAY_" + name);
  }

  public static void main(String[] args) throws Exception {
    var byCertificate = new NotificationParser(new RSANotificationConfig.Builder()
        .certificatesFromPath(env("PLATFORM_CERTIFICATE_PATH")).apiV3Key(env("API_V3_KEY")).build());
    var byPublicKey = new NotificationParser(new RSAPublicKeyNotificationConfig.Builder()
        .publicKeyFromPath(env("PUBLIC_KEY_PATH")).publicKeyId(env("PUBLIC_KEY_ID")).apiV3Key(env("API_V3_KEY")).build());
    var handled = ConcurrentHashMap.newKeySet(); // in your application, a table with the transaction as its key

    var port = Integer.parseInt(System.getenv().getOrDefault("PORT", "3000"));
    var server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    server.createContext("/notify", exchange -> {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var headers = exchange.getRequestHeaders();
      var status = 204;
      try {
        var serial = headers.getFirst("Wechatpay-Serial");
        var timestamp = headers.getFirst("Wechatpay-Timestamp");
        // The parser accepts a timestamp of any age.
        if (Math.abs(Instant.now().getEpochSecond() - Long.parseLong(timestamp)) > 300) throw new RuntimeException("timestamp");
        var received = new RequestParam.Builder().serialNumber(serial).body(body)
            .timestamp(timestamp).nonce(headers.getFirst("Wechatpay-Nonce"))
            .signature(headers.getFirst("Wechatpay-Signature")).signType(headers.getFirst("Wechatpay-Signature-Type")).build();
        var parser = serial != null && serial.startsWith("PUB_KEY_ID_") ? byPublicKey : byCertificate;
        var resource = parser.parse(received, Map.class);
        if (handled.add(resource.get("transaction_id"))) System.out.println(resource);
      } catch (RuntimeException error) {
        System.err.println("refused: " + error);
        status = 401;
      }
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
    });
    server.start();
  }
}
