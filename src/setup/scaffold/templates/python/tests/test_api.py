"""`python -m unittest`. Needs no core; with CORE_URI it also signs a user up there, so name one
for tests."""

import base64
import json
import os
import unittest
import uuid

import httpx

from app import make_app
from config import ConfigError, read_config
from hasura import NAMESPACE, hasura_claims

CORE_URI = os.environ.get("CORE_URI")
CORE = {
    # Port 9 answers nobody.
    "CORE_URI": CORE_URI or "http://127.0.0.1:9",
    "CORE_API_KEY": os.environ.get("CORE_API_KEY", ""),
}
WEBSITE = "http://localhost:3000"
APP = make_app(read_config({**CORE, "WEBSITE_DOMAIN": WEBSITE}))


class Claims(unittest.TestCase):
    def test_everybody_is_a_user(self) -> None:
        expected = {
            "x-hasura-user-id": "u1",
            "x-hasura-default-role": "user",
            "x-hasura-allowed-roles": ["user"],
        }
        self.assertEqual(hasura_claims("u1", []), expected)

    def test_roles_are_added_and_nobody_becomes_hasuras_admin(self) -> None:
        claims = hasura_claims("u1", ["writer", "user", "admin", "editor"])
        roles = ["user", "editor", "writer"]
        self.assertEqual(claims["x-hasura-allowed-roles"], roles)
        self.assertEqual(claims["x-hasura-default-role"], "user")


class Configuration(unittest.TestCase):
    def test_needs_a_core(self) -> None:
        with self.assertRaisesRegex(ConfigError, "CORE_URI is not set"):
            read_config({})

    def test_names_the_variable_that_is_wrong(self) -> None:
        for name, value in [
            ("PORT", "70000"),
            ("PORT", "http"),
            ("API_DOMAIN", "example.com"),
            ("SIGNING_KEY", "sometimes"),
            ("ANTI_CSRF", "none"),
            ("CORE_API_KEY_FILE", "/nowhere/at/all"),
        ]:
            with self.subTest(name), self.assertRaisesRegex(ConfigError, name):
                read_config({**CORE, name: value})

    def test_takes_an_empty_variable_for_one_that_is_not_set(self) -> None:
        config = read_config({**CORE, "PORT": "", "SIGNING_KEY": ""})
        self.assertEqual(config.port, 3001)
        self.assertTrue(config.static_key)


class Routes(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self) -> None:
        transport = httpx.ASGITransport(app=APP)
        self.client = httpx.AsyncClient(transport=transport, base_url="http://api.test")

    async def asyncTearDown(self) -> None:
        await self.client.aclose()

    async def test_health(self) -> None:
        answer = await self.client.get("/health")
        self.assertEqual((answer.status_code, answer.text), (200, "ok"))

    async def test_no_jwt_without_a_session(self) -> None:
        answer = await self.client.get("/getJWT")
        self.assertEqual(answer.status_code, 401)
        self.assertEqual(answer.json(), {"message": "unauthorised"})

    async def test_the_website_may_send_what_the_sdk_needs(self) -> None:
        headers = {
            "Origin": WEBSITE,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "rid,st-auth-mode,anti-csrf",
        }
        answer = await self.client.options("/auth/signin", headers=headers)
        self.assertEqual(answer.headers["access-control-allow-origin"], WEBSITE)
        self.assertEqual(answer.headers["access-control-allow-credentials"], "true")
        allowed = answer.headers["access-control-allow-headers"].lower()
        for header in ["rid", "st-auth-mode", "anti-csrf", "content-type"]:
            self.assertIn(header, allowed)

    @unittest.skipUnless(CORE_URI, "CORE_URI is not set")
    async def test_a_new_user_gets_a_token_for_hasura(self) -> None:
        fields = [
            {"id": "email", "value": f"test+{uuid.uuid4()}@example.com"},
            {"id": "password", "value": f"{uuid.uuid4()}a1"},
        ]
        headers = {"rid": "emailpassword", "st-auth-mode": "header"}
        signup = await self.client.post(
            "/auth/signup", json={"formFields": fields}, headers=headers
        )
        self.assertEqual(signup.json()["status"], "OK")
        bearer = {"authorization": f"Bearer {signup.headers['st-access-token']}"}
        token = (await self.client.get("/getJWT", headers=bearer)).json()["token"]
        payload = token.split(".")[1]
        payload += "=" * (-len(payload) % 4)
        claims = json.loads(base64.urlsafe_b64decode(payload))
        user_id = signup.json()["user"]["id"]
        self.assertEqual(claims[NAMESPACE], hasura_claims(user_id, []))


if __name__ == "__main__":
    unittest.main()
