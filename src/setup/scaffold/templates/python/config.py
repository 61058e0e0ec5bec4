"""Whatever differs between machines, read from the environment: see .env.example."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Mapping, Optional, Tuple
from urllib.parse import urlsplit

AntiCsrf = Literal["NONE", "VIA_TOKEN", "VIA_CUSTOM_HEADER"]
Transport = Literal["cookie", "header", "any"]


class ConfigError(Exception):
    """A variable that is missing or wrong."""


@dataclass(frozen=True)
class Config:
    host: str
    port: int
    app_name: str
    core_uri: str
    core_api_key: Optional[str]
    api_domain: str
    api_base_path: str
    website_domain: str
    static_key: bool
    # None leaves the choice to the SDK, and the transport to the client.
    anti_csrf: Optional[AntiCsrf]
    transport: Optional[Transport]


def read_config(env: Mapping[str, str]) -> Config:
    port = _port(env, "PORT", "3001")
    return Config(
        host=env.get("HOST") or "127.0.0.1",
        port=port,
        app_name=env.get("APP_NAME") or "auth-api",
        core_uri=_required(env, "CORE_URI"),
        core_api_key=_secret(env, "CORE_API_KEY"),
        api_domain=_url(env, "API_DOMAIN", f"http://127.0.0.1:{port}"),
        api_base_path=env.get("API_BASE_PATH") or "/auth",
        website_domain=_url(env, "WEBSITE_DOMAIN", "http://localhost:3000"),
        static_key=_choice(env, "SIGNING_KEY", ("static", "dynamic")) != "dynamic",
        anti_csrf=_choice(env, "ANTI_CSRF", ("NONE", "VIA_TOKEN", "VIA_CUSTOM_HEADER")),
        transport=_choice(env, "TOKEN_TRANSPORT", ("cookie", "header", "any")),
    )


def _required(env: Mapping[str, str], name: str) -> str:
    value = env.get(name)
    if not value:
        raise ConfigError(f"{name} is not set")
    return value


def _secret(env: Mapping[str, str], name: str) -> Optional[str]:
    """NAME, or the contents of the file that NAME_FILE names, as containers get their secrets."""
    path = env.get(f"{name}_FILE")
    if not path:
        return env.get(name) or None
    try:
        return Path(path).read_text(encoding="utf-8").strip() or None
    except OSError as error:
        raise ConfigError(f"{name}_FILE: {error}") from error


def _port(env: Mapping[str, str], name: str, otherwise: str) -> int:
    text = env.get(name) or otherwise
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise ConfigError(f"{name} is no port: {text}")
    return int(text)


def _url(env: Mapping[str, str], name: str, otherwise: str) -> str:
    text = env.get(name) or otherwise
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ConfigError(f"{name} is no http or https URL: {text}")
    return text


def _choice(env: Mapping[str, str], name: str, words: Tuple[str, ...]):
    text = env.get(name) or None
    if text is not None and text not in words:
        raise ConfigError(f"{name} is none of {', '.join(words)}: {text}")
    return text
