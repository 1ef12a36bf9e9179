/**
 * Loaded before the HTTPS function: plays Amazon's certificate store and, where it is told to, the roots that Node trusts.
 * The function itself is as it is deployed, and has no setting by which another root could be trusted.
 */
'use strict';
const { readFileSync } = require('node:fs');
const http = require('node:http');
const https = require('node:https');
const Module = require('node:module');

const { TEST_CERTIFICATE_STORE: store, TEST_ROOT_FILE: rootFile } = process.env;

const request = https.request;
https.request = (url, options) =>
  url.host === 's3.amazonaws.com'
    ? http.request(new URL(url.pathname, store), { ...options, agent: undefined })
    : request(url, options);

if (rootFile !== undefined) {
  const rootCertificates = [readFileSync(rootFile, 'utf8')];
  // The list cannot be replaced, so whoever asks for the module gets another one.
  const load = Module._load;
  Module._load = (name, ...rest) =>
    name === 'node:tls' ? { ...load(name, ...rest), rootCertificates } : load(name, ...rest);
}
