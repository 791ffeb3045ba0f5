// Verifies what another signed, or signs the same, so that the two can be compared.
import { createHash, createHmac } from "node:crypto";
import { createSasTokenProvider } from "@azure/core-amqp";
import { HttpRequest } from "@smithy/protocol-http";
import { SignatureV4 } from "@smithy/signature-v4";
import hawk from "hawk";
import httpSignature from "http-signature";
import * as jose from "jose";
import oauth from "oauth-signature";
import { at, date } from "./common.mjs";

class Sha256 {
  constructor(key) { this.hash = key ? createHmac("sha256", key) : createHash("sha256"); }
  update(data) { this.hash.update(data); }
  async digest() { return this.hash.digest(); }
}

// The parameters of a query, each name with its value or its values.
function parametersOf(search) {
  const query = {};
  for (const pair of search.slice(1).split("&").filter((pair) => pair !== "")) {
    const [name, value] = pair.split("=", 2).map(decodeURIComponent);
    query[name] = name in query ? [query[name], value ?? ""].flat() : value ?? "";
  }
  return query;
}

// The path as it is sent: URL would take a dot segment off together with an empty one.
function awsRequest({ method, url, headers, body }) {
  const [, host, pathname, search = ""] = /^https:\/\/([^/]+)([^?]*)(\?.*)?$/.exec(url);
  return new HttpRequest({ method, path: pathname, query: parametersOf(search), headers: { ...headers, host }, body });
}

const signerOf = ({ credentials, region, service }) =>
  new SignatureV4({ credentials, region, service, sha256: Sha256, uriEscapePath: service !== "s3", applyChecksum: service === "s3" });

export const verifiers = {
  async signV4({ now, ...input }) {
    return (await signerOf(input).sign(awsRequest(input), { signingDate: date(now) })).headers.authorization;
  },
  async presignV4({ now, expiresIn, ...input }) {
    return (await signerOf(input).presign(awsRequest(input), { signingDate: date(now), expiresIn })).query["X-Amz-Signature"];
  },

  serviceBus: ({ now, resource, name, key }) =>
    at(now, async () => (await createSasTokenProvider({ sharedAccessKeyName: name, sharedAccessKey: key }).getToken(resource)).token),

  oauthSignature: ({ method, url, parameters, secret, tokenSecret }) =>
    oauth.generate(method, url, parameters, secret, tokenSecret, { encodeSignature: false }),

  async verifyHawk({ now, method, url, host, headers, key }) {
    const request = { method, url, headers: { ...headers, host }, connection: {} };
    const [name, port] = host.split(":");
    const options = { host: name, port: Number(port ?? 443), localtimeOffsetMsec: now * 1000 - Date.now() };
    await hawk.server.authenticate(request, () => ({ key, algorithm: "sha256", id: "hawk-id" }), options);
    return true;
  },

  async verifyDpop({ now, proof }) {
    const options = { typ: "dpop+jwt", algorithms: ["EdDSA", "ES256"], currentDate: date(now) };
    return (await jose.jwtVerify(proof, jose.EmbeddedJWK, options)).payload;
  },

  joyent: ({ now, method, url, headers, key }) =>
    at(now, () => httpSignature.verifySignature(httpSignature.parseRequest({ method, url, headers }), key)),
};
