import com.wechat.pay.java.core.Config;
import com.wechat.pay.java.core.RSAAutoCertificateConfig;
import com.wechat.pay.java.core.RSAPublicKeyConfig;
import com.wechat.pay.java.core.http.DefaultHttpClientBuilder;
import com.wechat.pay.java.core.http.HttpHeaders;
import com.wechat.pay.java.core.http.HttpMethod;
import com.wechat.pay.java.core.http.HttpRequest;
import com.wechat.pay.java.core.http.JsonRequestBody;
import java.util.Map;

/** Opens the gold plan with wechatpay-java, and ends with 0 when the SDK throws nothing. */
class Open {
  private static String env(String name) {
    return System.getenv("WECHATPAY_" + name);
  }

  private static Config certificates() {
    return new RSAAutoCertificateConfig.Builder()
        .merchantId(env("MCHID"))
        .privateKeyFromPath(env("PRIVATE_KEY_PATH"))
        .merchantSerialNumber(env("SERIAL_NO"))
        .apiV3Key(env("API_V3_KEY"))
        .build();
  }

  private static Config publicKey() {
    return new RSAPublicKeyConfig.Builder()
        .merchantId(env("MCHID"))
        .privateKeyFromPath(env("PRIVATE_KEY_PATH"))
        .merchantSerialNumber(env("SERIAL_NO"))
        .publicKeyFromPath(env("PUBLIC_KEY_PATH"))
        .publicKeyId(env("PUBLIC_KEY_ID"))
        .apiV3Key(env("API_V3_KEY"))
        .build();
  }

  public static void main(String[] args) {
    try {
      Config config = args[0].equals("public-key") ? publicKey() : certificates();
      HttpHeaders headers = new HttpHeaders();
      headers.addHeader("Accept", "application/json");
      headers.addHeader("Content-Type", "application/json");
      String body = "{\"sub_mchid\":\"" + env("SUB_MCHID") + "\",\"operation_type\":\"OPEN\"}";
      HttpRequest request =
          new HttpRequest.Builder()
              .httpMethod(HttpMethod.POST)
              .url("https://api.mch.weixin.qq.com/v3/goldplan/merchants/changegoldplanstatus")
              .headers(headers)
              .body(new JsonRequestBody.Builder().body(body).build())
              .build();
      new DefaultHttpClientBuilder().config(config).build().execute(request, Map.class);
      System.exit(0);
    } catch (Throwable error) {
      error.printStackTrace();
      System.exit(1);
    }
  }
}
