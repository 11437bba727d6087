// Sends an encrypted field to WeChat Pay's own test of encryption, and decrypts the encrypted fields of the answer and of the callback (回调通知).
package goldplan

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"time"

	"github.com/wechatpay-apiv3/wechatpay-go/core"
	"github.com/wechatpay-apiv3/wechatpay-go/core/auth"
	"github.com/wechatpay-apiv3/wechatpay-go/core/auth/verifiers"
	"github.com/wechatpay-apiv3/wechatpay-go/core/downloader"
	"github.com/wechatpay-apiv3/wechatpay-go/core/notify"
	"github.com/wechatpay-apiv3/wechatpay-go/utils"
)

const echoURL = "https://api.mch.weixin.qq.com/v3/security/echo"

// The SDK encrypts and decrypts the fields with this tag.
type echo struct {
	NotifyURL string `json:"notify_url,omitempty"`
	Message   string `json:"echo_message"`
	Encrypted string `json:"encrypted_echo_message" encryption:"EM_APIV3"`
}

// In the callback, the encrypted field is named encrypt_echo_message. In the request and the answer, it is encrypted_echo_message.
type called struct {
	Message   string `json:"echo_message"`
	Encrypted string `json:"encrypt_echo_message" encryption:"EM_APIV3"`
}

// received starts a handler, and returns the handler's URL and a channel of the callbacks that the SDK accepts.
func received(t *testing.T, verifier auth.Verifier) (string, <-chan called) {
	handler, err := notify.NewRSANotifyHandler(os.Getenv("WECHATPAY_API_V3_KEY"), verifier)
	if err != nil {
		t.Fatal(err)
	}
	calls := make(chan called, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var call called
		if _, err := handler.ParseNotifyRequest(r.Context(), r, &call); err != nil {
			t.Error(err)
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		calls <- call
	}))
	t.Cleanup(server.Close)
	return server.URL + "/notify", calls
}

func testEcho(t *testing.T, client *core.Client, verifier auth.Verifier) {
	ctx := context.Background()
	url, calls := received(t, verifier)
	request := echo{NotifyURL: url, Message: "hello", Encrypted: "张三"}
	serial, err := client.EncryptRequest(ctx, &request)
	if err != nil {
		t.Fatal(err)
	}
	result, err := client.Request(ctx, http.MethodPost, echoURL, http.Header{"Wechatpay-Serial": {serial}}, nil, request, "")
	if err != nil {
		t.Fatal(err)
	}
	if got := result.Response.Header.Get("Wechatpay-Serial"); got != serial {
		t.Errorf("the answer is signed with %s, not with %s", got, serial)
	}
	var answer echo
	if err := core.UnMarshalResponse(result.Response, &answer); err != nil {
		t.Fatal(err)
	}
	if err := client.DecryptResponse(ctx, &answer); err != nil || answer != (echo{Message: "hello", Encrypted: "张三"}) {
		t.Errorf("got %v, %v", answer, err)
	}
	select {
	case call := <-calls:
		if err := client.DecryptResponse(ctx, &call); err != nil || call != (called{"hello", "张三"}) {
			t.Errorf("got the callback %v, %v", call, err)
		}
	case <-time.After(30 * time.Second):
		t.Error("the SDK accepted no callback within 30 seconds")
	}
}

func TestEchoesAnEncryptedFieldWithDownloadedCertificates(t *testing.T) {
	client := client(t)
	certificates := downloader.MgrInstance().GetCertificateVisitor(os.Getenv("WECHATPAY_MCHID"))
	testEcho(t, client, verifiers.NewSHA256WithRSAVerifier(certificates))
}

func TestEchoesAnEncryptedFieldWithThePublicKey(t *testing.T) {
	publicKey, err := utils.LoadPublicKeyWithPath(os.Getenv("WECHATPAY_PUBLIC_KEY_PATH"))
	if err != nil {
		t.Fatal(err)
	}
	testEcho(t, publicKeyClient(t), verifiers.NewSHA256WithRSAPubkeyVerifier(os.Getenv("WECHATPAY_PUBLIC_KEY_ID"), *publicKey))
}
