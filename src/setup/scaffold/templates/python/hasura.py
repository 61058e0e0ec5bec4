"""What Hasura learns about a user: the claims in the session's JWT."""

from typing import Any, Dict, Iterable

NAMESPACE = "https://hasura.io/jwt/claims"

# Everybody has this role, and a request that names no other runs as it.
DEFAULT_ROLE = "user"

# To Hasura the word "admin" means no permission checks at all, for any table. A role of the
# application by that name must not turn into it: call it "manager", or the like.
NEVER = frozenset({"admin"})


def hasura_claims(user_id: str, roles: Iterable[str]) -> Dict[str, Any]:
    others = sorted(set(roles) - NEVER - {DEFAULT_ROLE})
    return {
        "x-hasura-user-id": user_id,
        "x-hasura-default-role": DEFAULT_ROLE,
        "x-hasura-allowed-roles": [DEFAULT_ROLE, *others],
    }
