"use strict";
// For comparison only, with packages of 2022 that have known advisories: the auth API of the
// SuperTokens + Hasura tutorial, supertokens-node 9 on Express 4.
// The access token of that generation is no JWT that Hasura could read; with `jwt.enable` the
// SDK puts a real JWT inside it, and a route of the app hands that one out.

const cors = require("cors");
const express = require("express");
const supertokens = require("supertokens-node");
const EmailPassword = require("supertokens-node/recipe/emailpassword");
const Session = require("supertokens-node/recipe/session");
const { errorHandler, middleware } = require("supertokens-node/framework/express");
const { verifySession } = require("supertokens-node/recipe/session/framework/express");

function sessionFunctions(original) {
  return {
    ...original,
    // The claims land in the session and in the JWT inside it; a refresh copies them.
    createNewSession: async (input) => {
      input.accessTokenPayload = {
        ...input.accessTokenPayload,
        "https://hasura.io/jwt/claims": {
          "x-hasura-user-id": input.userId,
          "x-hasura-default-role": "user",
          "x-hasura-allowed-roles": ["user"],
        },
      };
      return original.createNewSession(input);
    },
  };
}

function makeApp(config) {
  const { apiBasePath, apiDomain, appName, websiteDomain } = config;
  supertokens.init({
    framework: "express",
    // On by default, and it would call a host of SuperTokens' own at start.
    telemetry: false,
    supertokens: { connectionURI: config.coreUri, apiKey: config.coreApiKey },
    appInfo: { appName, apiDomain, apiBasePath, websiteDomain },
    recipeList: [
      EmailPassword.init(),
      Session.init({
        antiCsrf: config.antiCsrf,
        // init() refuses an issuer whose path is not the API base path.
        jwt: { enable: true, issuer: `${apiDomain}${apiBasePath}` },
        override: { functions: sessionFunctions },
      }),
    ],
  });

  const app = express();
  app.disable("x-powered-by");
  // Before the SDK's middleware: its own routes need the CORS headers too.
  app.use(
    cors({
      origin: websiteDomain,
      allowedHeaders: ["content-type", ...supertokens.getAllCORSHeaders()],
      credentials: true,
    }),
  );
  app.use(middleware());

  app.get("/health", (_req, res) => {
    res.type("text").send("ok");
  });
  app.get("/getJWT", verifySession(), (req, res) => {
    res.json({ token: req.session.getAccessTokenPayload()["jwt"] });
  });

  // After the routes: it answers what verifySession() throws.
  app.use(errorHandler());
  return app;
}

module.exports = { makeApp };
