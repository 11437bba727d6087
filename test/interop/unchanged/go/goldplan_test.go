// Calls the gold plan with the official Go SDK as an application does: nothing in it knows of the mock server, except where a test breaks an answer.
package goldplan

import (
	"context"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/wechatpay-apiv3/wechatpay-go/core"
	"github.com/wechatpay-apiv3/wechatpay-go/core/option"
	"github.com/wechatpay-apiv3/wechatpay-go/utils"
)

const changeStatus = "https://api.mch.weixin.qq.com/v3/goldplan/merchants/changegoldplanstatus"

// client downloads the platform certificates and renews them by itself.
func client(t *testing.T) *core.Client {
	t.Helper()
	key, err := utils.LoadPrivateKeyWithPath(os.Getenv("WECHATPAY_PRIVATE_KEY_PATH"))
	if err != nil {
		t.Fatal(err)
	}
	client, err := core.NewClient(context.Background(), option.WithWechatPayAutoAuthCipher(
		os.Getenv("WECHATPAY_MCHID"), os.Getenv("WECHATPAY_SERIAL_NO"), key, os.Getenv("WECHATPAY_API_V3_KEY")))
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func publicKeyClient(t *testing.T) *core.Client {
	t.Helper()
	key, err := utils.LoadPrivateKeyWithPath(os.Getenv("WECHATPAY_PRIVATE_KEY_PATH"))
	if err != nil {
		t.Fatal(err)
	}
	publicKey, err := utils.LoadPublicKeyWithPath(os.Getenv("WECHATPAY_PUBLIC_KEY_PATH"))
	if err != nil {
		t.Fatal(err)
	}
	client, err := core.NewClient(context.Background(), option.WithWechatPayPublicKeyAuthCipher(
		os.Getenv("WECHATPAY_MCHID"), os.Getenv("WECHATPAY_SERIAL_NO"), key, os.Getenv("WECHATPAY_PUBLIC_KEY_ID"), publicKey))
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func open(client *core.Client, subMchid string) error {
	body := map[string]string{"sub_mchid": subMchid, "operation_type": "OPEN"}
	_, err := client.Post(context.Background(), changeStatus, body)
	return err
}

func TestOpensTheGoldPlanWithDownloadedCertificates(t *testing.T) {
	if err := open(client(t), os.Getenv("WECHATPAY_SUB_MCHID")); err != nil {
		t.Fatal(err)
	}
}

func TestOpensTheGoldPlanWithThePublicKey(t *testing.T) {
	if err := open(publicKeyClient(t), os.Getenv("WECHATPAY_SUB_MCHID")); err != nil {
		t.Fatal(err)
	}
}

func TestGetsABusinessError(t *testing.T) {
	err := open(client(t), "1900000999")
	if !core.IsAPIError(err, "MCH_NOT_EXISTS") && !core.IsAPIError(err, "INVALID_REQUEST") {
		t.Fatalf("got %v", err)
	}
}

func TestRefusesATamperedAnswer(t *testing.T) {
	client := client(t)
	fault := strings.NewReader(`{"operation":"changegoldplanstatus","signature":"tampered","times":1}`)
	faults := os.Getenv("WECHATPAY_BASE_URL") + "/__mock/merchants/" + os.Getenv("WECHATPAY_MCHID") + "/faults"
	if answer, err := http.Post(faults, "application/json", fault); err != nil || answer.StatusCode >= 300 {
		t.Fatal(answer, err)
	}
	if err := open(client, os.Getenv("WECHATPAY_SUB_MCHID")); err == nil || !strings.Contains(err.Error(), "verify") {
		t.Fatalf("the SDK believes a tampered answer: %v", err)
	}
}
