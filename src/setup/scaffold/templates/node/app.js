"use strict";
// The API: SuperTokens' own routes below the base path, and two of ours.

const { isDeepStrictEqual } = require("node:util");

const cors = require("cors");
const express = require("express");
const supertokens = require("supertokens-node");
const EmailPassword = require("supertokens-node/recipe/emailpassword");
const Session = require("supertokens-node/recipe/session");
const UserRoles = require("supertokens-node/recipe/userroles");
const { errorHandler, middleware } = require("supertokens-node/framework/express");
const { verifySession } = require("supertokens-node/recipe/session/framework/express");

const { NAMESPACE, hasuraClaims } = require("./hasura");

async function currentClaims(tenantId, userId, userContext) {
  const { roles } = await UserRoles.getRolesForUser(tenantId, userId, userContext);
  return hasuraClaims(userId, roles);
}

function sessionFunctions(original) {
  return {
    ...original,
    createNewSession: async (input) => {
      const claims = await currentClaims(input.tenantId, input.userId, input.userContext);
      input.accessTokenPayload = { ...input.accessTokenPayload, [NAMESPACE]: claims };
      return original.createNewSession(input);
    },
    // A refresh copies the claims of the token before. Roles given or taken meanwhile would
    // otherwise count from the next sign-in only, which may be a hundred days away.
    refreshSession: async (input) => {
      const session = await original.refreshSession(input);
      const { userContext } = input;
      const claims = await currentClaims(session.getTenantId(), session.getUserId(), userContext);
      if (!isDeepStrictEqual(session.getAccessTokenPayload()[NAMESPACE], claims)) {
        await session.mergeIntoAccessTokenPayload({ [NAMESPACE]: claims }, userContext);
      }
      return session;
    },
  };
}

function makeApp(config) {
  const { apiBasePath, apiDomain, appName, websiteDomain } = config;
  supertokens.init({
    framework: "express",
    telemetry: false,
    supertokens: { connectionURI: config.coreUri, apiKey: config.coreApiKey },
    // The token's `iss` is the API's domain with the base path, as they are given here.
    appInfo: { appName, apiDomain, apiBasePath, websiteDomain },
    recipeList: [
      EmailPassword.init(),
      // The roles go into Hasura's claims; they need not be in the token twice.
      UserRoles.init({
        skipAddingRolesToAccessToken: true,
        skipAddingPermissionsToAccessToken: true,
      }),
      Session.init({
        antiCsrf: config.antiCsrf,
        getTokenTransferMethod: config.transport && (() => config.transport),
        // The static key never changes, so a key set that Hasura keeps never goes stale.
        useDynamicAccessTokenSigningKey: !config.staticKey,
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
  // The session's access token is itself the JWT for Hasura.
  app.get("/getJWT", verifySession(), (req, res) => {
    res.json({ token: req.session.getAccessToken() });
  });

  // After the routes: it answers what verifySession() throws.
  app.use(errorHandler());
  return app;
}

module.exports = { makeApp };
