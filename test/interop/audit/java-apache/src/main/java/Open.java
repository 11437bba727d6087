import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.binarywang.wxpay.config.WxPayConfig;
import com.github.binarywang.wxpay.service.impl.WxPayServiceImpl;
import com.wechat.pay.contrib.apache.httpclient.WechatPayHttpClientBuilder;
import com.wechat.pay.contrib.apache.httpclient.auth.PrivateKeySigner;
import com.wechat.pay.contrib.apache.httpclient.auth.WechatPay2Credentials;
import com.wechat.pay.contrib.apache.httpclient.auth.WechatPay2Validator;
import com.wechat.pay.contrib.apache.httpclient.cert.CertificatesManager;
import com.wechat.pay.contrib.apache.httpclient.util.PemUtil;
import java.io.FileInputStream;
import java.security.PrivateKey;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.entity.ContentType;
import org.apache.http.entity.StringEntity;
import org.apache.http.util.EntityUtils;

/** Opens the gold plan once with wechatpay-apache-httpclient or WxJava, and ends with 0 when the SDK throws nothing. */
class Open {
  private static final String URL = "https://api.mch.weixin.qq.com/v3/goldplan/merchants/changegoldplanstatus";
  private static final String BODY = "{\"sub_mchid\":\"" + env("SUB_MCHID") + "\",\"operation_type\":\"OPEN\"}";

  private static String env(String name) {
    return System.getenv("WECHATPAY_" + name);
  }

  public static void main(String[] args) {
    boolean usesPublicKey = args[1].equals("public-key");
    try {
      if (args[0].equals("WxJava")) openWithWxJava(usesPublicKey);
      else openWithHttpClient(usesPublicKey);
      System.exit(0);
    } catch (Throwable error) {
      error.printStackTrace();
      // Exits explicitly, because the thread in which CertificatesManager renews the certificates would keep the program running.
      System.exit(1);
    }
  }

  private static void openWithWxJava(boolean usesPublicKey) throws Exception {
    var config = new WxPayConfig();
    config.setMchId(env("MCHID"));
    config.setApiV3Key(env("API_V3_KEY"));
    config.setCertSerialNo(env("SERIAL_NO"));
    config.setPrivateKeyPath(env("PRIVATE_KEY_PATH"));
    config.setPrivateCertPath(env("CERTIFICATE_PATH"));
    if (usesPublicKey) {
      config.setPublicKeyId(env("PUBLIC_KEY_ID"));
      config.setPublicKeyPath(env("PUBLIC_KEY_PATH"));
    }
    var service = new WxPayServiceImpl();
    service.setConfig(config);
    if (usesPublicKey) service.postV3WithWechatpaySerial(URL, BODY);
    else service.postV3(URL, BODY);
  }

  private static void openWithHttpClient(boolean usesPublicKey) throws Exception {
    var builder = WechatPayHttpClientBuilder.create().withMerchant(env("MCHID"), env("SERIAL_NO"), privateKey());
    if (usesPublicKey) {
      try (var file = new FileInputStream(env("PUBLIC_KEY_PATH"))) {
        builder.withWechatPay(env("PUBLIC_KEY_ID"), PemUtil.loadPublicKey(file));
      }
    } else {
      var manager = CertificatesManager.getInstance();
      var signer = new PrivateKeySigner(env("SERIAL_NO"), privateKey());
      manager.putMerchant(env("MCHID"), new WechatPay2Credentials(env("MCHID"), signer), env("API_V3_KEY").getBytes(UTF_8));
      builder.withValidator(new WechatPay2Validator(manager.getVerifier(env("MCHID"))));
    }
    var request = new HttpPost(URL);
    request.addHeader("Accept", "application/json");
    request.setEntity(new StringEntity(BODY, ContentType.APPLICATION_JSON));
    try (var client = builder.build();
        var answer = client.execute(request)) {
      var status = answer.getStatusLine().getStatusCode();
      if (answer.getEntity() != null) EntityUtils.consume(answer.getEntity());
      if (status >= 300) throw new IllegalStateException("status " + status);
    }
  }

  private static PrivateKey privateKey() throws Exception {
    try (var file = new FileInputStream(env("PRIVATE_KEY_PATH"))) {
      return PemUtil.loadPrivateKey(file);
    }
  }
}
