import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.wechat.pay.java.core.Config;
import com.wechat.pay.java.core.RSAAutoCertificateConfig;
import com.wechat.pay.java.core.RSAPublicKeyConfig;
import com.wechat.pay.java.core.exception.ServiceException;
import com.wechat.pay.java.core.exception.ValidationException;
import com.wechat.pay.java.core.http.DefaultHttpClientBuilder;
import com.wechat.pay.java.core.http.HttpHeaders;
import com.wechat.pay.java.core.http.HttpMethod;
import com.wechat.pay.java.core.http.HttpRequest;
import com.wechat.pay.java.core.http.JsonRequestBody;
import com.wechat.pay.java.core.http.MediaType;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Calls the gold plan with the official Java SDK as an application does: nothing in it knows of the mock server, except where a test breaks an answer. */
class GoldPlanTest {
  private static final String URL = "https://api.mch.weixin.qq.com/v3/goldplan/merchants/changegoldplanstatus";
  private static final String SUB_MCHID = env("SUB_MCHID");

  private static String env(String name) {
    return System.getenv("WECHATPAY_" + name);
  }

  /** This configuration downloads the platform certificates and renews them by itself. The SDK allows only one such configuration per merchant. */
  private static final Config CERTIFICATES =
      new RSAAutoCertificateConfig.Builder()
          .merchantId(env("MCHID"))
          .privateKeyFromPath(env("PRIVATE_KEY_PATH"))
          .merchantSerialNumber(env("SERIAL_NO"))
          .apiV3Key(env("API_V3_KEY"))
          .build();

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

  private static String open(Config config, String subMchid) {
    HttpHeaders headers = new HttpHeaders();
    headers.addHeader("Accept", MediaType.APPLICATION_JSON.getValue());
    headers.addHeader("Content-Type", MediaType.APPLICATION_JSON.getValue());
    String body = "{\"sub_mchid\":\"" + subMchid + "\",\"operation_type\":\"OPEN\"}";
    HttpRequest request =
        new HttpRequest.Builder()
            .httpMethod(HttpMethod.POST)
            .url(URL)
            .headers(headers)
            .body(new JsonRequestBody.Builder().body(body).build())
            .build();
    Object answer = new DefaultHttpClientBuilder().config(config).build().execute(request, Map.class).getServiceResponse();
    return String.valueOf(((Map<?, ?>) answer).get("sub_mchid"));
  }

  @Test
  void opensTheGoldPlanWithDownloadedCertificates() {
    assertEquals(SUB_MCHID, open(CERTIFICATES, SUB_MCHID));
  }

  @Test
  void opensTheGoldPlanWithThePublicKey() {
    assertEquals(SUB_MCHID, open(publicKey(), SUB_MCHID));
  }

  @Test
  void getsABusinessError() {
    ServiceException error = assertThrows(ServiceException.class, () -> open(CERTIFICATES, "1900000999"));
    assertEquals(4, error.getHttpStatusCode() / 100);
  }

  @Test
  void refusesATamperedAnswer() throws Exception {
    String faults = env("BASE_URL") + "/__mock/merchants/" + env("MCHID") + "/faults";
    String fault = "{\"operation\":\"changegoldplanstatus\",\"signature\":\"tampered\",\"times\":1}";
    var request =
        java.net.http.HttpRequest.newBuilder(URI.create(faults))
            .header("Content-Type", "application/json")
            .POST(java.net.http.HttpRequest.BodyPublishers.ofString(fault))
            .build();
    assertEquals(201, HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
    assertThrows(ValidationException.class, () -> open(CERTIFICATES, SUB_MCHID));
  }
}
