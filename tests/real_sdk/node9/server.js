"use strict";
// The auth API of the 2022 SuperTokens + Hasura tutorial: supertokens-node 9 on Express 4.
// The access token of that generation is no JWT that Hasura could read; with `jwt.enable`
// the SDK puts a real JWT inside it, and a route of the app hands that one out.

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
  // On by default, and it would call a host of SuperTokens' own at start.
  telemetry: false,
  supertokens: { connectionURI: env.CORE_URI, apiKey: env.CORE_API_KEY || undefined },
  appInfo: { appName: "st-hasura tests", apiDomain, apiBasePath, websiteDomain },
  recipeList: [
    EmailPassword.init(),
    Session.init({
      // undefined leaves the SDK's own choice in force, which depends on the two domains.
      antiCsrf: env.ANTI_CSRF || undefined,
      // init() refuses an issuer whose path is not the API base path.
      jwt: { enable: true, issuer: `${apiDomain}${apiBasePath}` },
      override: {
        functions: (original) => ({
          ...original,
          // The claims land in the session and in the JWT inside it.
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
  res.json({ token: req.session.getAccessTokenPayload()["jwt"] });
});
// Anti-CSRF checks pass over GET, so they need a protected route of another method.
app.post("/touch", verifySession(), (req, res) => {
  res.json({ userId: req.session.getUserId() });
});

// After the routes: it answers what verifySession() throws.
app.use(errorHandler());

const server = app.listen(port, "127.0.0.1", () => {
  console.log(`listening on 127.0.0.1:${port}`);
});
process.on("SIGTERM", () => {
  server.close(() => process.exit(0));
  // close() alone would wait for the keep-alive connections of idle clients.
  server.closeAllConnections();
});
