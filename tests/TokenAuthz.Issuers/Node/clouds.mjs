// Signs requests to the APIs of clouds. Each returns the URL, with the parameters as the library's client writes them, and the headers.
import { createHash } from "node:crypto";
import { stringify } from "node:querystring";
import alicloud from "@alicloud/openapi-util";
import { AKSKSigner } from "@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner.js";
import { Signer } from "@volcengine/openapi";
import tencent from "tencentcloud-sdk-nodejs-common/tencentcloud/common/sign.js";
import { date } from "./common.mjs";

const sha256 = (text) => createHash("sha256").update(text).digest("hex");
const url = (host, path, query) => `https://${host}${path}${Object.keys(query).length === 0 ? "" : `?${stringify(query)}`}`;

export const clouds = {
  alicloud({ method, host, path, query, headers, body, id, secret }) {
    const [payload, pathname] = [sha256(body), alicloud.default.getEncodePath(path)];
    const all = { ...headers, host, "x-acs-content-sha256": payload };
    const authorization =
      alicloud.default.getAuthorization({ method, pathname, query, headers: all }, "ACS3-HMAC-SHA256", payload, id, secret);
    return { url: url(host, pathname, query), headers: { ...all, authorization } };
  },

  tencent({ method, host, path, query, payload, contentType, timestamp, service, id, secret }) {
    const signed = new URL(url(host, path, query)).href; // As the client sends it.
    const authorization = tencent.default.sign3({
      method, url: signed, payload, timestamp, service, secretId: id, secretKey: secret, multipart: false,
      headers: { "Content-Type": contentType },
    });
    const headers = { authorization, "content-type": contentType, "x-tc-timestamp": String(timestamp) };
    return { url: signed, headers, body: payload ? JSON.stringify(payload) : "" };
  },

  huawei({ method, host, path, query, headers, data, id, secret }) {
    const request = { method, endpoint: `https://${host}${path}`, queryParams: query, headers, data };
    const signed = AKSKSigner.sign(request, { getAk: () => id, getSk: () => secret });
    return { url: url(host, path, query), headers: signed, body: data ? JSON.stringify(data) : "" };
  },

  volcengine({ method, host, path, query, headers, body, region, service, signingDate, id, secret }) {
    const request = { method, pathname: path, params: query, headers, body, region };
    new Signer(request, service).addAuthorization({ accessKeyId: id, secretKey: secret }, date(signingDate));
    return { url: url(host, path, query), headers: request.headers };
  },
};
