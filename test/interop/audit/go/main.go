// Opens the gold plan with wechatpay-go, and ends with 0 when the SDK returns no error.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/wechatpay-apiv3/wechatpay-go/core"
	"github.com/wechatpay-apiv3/wechatpay-go/core/option"
	"github.com/wechatpay-apiv3/wechatpay-go/utils"
)

func env(name string) string { return os.Getenv("WECHATPAY_" + name) }

func must(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

func main() {
	key, err := utils.LoadPrivateKeyWithPath(env("PRIVATE_KEY_PATH"))
	must(err)
	way := option.WithWechatPayAutoAuthCipher(env("MCHID"), env("SERIAL_NO"), key, env("API_V3_KEY"))
	if os.Args[1] == "public-key" {
		publicKey, err := utils.LoadPublicKeyWithPath(env("PUBLIC_KEY_PATH"))
		must(err)
		way = option.WithWechatPayPublicKeyAuthCipher(env("MCHID"), env("SERIAL_NO"), key, env("PUBLIC_KEY_ID"), publicKey)
	}
	client, err := core.NewClient(context.Background(), way)
	must(err)
	body := map[string]string{"sub_mchid": env("SUB_MCHID"), "operation_type": "OPEN"}
	_, err = client.Post(context.Background(), "https://api.mch.weixin.qq.com/v3/goldplan/merchants/changegoldplanstatus", body)
	must(err)
}
