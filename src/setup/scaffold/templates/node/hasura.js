"use strict";
// What Hasura learns about a user: the claims in the session's JWT.

const NAMESPACE = "https://hasura.io/jwt/claims";

// Everybody has this role, and a request that names no other runs as it.
const DEFAULT_ROLE = "user";

// To Hasura the word "admin" means no permission checks at all, for any table. A role of the
// application by that name must not turn into it: call it "manager", or the like.
const NEVER = ["admin"];

function hasuraClaims(userId, roles) {
  const others = roles.filter((role) => role !== DEFAULT_ROLE && !NEVER.includes(role));
  return {
    "x-hasura-user-id": userId,
    "x-hasura-default-role": DEFAULT_ROLE,
    "x-hasura-allowed-roles": [DEFAULT_ROLE, ...others.sort()],
  };
}

module.exports = { NAMESPACE, hasuraClaims };
