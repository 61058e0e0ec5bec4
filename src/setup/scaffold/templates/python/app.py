"""The API: SuperTokens' own routes below the base path, and two of ours."""

import os
from typing import Any, Dict, Optional

# Read by the SDK when it is told its domains; otherwise it would download the public suffix
# list for any domain that is neither localhost nor an IP address.
os.environ.setdefault("SUPERTOKENS_TLDEXTRACT_DISABLE_HTTP", "1")

from fastapi import Depends, FastAPI
from fastapi.responses import PlainTextResponse
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp
from supertokens_python import (
    InputAppInfo,
    SupertokensConfig,
    get_all_cors_headers,
    init,
)
from supertokens_python.framework.fastapi import get_middleware
from supertokens_python.recipe import emailpassword, session, userroles
from supertokens_python.recipe.session import SessionContainer
from supertokens_python.recipe.session.framework.fastapi import verify_session
from supertokens_python.recipe.session.interfaces import RecipeInterface
from supertokens_python.recipe.userroles.asyncio import get_roles_for_user
from supertokens_python.types import RecipeUserId

from config import Config
from hasura import NAMESPACE, hasura_claims


async def current_claims(
    tenant_id: str, user_id: str, user_context: Dict[str, Any]
) -> Dict[str, Any]:
    answer = await get_roles_for_user(tenant_id, user_id, user_context)
    return hasura_claims(user_id, answer.roles)


def with_hasura_claims(original: RecipeInterface) -> RecipeInterface:
    create_new_session = original.create_new_session
    refresh_session = original.refresh_session

    async def create_with_claims(
        user_id: str,
        recipe_user_id: RecipeUserId,
        access_token_payload: Optional[Dict[str, Any]],
        session_data_in_database: Optional[Dict[str, Any]],
        disable_anti_csrf: Optional[bool],
        tenant_id: str,
        user_context: Dict[str, Any],
    ) -> SessionContainer:
        claims = await current_claims(tenant_id, user_id, user_context)
        return await create_new_session(
            user_id,
            recipe_user_id,
            {**(access_token_payload or {}), NAMESPACE: claims},
            session_data_in_database,
            disable_anti_csrf,
            tenant_id,
            user_context,
        )

    # A refresh copies the claims of the token before. Roles given or taken meanwhile would
    # otherwise count from the next sign-in only, which may be a hundred days away.
    async def refresh_with_claims(
        refresh_token: str,
        anti_csrf_token: Optional[str],
        disable_anti_csrf: bool,
        user_context: Dict[str, Any],
    ) -> SessionContainer:
        container = await refresh_session(
            refresh_token, anti_csrf_token, disable_anti_csrf, user_context
        )
        claims = await current_claims(
            container.get_tenant_id(), container.get_user_id(), user_context
        )
        if container.get_access_token_payload().get(NAMESPACE) != claims:
            await container.merge_into_access_token_payload(
                {NAMESPACE: claims}, user_context
            )
        return container

    original.create_new_session = create_with_claims
    original.refresh_session = refresh_with_claims
    return original


def _init_supertokens(config: Config) -> None:
    transport = config.transport
    init(
        framework="fastapi",
        mode="asgi",
        telemetry=False,
        supertokens_config=SupertokensConfig(
            connection_uri=config.core_uri, api_key=config.core_api_key
        ),
        # The token's `iss` is the API's domain with the base path, as they are given here.
        app_info=InputAppInfo(
            app_name=config.app_name,
            api_domain=config.api_domain,
            api_base_path=config.api_base_path,
            website_domain=config.website_domain,
        ),
        recipe_list=[
            emailpassword.init(),
            # The roles go into Hasura's claims; they need not be in the token twice.
            userroles.init(
                skip_adding_roles_to_access_token=True,
                skip_adding_permissions_to_access_token=True,
            ),
            session.init(
                anti_csrf=config.anti_csrf,
                get_token_transfer_method=(
                    (lambda _request, _for_create, _context: transport)
                    if transport
                    else None
                ),
                # The static key never changes, so a key set that Hasura keeps never goes stale.
                use_dynamic_access_token_signing_key=not config.static_key,
                override=session.SessionOverrideConfig(functions=with_hasura_claims),
            ),
        ],
    )


def make_app(config: Config) -> ASGIApp:
    _init_supertokens(config)
    app = FastAPI(title=config.app_name, docs_url=None, redoc_url=None)
    app.add_middleware(get_middleware())

    @app.get("/health", response_class=PlainTextResponse)
    async def health() -> str:
        return "ok"

    # The session's access token is itself the JWT for Hasura.
    @app.get("/getJWT")
    async def get_jwt(
        container: SessionContainer = Depends(verify_session()),
    ) -> Dict[str, str]:
        return {"token": container.get_access_token()}

    # Wrapped around everything else: the SDK's own routes need the CORS headers too.
    return CORSMiddleware(
        app=app,
        allow_origins=[config.website_domain],
        allow_credentials=True,
        allow_methods=["GET", "PUT", "POST", "DELETE", "OPTIONS", "PATCH"],
        allow_headers=["Content-Type", *get_all_cors_headers()],
    )
