/**
 * Loaded before the packaged HTTPS function: plays Amazon's store of certificates, and the roots that Node trusts. The
 * function itself is as it is deployed, and has no setting by which another root could be trusted.
 */
'use strict';
const { readFileSync } = require('node:fs');
const http = require('node:http');
const https = require('node:https');
const Module = require('node:module');

const { CERTIFY_STORE: store, CERTIFY_ROOT_FILE: rootFile } = process.env;

// Whatever is asked for leaves this machine for nowhere: the store knows what is at which address.
https.request = (url, options) =>
  http.request(new URL(`/${encodeURIComponent(url.href)}`, store), { ...options, agent: undefined });

const rootCertificates = [readFileSync(rootFile, 'utf8')];
// The list cannot be replaced, so whoever asks for the module gets another one.
const load = Module._load;
Module._load = (name, ...rest) =>
  name === 'node:tls' ? { ...load(name, ...rest), rootCertificates } : load(name, ...rest);
