import http from 'node:http';
import https from 'node:https';

/** Loaded into the bot under test: brings its calls for login.microsoftonline.com to the stand-in at LOGIN_HERE. */
const HOST = 'login.microsoftonline.com';
const { LOGIN_HERE } = process.env;

if (LOGIN_HERE !== undefined) {
  const { hostname, port } = new URL(LOGIN_HERE);
  const real = https.request;
  const request = (options: https.RequestOptions) =>
    options.hostname === HOST || options.host === HOST
      ? http.request({ method: options.method, path: options.path, headers: options.headers, hostname, port })
      : real(options);
  Object.assign(https, { request });
}
