"use strict";
// An auth API as a team would write it today: supertokens-node 24 on Express 5.
// Here the session's access token is itself the JWT that Hasura verifies.

const cors = require("cors");
const express = require("express");
const supertokens = require("supertokens-node");
const EmailPassword = require("supertokens-node/recipe/emailpassword");
const Session = require("supertokens-node/recipe/session");
const { errorHandler, middleware } = require("supertokens-node/framework/express");
const { verifySession } = require("supertokens-node/recipe/session/framework/express");

const env = process.env;
for (const name of ["PORT", "CORE_URI"]) {
  if (!env[name]) {
    console.error(`${name} is not set`);
    process.exit(2);
  }
}
const port = Number(env.PORT);
const apiDomain = env.API_DOMAIN || `http://127.0.0.1:${port}`;
const apiBasePath = env.API_BASE_PATH || "/api";
const websiteDomain = env.WEBSITE_DOMAIN || "http://127.0.0.1:3000";

supertokens.init({
  framework: "express",
  telemetry: false,
  supertokens: { connectionURI: env.CORE_URI, apiKey: env.CORE_API_KEY || undefined },
  appInfo: { appName: "st-hasura tests", apiDomain, apiBasePath, websiteDomain },
  recipeList: [
    EmailPassword.init(),
    Session.init({
      // undefined leaves the SDK's own choice in force, which depends on the two domains.
      antiCsrf: env.ANTI_CSRF || undefined,
      getTokenTransferMethod: env.TRANSFER_METHOD ? () => env.TRANSFER_METHOD : undefined,
      // The static key never rotates, so a JWKS that Hasura cached never goes stale.
      useDynamicAccessTokenSigningKey: env.STATIC_KEY !== "1",
      override: {
        functions: (original) => ({
          ...original,
          // The claims are frozen here, at sign-in; a refresh copies them.
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
        }),
      },
    }),
  ],
});

const app = express();

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
  res.json({ token: req.session.getAccessToken() });
});
// Anti-CSRF checks pass over GET, so they need a protected route of another method.
app.post("/touch", verifySession(), (req, res) => {
  res.json({ userId: req.session.getUserId() });
});

// After the routes: it answers what verifySession() throws.
app.use(errorHandler());

const server = app.listen(port, "127.0.0.1", (error) => {
  // Express 5 reports a failed listen here; ignoring it would claim a port that is not ours.
  if (error) throw error;
  console.log(`listening on 127.0.0.1:${port}`);
});
process.on("SIGTERM", () => {
  server.close(() => process.exit(0));
  // close() alone would wait for the keep-alive connections of idle clients.
  server.closeAllConnections();
});
