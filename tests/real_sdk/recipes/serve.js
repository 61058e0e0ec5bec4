"use strict";
// What both servers have in common: one route for all calls, and the start.

const path = require("node:path");

const express = require("express");

const serve = {
  config(readConfig) {
    process.loadEnvFile(path.join(__dirname, ".env"));
    return readConfig(process.env);
  },

  // Override of the session's functions: what Hasura has to know.
  sessionFunctions(original) {
    return {
      ...original,
      createNewSession: async (input) => {
        const claims = {
          "x-hasura-user-id": input.userId,
          "x-hasura-default-role": "user",
          "x-hasura-allowed-roles": ["user"],
        };
        input.accessTokenPayload = {
          ...input.accessTokenPayload,
          "https://hasura.io/jwt/claims": claims,
        };
        return original.createNewSession(input);
      },
    };
  },

  // POST /call {name, given}: the answer, or the error's text with status 500.
  calls(app, session, calls) {
    app.post("/call", express.json(), session, async (req, res) => {
      const { name, given } = req.body;
      const user = req.session.getUserId();
      try {
        res.json({ answer: await calls[name]({ session: req.session, user, given }) });
      } catch (error) {
        res.status(500).json({ error: `${name}: ${error.message}` });
      }
    });
  },

  listen(app, { host, port }) {
    app.listen(port, host, () => console.log(`listening on ${host}:${port}`));
  },
};

module.exports = { serve };
