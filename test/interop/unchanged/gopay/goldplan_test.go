// Calls the gold plan with gopay as an application does: nothing in it knows of the mock server, except where a test breaks an answer.
package goldplan

import (
	"context"
	"errors"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/go-pay/gopay"
	"github.com/go-pay/gopay/wechat/v3"
)

func newClient(t *testing.T) *wechat.ClientV3 {
	t.Helper()
	client, err := wechat.NewClientV3(os.Getenv("WECHATPAY_MCHID"), os.Getenv("WECHATPAY_SERIAL_NO"),
		os.Getenv("WECHATPAY_API_V3_KEY"), string(read(t, "WECHATPAY_PRIVATE_KEY_PATH")))
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func read(t *testing.T, variable string) []byte {
	t.Helper()
	content, err := os.ReadFile(os.Getenv(variable))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// verifying downloads the platform certificates, renews them by itself and verifies answers.
func verifying(t *testing.T) *wechat.ClientV3 {
	t.Helper()
	client := newClient(t)
	if err := client.AutoVerifySign(); err != nil {
		t.Fatal(err)
	}
	return client
}

func open(client *wechat.ClientV3, subMchid string) (*wechat.GoldPlanManageRsp, error) {
	body := gopay.BodyMap{"sub_mchid": subMchid, "operation_type": "OPEN"}
	return client.V3GoldPlanManage(context.Background(), body)
}

func expectOpened(t *testing.T, client *wechat.ClientV3) {
	t.Helper()
	subMchid := os.Getenv("WECHATPAY_SUB_MCHID")
	answer, err := open(client, subMchid)
	if err != nil || answer.Code != wechat.Success || answer.Response.SubMchid != subMchid {
		t.Fatal(answer, err)
	}
}

func TestOpensTheGoldPlanWithDownloadedCertificates(t *testing.T) {
	expectOpened(t, verifying(t))
}

func TestOpensTheGoldPlanWithThePublicKey(t *testing.T) {
	client := newClient(t)
	if err := client.AutoVerifySignByPublicKey(read(t, "WECHATPAY_PUBLIC_KEY_PATH"), os.Getenv("WECHATPAY_PUBLIC_KEY_ID")); err != nil {
		t.Fatal(err)
	}
	expectOpened(t, client)
}

func TestGetsABusinessError(t *testing.T) {
	answer, err := open(verifying(t), "1900000999")
	if err != nil || answer.Code < 400 || answer.ErrResponse.Code == "" {
		t.Fatal(answer, err)
	}
}

func TestRefusesATamperedAnswer(t *testing.T) {
	client := verifying(t)
	breakNextAnswer(t)
	if _, err := open(client, os.Getenv("WECHATPAY_SUB_MCHID")); !errors.Is(err, gopay.VerifySignatureErr) {
		t.Fatalf("the SDK believes a tampered answer: %v", err)
	}
}

// Without AutoVerifySign or AutoVerifySignByPublicKey, the SDK verifies nothing.
func TestBelievesATamperedAnswerUnlessToldToVerify(t *testing.T) {
	client := newClient(t)
	breakNextAnswer(t)
	expectOpened(t, client)
}

func breakNextAnswer(t *testing.T) {
	t.Helper()
	fault := strings.NewReader(`{"operation":"changegoldplanstatus","signature":"tampered","times":1}`)
	faults := os.Getenv("WECHATPAY_BASE_URL") + "/__mock/merchants/" + os.Getenv("WECHATPAY_MCHID") + "/faults"
	if answer, err := http.Post(faults, "application/json", fault); err != nil || answer.StatusCode >= 300 {
		t.Fatal(answer, err)
	}
}
