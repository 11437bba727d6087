import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.binarywang.wxpay.config.WxPayConfig;
import com.github.binarywang.wxpay.exception.WxPayException;
import com.github.binarywang.wxpay.service.WxPayService;
import com.github.binarywang.wxpay.service.impl.WxPayServiceImpl;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** Calls the gold plan with WxJava as an application does: nothing in it knows of the mock server, except where a test breaks an answer. */
class WxJavaTest {
  private static final String SUB_MCHID = env("SUB_MCHID");

  private static String env(String name) {
    return System.getenv("WECHATPAY_" + name);
  }

  /** The SDK downloads the platform certificates and renews them by itself. */
  private static WxPayConfig withCertificates() {
    var config = new WxPayConfig();
    config.setMchId(env("MCHID"));
    config.setApiV3Key(env("API_V3_KEY"));
    config.setCertSerialNo(env("SERIAL_NO"));
    config.setPrivateKeyPath(env("PRIVATE_KEY_PATH"));
    config.setPrivateCertPath(env("CERTIFICATE_PATH"));
    return config;
  }

  private static WxPayConfig withPublicKey() {
    var config = withCertificates();
    config.setPublicKeyId(env("PUBLIC_KEY_ID"));
    config.setPublicKeyPath(env("PUBLIC_KEY_PATH"));
    return config;
  }

  private static WxPayService service(WxPayConfig config) {
    var service = new WxPayServiceImpl();
    service.setConfig(config);
    return service;
  }

  private static String open(WxPayConfig config, String subMchid) throws WxPayException {
    var service = service(config);
    var url = service.getPayBaseUrl() + "/v3/goldplan/merchants/changegoldplanstatus";
    var body = "{\"sub_mchid\":\"" + subMchid + "\",\"operation_type\":\"OPEN\"}";
    return config.getPublicKeyId() == null ? service.postV3(url, body) : service.postV3WithWechatpaySerial(url, body);
  }

  private static final String OPENED = "{\"sub_mchid\":\"" + SUB_MCHID + "\"}";

  @Test
  void opensTheGoldPlanWithDownloadedCertificates() throws Exception {
    assertEquals(OPENED, open(withCertificates(), SUB_MCHID));
  }

  @Test
  void opensTheGoldPlanWithThePublicKey() throws Exception {
    assertEquals(OPENED, open(withPublicKey(), SUB_MCHID));
  }

  @Test
  void getsABusinessError() {
    var error = assertThrows(WxPayException.class, () -> open(withCertificates(), "1900000999"));
    assertTrue(error.getErrCode() != null);
  }

  @Test
  void refusesATamperedAnswer() throws Exception {
    breakNextAnswer();
    assertThrows(WxPayException.class, () -> open(withCertificates(), SUB_MCHID));
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
    var mock = URI.create(env("BASE_URL"));
    var config = withCertificates();
    config.setPayBaseUrl("http://api.mch.weixin.qq.com");
    config.setHttpProxyHost(mock.getHost());
    config.setHttpProxyPort(mock.getPort());
    assertEquals(OPENED, open(config, SUB_MCHID));
  }
}
