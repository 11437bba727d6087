// Opens the gold plan with gopay, and ends with 0 when the SDK returns no error.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/go-pay/gopay"
	"github.com/go-pay/gopay/wechat/v3"
)

func env(name string) string { return os.Getenv("WECHATPAY_" + name) }

func must(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

func main() {
	key, err := os.ReadFile(env("PRIVATE_KEY_PATH"))
	must(err)
	client, err := wechat.NewClientV3(env("MCHID"), env("SERIAL_NO"), env("API_V3_KEY"), string(key))
	must(err)
	switch os.Args[1] {
	case "certificates":
		must(client.AutoVerifySign())
	case "public-key":
		publicKey, err := os.ReadFile(env("PUBLIC_KEY_PATH"))
		must(err)
		must(client.AutoVerifySignByPublicKey(publicKey, env("PUBLIC_KEY_ID")))
	}
	answer, err := client.V3GoldPlanManage(context.Background(), gopay.BodyMap{"sub_mchid": env("SUB_MCHID"), "operation_type": "OPEN"})
	must(err)
	if answer.Code != wechat.Success {
		fmt.Println(answer.Error)
		os.Exit(1)
	}
}
