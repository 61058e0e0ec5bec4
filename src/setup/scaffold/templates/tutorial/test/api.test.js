"use strict";
// `npm test`. Needs no core.

const assert = require("node:assert/strict");
const { after, before, test } = require("node:test");

const { makeApp } = require("../app");
const { readConfig } = require("../config");

let server;
let base;

before(async () => {
  // Port 9 answers nobody.
  const app = makeApp(readConfig({ CORE_URI: "http://127.0.0.1:9" }));
  await new Promise((resolve) => {
    server = app.listen(0, "127.0.0.1", resolve);
  });
  base = `http://127.0.0.1:${server.address().port}`;
});
after(() => server.close());

test("needs a core", () => {
  assert.throws(() => readConfig({}), /CORE_URI is not set/);
});

test("health", async () => {
  const answer = await fetch(`${base}/health`);
  assert.equal(answer.status, 200);
  assert.equal(await answer.text(), "ok");
});

test("no JWT without a session", async () => {
  const answer = await fetch(`${base}/getJWT`);
  assert.equal(answer.status, 401);
  assert.deepEqual(await answer.json(), { message: "unauthorised" });
});

test("the issuer is the API's domain with the base path", async () => {
  const answer = await fetch(`${base}/auth/.well-known/openid-configuration`);
  const { issuer, jwks_uri } = await answer.json();
  assert.equal(issuer, "http://127.0.0.1:3001/auth");
  assert.equal(jwks_uri, `${issuer}/jwt/jwks.json`);
});
