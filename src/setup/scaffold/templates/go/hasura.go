package main

import "slices"

// Namespace is the claim in the session's JWT that Hasura reads.
const Namespace = "https://hasura.io/jwt/claims"

// Everybody has this role, and a request that names no other runs as it.
const defaultRole = "user"

// To Hasura the word "admin" means no permission checks at all, for any table. A role of the
// application by that name must not turn into it: call it "manager", or the like.
const never = "admin"

// HasuraClaims is what Hasura learns about a user.
func HasuraClaims(userID string, roles []string) map[string]any {
	others := slices.DeleteFunc(slices.Clone(roles), func(role string) bool {
		return role == defaultRole || role == never
	})
	slices.Sort(others)
	return map[string]any{
		"x-hasura-user-id":       userID,
		"x-hasura-default-role":  defaultRole,
		"x-hasura-allowed-roles": append([]string{defaultRole}, others...),
	}
}
