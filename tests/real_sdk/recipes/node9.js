"use strict";
// In the place of the scaffolded server.js: what applications of 2022 do with the SDK beyond
// signing in. The generation has no user roles.

const express = require("express");
const supertokens = require("supertokens-node");
const EmailPassword = require("supertokens-node/recipe/emailpassword");
const Session = require("supertokens-node/recipe/session");
const UserMetadata = require("supertokens-node/recipe/usermetadata");
const { errorHandler, middleware } = require("supertokens-node/framework/express");
const { verifySession } = require("supertokens-node/recipe/session/framework/express");

const { readConfig } = require("./config");
const { serve } = require("./serve");

const mails = [];
const config = serve.config(readConfig);
supertokens.init({
  framework: "express",
  telemetry: false,
  supertokens: { connectionURI: config.coreUri, apiKey: config.coreApiKey },
  appInfo: {
    appName: config.appName,
    apiDomain: config.apiDomain,
    apiBasePath: config.apiBasePath,
    websiteDomain: config.websiteDomain,
  },
  recipeList: [
    EmailPassword.init({
      emailVerificationFeature: {
        createAndSendCustomEmail: async (_user, link) => void mails.push(link),
      },
    }),
    UserMetadata.init(),
    Session.init({
      antiCsrf: config.antiCsrf,
      jwt: { enable: true, issuer: `${config.apiDomain}${config.apiBasePath}` },
      override: { functions: serve.sessionFunctions },
    }),
  ],
});

const calls = {
  mails: async () => mails,
  // The SDK signs the JWT inside anew, for as long as the session's token lives: a fraction.
  payload: async ({ session, given }) => {
    await session.updateAccessTokenPayload({ ...session.getAccessTokenPayload(), ...given });
    return session.getAccessTokenPayload();
  },
  "payload of": async ({ session, given }) => {
    const handle = session.getHandle();
    const before = (await Session.getSessionInformation(handle)).accessTokenPayload;
    await Session.updateAccessTokenPayload(handle, { ...before, ...given });
    return (await Session.getSessionInformation(handle)).accessTokenPayload;
  },
  "session data": async ({ session, given }) => {
    await session.updateSessionData(given);
    return session.getSessionData();
  },
  sessions: async ({ user }) => (await Session.getAllSessionHandlesForUser(user)).length,
  "revoke all": async ({ user }) => (await Session.revokeAllSessionsForUser(user)).length,
  metadata: async ({ user }) => UserMetadata.getUserMetadata(user),
  "put metadata": async ({ user, given }) => UserMetadata.updateUserMetadata(user, given),
  "clear metadata": async ({ user }) => UserMetadata.clearUserMetadata(user),
  unverify: async ({ user }) => EmailPassword.unverifyEmail(user),
  "is verified": async ({ user }) => EmailPassword.isEmailVerified(user),
  "forget mails": async ({ user }) => EmailPassword.revokeEmailVerificationTokens(user),
};

const app = express();
app.use(middleware());
app.get("/getJWT", verifySession(), (req, res) => {
  res.json({ token: req.session.getAccessTokenPayload().jwt });
});
serve.calls(app, verifySession(), calls);
app.use(errorHandler());
serve.listen(app, config);
