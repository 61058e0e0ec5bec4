"use strict";
// Whatever differs between machines, read from the environment: see .env.example.

const fs = require("node:fs");

function readConfig(env) {
  const port = number(env, "PORT", 3001);
  return {
    host: env.HOST || "127.0.0.1",
    port,
    appName: env.APP_NAME || "auth-api",
    coreUri: required(env, "CORE_URI"),
    coreApiKey: secret(env, "CORE_API_KEY"),
    apiDomain: url(env, "API_DOMAIN", `http://127.0.0.1:${port}`),
    apiBasePath: env.API_BASE_PATH || "/auth",
    websiteDomain: url(env, "WEBSITE_DOMAIN", "http://localhost:3000"),
    staticKey: choice(env, "SIGNING_KEY", ["static", "dynamic"]) !== "dynamic",
    // undefined leaves the choice to the SDK, and the transport to the client.
    antiCsrf: choice(env, "ANTI_CSRF", ["NONE", "VIA_TOKEN", "VIA_CUSTOM_HEADER"]),
    transport: choice(env, "TOKEN_TRANSPORT", ["cookie", "header", "any"]),
  };
}

function required(env, name) {
  if (!env[name]) throw new Error(`${name} is not set`);
  return env[name];
}

// NAME, or the contents of the file that NAME_FILE names, as containers get their secrets.
function secret(env, name) {
  const file = env[`${name}_FILE`];
  if (!file) return env[name] || undefined;
  try {
    return fs.readFileSync(file, "utf8").trim() || undefined;
  } catch (error) {
    throw new Error(`${name}_FILE: ${error.message}`);
  }
}

function number(env, name, otherwise) {
  const value = Number(env[name] || otherwise);
  if (!Number.isInteger(value) || value < 1 || value > 65535) {
    throw new Error(`${name} is no port: ${env[name]}`);
  }
  return value;
}

function url(env, name, otherwise) {
  const value = env[name] || otherwise;
  if (!/^https?:\/\//.test(value) || !URL.canParse(value)) {
    throw new Error(`${name} is no http or https URL: ${value}`);
  }
  return value;
}

function choice(env, name, words) {
  const value = env[name] || undefined;
  if (value !== undefined && !words.includes(value)) {
    throw new Error(`${name} is none of ${words.join(", ")}: ${value}`);
  }
  return value;
}

module.exports = { readConfig };
