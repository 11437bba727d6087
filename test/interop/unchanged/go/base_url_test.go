// Calls the gold plan at WECHATPAY_BASE_URL, or at WeChat Pay when that variable is not set.
package goldplan

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"testing"

	"github.com/wechatpay-apiv3/wechatpay-go/core"
	"github.com/wechatpay-apiv3/wechatpay-go/core/downloader"
	"github.com/wechatpay-apiv3/wechatpay-go/core/option"
	"github.com/wechatpay-apiv3/wechatpay-go/utils"
)

// baseURL sends every request to another host. The host is not part of the signature.
type baseURL struct{ *url.URL }

func (base baseURL) RoundTrip(request *http.Request) (*http.Response, error) {
	request = request.Clone(request.Context())
	if base.Host != "" {
		request.URL.Scheme, request.URL.Host = base.Scheme, base.Host
	}
	return http.DefaultTransport.RoundTrip(request)
}

// baseURLClient downloads the platform certificates with a second client, which needs the transport too.
func baseURLClient() (*core.Client, error) {
	ctx := context.Background()
	mchid, serial, apiV3Key := os.Getenv("WECHATPAY_MCHID"), os.Getenv("WECHATPAY_SERIAL_NO"), os.Getenv("WECHATPAY_API_V3_KEY")
	key, err := utils.LoadPrivateKeyWithPath(os.Getenv("WECHATPAY_PRIVATE_KEY_PATH"))
	if err != nil {
		return nil, err
	}
	base, err := url.Parse(os.Getenv("WECHATPAY_BASE_URL"))
	if err != nil {
		return nil, err
	}
	transport := option.WithHTTPClient(&http.Client{Transport: baseURL{base}})
	downloads, err := core.NewClient(ctx, option.WithMerchantCredential(mchid, serial, key), option.WithoutValidator(), transport)
	if err != nil {
		return nil, err
	}
	manager := downloader.MgrInstance()
	if err := manager.RegisterDownloaderWithClient(ctx, downloads, mchid, apiV3Key); err != nil {
		return nil, err
	}
	return core.NewClient(ctx, option.WithWechatPayAutoAuthCipherUsingDownloaderMgr(mchid, serial, key, manager), transport)
}

func TestOpensTheGoldPlanAtTheBaseURL(t *testing.T) {
	client, err := baseURLClient()
	if err != nil {
		t.Fatal(err)
	}
	if err := open(client, os.Getenv("WECHATPAY_SUB_MCHID")); err != nil {
		t.Fatal(err)
	}
}
