"use strict";
// `npm test`. Needs no core; with CORE_URI it also signs a user up there, so name one for tests.

const assert = require("node:assert/strict");
const crypto = require("node:crypto");
const { after, before, describe, test } = require("node:test");

const { makeApp } = require("../app");
const { readConfig } = require("../config");
const { NAMESPACE, hasuraClaims } = require("../hasura");

const { CORE_API_KEY, CORE_URI } = process.env;
// Port 9 answers nobody.
const core = { CORE_API_KEY, CORE_URI: CORE_URI || "http://127.0.0.1:9" };

describe("claims", () => {
  test("everybody is a user", () => {
    assert.deepEqual(hasuraClaims("u1", []), {
      "x-hasura-user-id": "u1",
      "x-hasura-default-role": "user",
      "x-hasura-allowed-roles": ["user"],
    });
  });

  test("roles are added, and nobody becomes Hasura's admin", () => {
    const claims = hasuraClaims("u1", ["writer", "user", "admin", "editor"]);
    assert.deepEqual(claims["x-hasura-allowed-roles"], ["user", "editor", "writer"]);
    assert.equal(claims["x-hasura-default-role"], "user");
  });
});

describe("configuration", () => {
  test("needs a core", () => {
    assert.throws(() => readConfig({}), /CORE_URI is not set/);
  });

  test("names the variable that is wrong", () => {
    for (const [name, value] of [
      ["PORT", "70000"],
      ["PORT", "http"],
      ["API_DOMAIN", "example.com"],
      ["SIGNING_KEY", "sometimes"],
      ["ANTI_CSRF", "none"],
      ["CORE_API_KEY_FILE", "/nowhere/at/all"],
    ]) {
      assert.throws(() => readConfig({ ...core, [name]: value }), new RegExp(name), name);
    }
  });

  test("takes an empty variable for one that is not set", () => {
    const config = readConfig({ ...core, PORT: "", SIGNING_KEY: "" });
    assert.equal(config.port, 3001);
    assert.equal(config.staticKey, true);
  });
});

describe("routes", () => {
  let server;
  let base;

  before(async () => {
    const app = makeApp(readConfig({ ...core, WEBSITE_DOMAIN: "http://localhost:3000" }));
    await new Promise((resolve) => {
      server = app.listen(0, "127.0.0.1", resolve);
    });
    base = `http://127.0.0.1:${server.address().port}`;
  });
  after(() => server.close());

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

  test("the website may send what the SDK needs", async () => {
    const answer = await fetch(`${base}/auth/signin`, {
      method: "OPTIONS",
      headers: {
        Origin: "http://localhost:3000",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "rid,st-auth-mode,anti-csrf",
      },
    });
    assert.equal(answer.headers.get("access-control-allow-origin"), "http://localhost:3000");
    assert.equal(answer.headers.get("access-control-allow-credentials"), "true");
    const allowed = answer.headers.get("access-control-allow-headers").toLowerCase().split(",");
    for (const header of ["rid", "st-auth-mode", "anti-csrf", "content-type"]) {
      assert.ok(allowed.includes(header), header);
    }
  });

  test("a new user gets a token for Hasura", { skip: !CORE_URI && "CORE_URI is not set" }, async () => {
    const email = `test+${crypto.randomUUID()}@example.com`;
    const signup = await fetch(`${base}/auth/signup`, {
      method: "POST",
      headers: { "content-type": "application/json", rid: "emailpassword", "st-auth-mode": "header" },
      body: JSON.stringify({
        formFields: [
          { id: "email", value: email },
          { id: "password", value: `${crypto.randomUUID()}1` },
        ],
      }),
    });
    const { status, user } = await signup.json();
    assert.equal(status, "OK");
    const answer = await fetch(`${base}/getJWT`, {
      headers: { authorization: `Bearer ${signup.headers.get("st-access-token")}` },
    });
    const { token } = await answer.json();
    const claims = JSON.parse(Buffer.from(token.split(".")[1], "base64url"));
    assert.deepEqual(claims[NAMESPACE], hasuraClaims(user.id, []));
  });
});
