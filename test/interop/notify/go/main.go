// A handler of notifications (回调通知) with wechatpay-go.
package main

import (
	"crypto/x509"
	"fmt"
	"log"
	"net/http"
	"os"
	"sync"

	"github.com/wechatpay-apiv3/wechatpay-go/core"
	"github.com/wechatpay-apiv3/wechatpay-go/core/auth/verifiers"
	"github.com/wechatpay-apiv3/wechatpay-go/core/notify"
	"github.com/wechatpay-apiv3/wechatpay-go/utils"
)

func env(name string) string { return os.Getenv("WECHATPAY_" + name) }

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

func main() {
	certificate := must(utils.LoadCertificateWithPath(env("PLATFORM_CERTIFICATE_PATH")))
	publicKey := must(utils.LoadPublicKeyWithPath(env("PUBLIC_KEY_PATH")))
	certificates := core.NewCertificateMapWithList([]*x509.Certificate{certificate})
	verifier := verifiers.NewSHA256WithRSACombinedVerifier(certificates, env("PUBLIC_KEY_ID"), *publicKey)
	handler := must(notify.NewRSANotifyHandler(env("API_V3_KEY"), verifier))
	var handled sync.Map // in your application, a table with the ID as its key

	http.HandleFunc("POST /notify", func(w http.ResponseWriter, r *http.Request) {
		resource := map[string]any{}
		notification, err := handler.ParseNotifyRequest(r.Context(), r, &resource)
		if err != nil {
			log.Println(err)
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		if _, again := handled.LoadOrStore(notification.ID, true); !again {
			fmt.Println(notification.EventType, resource)
		}
		w.WriteHeader(http.StatusNoContent)
	})
	port := os.Getenv("PORT")
	if port == "" {
		port = "3000"
	}
	log.Fatal(http.ListenAndServe("127.0.0.1:"+port, nil))
}
