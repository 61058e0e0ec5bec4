"""An auth API as a team would write it today: supertokens-python on FastAPI.

Here the session's access token is itself the JWT that Hasura verifies.
"""

import os
import signal
import sys
from typing import Any, Dict, Optional

# Read by the SDK when it is told its domains; otherwise it would download the public
# suffix list for any domain that is neither localhost nor an IP address.
os.environ.setdefault("SUPERTOKENS_TLDEXTRACT_DISABLE_HTTP", "1")

import uvicorn
from fastapi import Depends, FastAPI
from fastapi.responses import PlainTextResponse
from starlette.middleware.cors import CORSMiddleware
from supertokens_python import (
    InputAppInfo,
    SupertokensConfig,
    get_all_cors_headers,
    init,
)
from supertokens_python.framework.fastapi import get_middleware
from supertokens_python.recipe import emailpassword, session
from supertokens_python.recipe.session import SessionContainer
from supertokens_python.recipe.session.framework.fastapi import verify_session
from supertokens_python.recipe.session.interfaces import RecipeInterface
from supertokens_python.types import RecipeUserId

env = os.environ
for name in ("PORT", "CORE_URI"):
    if not env.get(name):
        print(f"{name} is not set", file=sys.stderr)
        sys.exit(2)
port = int(env["PORT"])
website_domain = env.get("WEBSITE_DOMAIN") or "http://127.0.0.1:3000"


def with_hasura_claims(original: RecipeInterface) -> RecipeInterface:
    create_new_session = original.create_new_session

    # The claims are frozen here, at sign-in; a refresh copies them.
    async def create_with_claims(
        user_id: str,
        recipe_user_id: RecipeUserId,
        access_token_payload: Optional[Dict[str, Any]],
        session_data_in_database: Optional[Dict[str, Any]],
        disable_anti_csrf: Optional[bool],
        tenant_id: str,
        user_context: Dict[str, Any],
    ) -> SessionContainer:
        access_token_payload = {
            **(access_token_payload or {}),
            "https://hasura.io/jwt/claims": {
                "x-hasura-user-id": user_id,
                "x-hasura-default-role": "user",
                "x-hasura-allowed-roles": ["user"],
            },
        }
        return await create_new_session(
            user_id,
            recipe_user_id,
            access_token_payload,
            session_data_in_database,
            disable_anti_csrf,
            tenant_id,
            user_context,
        )

    original.create_new_session = create_with_claims
    return original


transfer_method = env.get("TRANSFER_METHOD")
init(
    framework="fastapi",
    mode="asgi",
    telemetry=False,
    supertokens_config=SupertokensConfig(
        connection_uri=env["CORE_URI"], api_key=env.get("CORE_API_KEY") or None
    ),
    app_info=InputAppInfo(
        app_name="st-hasura tests",
        api_domain=env.get("API_DOMAIN") or f"http://127.0.0.1:{port}",
        api_base_path=env.get("API_BASE_PATH") or "/api",
        website_domain=website_domain,
    ),
    recipe_list=[
        emailpassword.init(),
        session.init(
            # None leaves the SDK's own choice in force, which depends on the two domains.
            anti_csrf=env.get("ANTI_CSRF") or None,
            get_token_transfer_method=(
                (lambda _request, _for_create, _context: transfer_method)
                if transfer_method
                else None
            ),
            # The static key never rotates, so a JWKS that Hasura cached never goes stale.
            use_dynamic_access_token_signing_key=env.get("STATIC_KEY") != "1",
            override=session.SessionOverrideConfig(functions=with_hasura_claims),
        ),
    ],
)

app = FastAPI(title="st-hasura tests")
app.add_middleware(get_middleware())


@app.get("/health", response_class=PlainTextResponse)
async def health() -> str:
    return "ok"


@app.get("/getJWT")
async def get_jwt(s: SessionContainer = Depends(verify_session())) -> Dict[str, str]:
    return {"token": s.get_access_token()}


# Anti-CSRF checks pass over GET, so they need a protected route of another method.
@app.post("/touch")
async def touch(s: SessionContainer = Depends(verify_session())) -> Dict[str, str]:
    return {"userId": s.get_user_id()}


# Wrapped around everything else: the SDK's own routes need the CORS headers too.
app = CORSMiddleware(
    app=app,
    allow_origins=[website_domain],
    allow_credentials=True,
    allow_methods=["GET", "PUT", "POST", "DELETE", "OPTIONS", "PATCH"],
    allow_headers=["Content-Type", *get_all_cors_headers()],
)


class Server(uvicorn.Server):
    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        # Only now is the port open; a startup hook of the app would run before that.
        if self.started:
            print(f"listening on 127.0.0.1:{port}", flush=True)


if __name__ == "__main__":
    # After its own orderly stop uvicorn raises the signal again; without a handler that
    # would end the process as killed instead of with exit code 0.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    config = uvicorn.Config(
        app,
        host="127.0.0.1",
        port=port,
        log_level="warning",
        timeout_graceful_shutdown=2,
    )
    Server(config).run()
