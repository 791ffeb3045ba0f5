// Signs URLs of images, videos and files.
import ImgixClient from "@imgix/js-core";
import { generateImageUrl } from "@imgproxy/imgproxy-node";
import Mux from "@mux/mux-node";
import EdgeAuth from "akamai-edgeauth";
import cloudinary from "cloudinary";
import qiniu from "qiniu";
import Thumbor from "thumbor";
import { at } from "./common.mjs";

// This library signs no request, but its client wants to know who would.
const mux = new Mux({ tokenId: "unused", tokenSecret: "unused" });

export const urls = {
  akamai({ path, acl, ...options }) {
    const issuer = new EdgeAuth(options);
    return acl === null ? issuer.generateURLToken(path) : issuer.generateACLToken(acl);
  },

  cloudinary: ({ acl, ...options }) => cloudinary.v2.utils.generate_auth_token({ ...options, acl: acl ?? undefined }),

  thumbor({ server, key, path, width, filters }) {
    const url = new Thumbor(key, server).setImagePath(path).resize(width, 200);
    for (const filter of filters) url.filter(filter);
    return url.buildUrl();
  },

  imgproxy: ({ ...input }) => generateImageUrl(input),

  imgix: ({ domain, token, path, params }) =>
    new ImgixClient({ domain, secureURLToken: token, includeLibraryParam: false }).buildURL(path, params),

  mux: ({ now, id, ...options }) => at(now, () => mux.jwt.signPlaybackId(id, options)),

  qiniuLink: ({ domain, name, query, key, deadline }) =>
    new qiniu.cdn.CdnManager(null).createTimestampAntiLeechUrl(domain, name, query, key, deadline),

  qiniuPrivate: ({ domain, name, id, secret, deadline }) =>
    new qiniu.rs.BucketManager(new qiniu.auth.digest.Mac(id, secret), null).privateDownloadUrl(domain, name, deadline),
};
