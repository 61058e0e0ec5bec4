"use strict";
// In the place of the scaffolded server.js: what applications do with the SDK beyond signing in.

const express = require("express");
const supertokens = require("supertokens-node");
const EmailPassword = require("supertokens-node/recipe/emailpassword");
const EmailVerification = require("supertokens-node/recipe/emailverification");
const Session = require("supertokens-node/recipe/session");
const UserMetadata = require("supertokens-node/recipe/usermetadata");
const UserRoles = require("supertokens-node/recipe/userroles");
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
    EmailPassword.init(),
    EmailVerification.init({
      mode: "OPTIONAL",
      emailDelivery: {
        override: (original) => ({
          ...original,
          sendEmail: async (input) => void mails.push(input.emailVerifyLink),
        }),
      },
    }),
    UserMetadata.init(),
    UserRoles.init(),
    Session.init({
      antiCsrf: config.antiCsrf,
      useDynamicAccessTokenSigningKey: false,
      override: { functions: serve.sessionFunctions },
    }),
  ],
});

const TENANT = "public";
const calls = {
  mails: async () => mails,
  payload: async ({ session, given }) => {
    await session.mergeIntoAccessTokenPayload(given);
    return session.getAccessTokenPayload();
  },
  "payload of": async ({ session, given }) => {
    const handle = session.getHandle();
    const known = await Session.mergeIntoAccessTokenPayload(handle, given);
    const kept = await Session.getSessionInformation(handle);
    return { known, kept: kept.customClaimsInAccessTokenPayload };
  },
  "session data": async ({ session, given }) => {
    await session.updateSessionDataInDatabase(given);
    return session.getSessionDataFromDatabase();
  },
  sessions: async ({ user }) => (await Session.getAllSessionHandlesForUser(user)).length,
  "revoke all": async ({ user }) => (await Session.revokeAllSessionsForUser(user)).length,
  metadata: async ({ user }) => UserMetadata.getUserMetadata(user),
  "put metadata": async ({ user, given }) => UserMetadata.updateUserMetadata(user, given),
  "clear metadata": async ({ user }) => UserMetadata.clearUserMetadata(user),
  "make role": async ({ given }) =>
    UserRoles.createNewRoleOrAddPermissions(given.role, given.permissions),
  "give role": async ({ user, given }) => UserRoles.addRoleToUser(TENANT, user, given),
  "take role": async ({ user, given }) => UserRoles.removeUserRole(TENANT, user, given),
  "drop role": async ({ given }) => UserRoles.deleteRole(given),
  narrow: async ({ given }) =>
    UserRoles.removePermissionsFromRole(given.role, given.permissions),
  roles: async ({ user }) => ({
    all: (await UserRoles.getAllRoles()).roles.sort(),
    mine: (await UserRoles.getRolesForUser(TENANT, user)).roles.sort(),
  }),
  holders: async ({ given }) => UserRoles.getUsersThatHaveRole(TENANT, given),
  permissions: async ({ given }) => UserRoles.getPermissionsForRole(given),
  permitting: async ({ given }) => UserRoles.getRolesThatHavePermission(given),
  unverify: async ({ session }) => EmailVerification.unverifyEmail(session.getRecipeUserId()),
  "is verified": async ({ session }) =>
    EmailVerification.isEmailVerified(session.getRecipeUserId()),
  "forget mails": async ({ session }) =>
    EmailVerification.revokeEmailVerificationTokens(TENANT, session.getRecipeUserId()),
};

const app = express();
app.use(middleware());
app.get("/getJWT", verifySession(), (req, res) => {
  res.json({ token: req.session.getAccessToken() });
});
serve.calls(app, verifySession(), calls);
app.use(errorHandler());
serve.listen(app, config);
