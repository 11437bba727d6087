// Calls the gold plan at WECHATPAY_BASE_URL, or at WeChat Pay when that variable is not set.
package goldplan

import (
	"os"
	"testing"
)

func TestOpensTheGoldPlanAtTheBaseURL(t *testing.T) {
	client := newClient(t)
	client.SetProxyHost(os.Getenv("WECHATPAY_BASE_URL"))
	if err := client.AutoVerifySign(); err != nil {
		t.Fatal(err)
	}
	expectOpened(t, client)
}
