import type { HttpSettingsInput } from "../http-settings.ts";

/**
 * Aliyun's 短信服务, `SendSms` of its API of 2017-05-25: approved templates only. Secrets: `key_id` and `key_secret`
 * (AccessKey), and `webhook`, a token of one's own: in Aliyun's console, SmsReport is set to
 * `…/links/<id>/report?token=…` and SmsUp to `…/links/<id>/incoming?token=…`. The signature is the approved one, without 【】,
 * which Aliyun puts in front itself.
 */
export const aliyun: HttpSettingsInput = {
  request: {
    method: "POST",
    url: "https://dysmsapi.aliyuncs.com/",
    form: {
      AccessKeyId: "{secret:key_id}",
      Action: "SendSms",
      Version: "2017-05-25",
      RegionId: "cn-hangzhou",
      Format: "JSON",
      PhoneNumbers: "{to_national}",
      SignName: "{signature}",
      TemplateCode: "{template}",
      TemplateParam: "{parameters}",
      OutId: "{id}",
    },
    signature: { scheme: "aliyun", access_key_secret: "key_secret" },
  },
  answer: {
    accepted: { status: [200], equals: { "$.Code": "OK" } },
    message_id: "$.BizId",
    code: "$.Code",
    refusals: {
      "isv.BUSINESS_LIMIT_CONTROL": "throttled",
      "isv.DAY_LIMIT_CONTROL": "throttled",
      "isv.MONTH_LIMIT_CONTROL": "throttled",
      "Throttling.User": "throttled",
      "isv.MOBILE_NUMBER_ILLEGAL": "number_unknown",
      "isv.MOBILE_COUNT_OVER_LIMIT": "bad_request",
      "isv.BLACK_KEY_CONTROL_LIMIT": "filtered",
      "isv.PARAM_LENGTH_LIMIT": "bad_request",
      "isv.INVALID_PARAMETERS": "bad_request",
      "isv.TEMPLATE_MISSING_PARAMETERS": "bad_request",
      "isv.INVALID_JSON_PARAM": "bad_request",
      "isv.SMS_TEMPLATE_ILLEGAL": "denied",
      "isv.SMS_SIGNATURE_ILLEGAL": "denied",
      "isv.ACCOUNT_NOT_EXISTS": "denied",
      "isv.ACCOUNT_ABNORMAL": "denied",
      "isv.AMOUNT_NOT_ENOUGH": "denied",
      "isv.OUT_OF_SERVICE": "denied",
      "isv.PRODUCT_UN_SUBSCRIPT": "denied",
      "isp.RAM_PERMISSION_DENY": "denied",
      "InvalidAccessKeyId.NotFound": "denied",
      SignatureDoesNotMatch: "denied",
    },
    unknown: ["isp.SYSTEM_ERROR"],
  },
  webhooks: {
    checks: [{ check: "token", query: "token", secret: "webhook" }],
    utc_offset: "+08:00",
    report: {
      list: "$",
      message_id: "$.biz_id",
      to: "$.phone_number",
      state: "$.success",
      states: { true: "delivered", false: "failed" },
      code: "$.err_code",
      at: "$.report_time",
    },
    incoming: {
      list: "$",
      message_id: "$.sequence_id",
      from: "$.phone_number",
      to: "$.dest_code",
      text: "$.content",
      at: "$.send_time",
    },
    reply: { status: 200, content_type: "application/json", body: '{"code":0,"msg":"OK"}' },
  },
};
