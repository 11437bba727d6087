import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.wechat.pay.contrib.apache.httpclient.WechatPayHttpClientBuilder;
import com.wechat.pay.contrib.apache.httpclient.auth.PrivateKeySigner;
import com.wechat.pay.contrib.apache.httpclient.auth.WechatPay2Credentials;
import com.wechat.pay.contrib.apache.httpclient.auth.WechatPay2Validator;
import com.wechat.pay.contrib.apache.httpclient.cert.CertificatesManager;
import com.wechat.pay.contrib.apache.httpclient.util.PemUtil;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.PrivateKey;
import org.apache.http.HttpHost;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.entity.ContentType;
import org.apache.http.entity.StringEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.util.EntityUtils;
import org.junit.jupiter.api.Test;

/** Calls the gold plan with wechatpay-apache-httpclient as an application does: nothing in it knows of the mock server, except where a test breaks an answer. */
class ApacheHttpClientTest {
  private static final String SUB_MCHID = env("SUB_MCHID");

  private static String env(String name) {
    return System.getenv("WECHATPAY_" + name);
  }

  private static PrivateKey privateKey() throws IOException {
    try (var file = new FileInputStream(env("PRIVATE_KEY_PATH"))) {
      return PemUtil.loadPrivateKey(file);
    }
  }

  /** The client downloads the platform certificates and renews them by itself. */
  private static WechatPayHttpClientBuilder withCertificates() throws Exception {
    var signer = new PrivateKeySigner(env("SERIAL_NO"), privateKey());
    var manager = CertificatesManager.getInstance();
    manager.putMerchant(env("MCHID"), new WechatPay2Credentials(env("MCHID"), signer), env("API_V3_KEY").getBytes(UTF_8));
    return WechatPayHttpClientBuilder.create()
        .withMerchant(env("MCHID"), env("SERIAL_NO"), privateKey())
        .withValidator(new WechatPay2Validator(manager.getVerifier(env("MCHID"))));
  }

  private static WechatPayHttpClientBuilder withPublicKey() throws Exception {
    try (var file = new FileInputStream(env("PUBLIC_KEY_PATH"))) {
      return WechatPayHttpClientBuilder.create()
          .withMerchant(env("MCHID"), env("SERIAL_NO"), privateKey())
          .withWechatPay(env("PUBLIC_KEY_ID"), PemUtil.loadPublicKey(file));
    }
  }

  private static HttpPost request(String scheme, String subMchid) {
    var request = new HttpPost(scheme + "://api.mch.weixin.qq.com/v3/goldplan/merchants/changegoldplanstatus");
    request.addHeader("Accept", "application/json");
    var body = "{\"sub_mchid\":\"" + subMchid + "\",\"operation_type\":\"OPEN\"}";
    request.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON));
    return request;
  }

  private static String answerTo(HttpPost request, WechatPayHttpClientBuilder builder) throws IOException {
    try (CloseableHttpClient client = builder.build();
        CloseableHttpResponse answer = client.execute(request)) {
      return answer.getStatusLine().getStatusCode() + " " + EntityUtils.toString(answer.getEntity());
    }
  }

  private static final String OPENED = "200 {\"sub_mchid\":\"" + SUB_MCHID + "\"}";

  @Test
  void opensTheGoldPlanWithDownloadedCertificates() throws Exception {
    assertEquals(OPENED, answerTo(request("https", SUB_MCHID), withCertificates()));
  }

  @Test
  void opensTheGoldPlanWithThePublicKey() throws Exception {
    var request = request("https", SUB_MCHID);
    assertEquals(OPENED, answerTo(request, withPublicKey()));
  }

  @Test
  void getsABusinessError() throws Exception {
    assertTrue(answerTo(request("https", "1900000999"), withCertificates()).startsWith("4"));
  }

  @Test
  void refusesATamperedAnswer() throws Exception {
    var client = withCertificates();
    breakNextAnswer();
    assertThrows(IOException.class, () -> answerTo(request("https", SUB_MCHID), client));
  }

  private static void breakNextAnswer() throws Exception {
    var faults = URI.create(env("BASE_URL") + "/__mock/merchants/" + env("MCHID") + "/faults");
    var fault = "{\"operation\":\"changegoldplanstatus\",\"signature\":\"tampered\",\"times\":1}";
    var request =
        HttpRequest.newBuilder(faults)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(fault))
            .build();
    assertEquals(201, HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
  }

  /** The SDK signs only requests to hosts of WeChat Pay. So the test sends such a request over http, with the mock server as the proxy. */
  @Test
  void opensTheGoldPlanAtTheBaseUrl() throws Exception {
    var mock = HttpHost.create(env("BASE_URL"));
    var request = request("http", SUB_MCHID);
    assertEquals(OPENED, answerTo(request, withPublicKey().withProxy(mock)));
  }
}
