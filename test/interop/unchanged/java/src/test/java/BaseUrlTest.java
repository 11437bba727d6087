import static org.junit.jupiter.api.Assertions.assertEquals;

import com.wechat.pay.java.core.Config;
import com.wechat.pay.java.core.RSAAutoCertificateConfig;
import com.wechat.pay.java.core.http.DefaultHttpClientBuilder;
import com.wechat.pay.java.service.goldplan.GoldPlanService;
import com.wechat.pay.java.service.goldplan.model.ChangeGoldPlanStatusRequest;
import com.wechat.pay.java.service.goldplan.model.OperationType;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

/** Calls the gold plan at WECHATPAY_BASE_URL, or at WeChat Pay when that variable is not set. */
class BaseUrlTest {
  private static String env(String name) {
    return System.getenv("WECHATPAY_" + name);
  }

  /** Sends every request to another host. The host is not part of the signature. */
  private static OkHttpClient baseUrlClient() {
    if (env("BASE_URL") == null) return new OkHttpClient();
    HttpUrl base = HttpUrl.get(env("BASE_URL"));
    return new OkHttpClient.Builder()
        .addInterceptor(
            chain -> {
              HttpUrl url = chain.request().url().newBuilder().scheme(base.scheme()).host(base.host()).port(base.port()).build();
              return chain.proceed(chain.request().newBuilder().url(url).build());
            })
        .build();
  }

  @Test
  void opensTheGoldPlanAtTheBaseUrl() {
    OkHttpClient okHttpClient = baseUrlClient();
    // The configuration downloads the platform certificates with its own client, so it needs the interceptor, too.
    Config config =
        new RSAAutoCertificateConfig.Builder()
            .merchantId(env("MCHID"))
            .privateKeyFromPath(env("PRIVATE_KEY_PATH"))
            .merchantSerialNumber(env("SERIAL_NO"))
            .apiV3Key(env("API_V3_KEY"))
            .httpClientBuilder(new DefaultHttpClientBuilder().okHttpClient(okHttpClient))
            .build();
    GoldPlanService service =
        new GoldPlanService.Builder()
            .httpClient(new DefaultHttpClientBuilder().config(config).okHttpClient(okHttpClient).build())
            .build();

    ChangeGoldPlanStatusRequest request = new ChangeGoldPlanStatusRequest();
    request.setSubMchid(env("SUB_MCHID"));
    request.setOperationType(OperationType.OPEN);
    assertEquals(env("SUB_MCHID"), service.changeGoldPlanStatus(request).getSubMchid());
  }
}
