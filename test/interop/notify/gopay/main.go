// A handler of notifications with gopay.
package main

import (
	"crypto/rsa"
	"log"
	"net/http"
	"os"

	"github.com/go-pay/crypto/xpem"
	"github.com/go-pay/gopay/wechat/v3"
)

func env(name string) string { return os.Getenv("WECHATPAY_" + name) }

func key(name string) *rsa.PublicKey {
	text, err := os.ReadFile(env(name + "_PATH"))
	if err != nil {
		log.Fatal(err)
	}
	decoded, err := xpem.DecodePublicKey(text)
	if err != nil {
		log.Fatal(err)
	}
	return decoded
}

func main() {
	keys := map[string]*rsa.PublicKey{
		env("PLATFORM_SERIAL_NO"): key("PLATFORM_CERTIFICATE"),
		env("PUBLIC_KEY_ID"):      key("PUBLIC_KEY"),
	}
	http.HandleFunc("POST /notify", func(w http.ResponseWriter, r *http.Request) {
		notification, err := wechat.V3ParseNotify(r)
		if err == nil {
			err = notification.VerifySignByPKMap(keys)
		}
		if err == nil {
			_, err = notification.DecryptPartnerPayCipherText(env("API_V3_KEY"))
		}
		if err != nil {
			log.Println(err)
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	})
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil))
}
