"""Settings: environment variables, read once into one frozen object."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit


class SettingsError(Exception):
    """A setting is missing or unusable; the message names it."""


@dataclass(frozen=True)
class TwilioSettings:
    """How the desk reaches Twilio. `api_base` may point at another server that speaks its API."""

    account_sid: str
    auth_token: str = field(repr=False)
    from_number: str
    api_base: str | None = None


@dataclass(frozen=True)
class CalendarSettings:
    """The therapist's own calendar: its CalDAV address or the account's, a password made for this desk alone,
    and which calendar where there are several."""

    url: str
    user: str
    password: str = field(repr=False)
    name: str | None = None


@dataclass(frozen=True)
class Settings:
    """Everything that can be set from outside. Secrets are never printed."""

    port: int
    rasa_port: int
    actions_port: int
    data_dir: Path
    practice_path: Path
    database_url: str
    public_url: str | None
    widget_origins: tuple[str, ...]
    booking_api_url: str | None
    smtp_url: str | None = field(repr=False)
    notify_to: str | None
    twilio: TwilioSettings | None
    start_clock_at: datetime | None
    api_key: str = field(repr=False)
    rasa_token: str = field(repr=False)
    session_secret: str = field(repr=False)
    rate_limits: bool = True
    calendar: CalendarSettings | None = None

    @property
    def rasa_url(self) -> str:
        return f"http://127.0.0.1:{self.rasa_port}"

    @property
    def base_url(self) -> str:
        """The address that clients use, without a slash at its end."""
        return self.public_url or f"http://127.0.0.1:{self.port}"


def load_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read and check the environment; raises `SettingsError` naming the variable.

    Secrets that are not given are generated into the data directory (mode 600) and stay the same after that.
    """
    env = {name: value.strip() for name, value in environment.items() if value.strip()}
    data_dir = Path(env.get("DESK_DATA_DIR", "var")).resolve()
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    port = _port(env, "DESK_PORT", 8000)
    twilio = _twilio(env)
    return Settings(
        port=port,
        rasa_port=_port(env, "DESK_RASA_PORT", 5005),
        actions_port=_port(env, "DESK_ACTIONS_PORT", 5055),
        data_dir=data_dir,
        practice_path=Path(env.get("DESK_PRACTICE", "practice.yml")).resolve(),
        database_url=env.get("DESK_DATABASE_URL", f"sqlite:///{data_dir / 'desk.db'}"),
        public_url=_url(env, "DESK_PUBLIC_URL"),
        widget_origins=tuple(o.strip() for o in env.get("DESK_WIDGET_ORIGINS", "").split(",") if o.strip()),
        booking_api_url=_booking_api(env, port),
        smtp_url=env.get("DESK_SMTP_URL"),
        notify_to=env.get("DESK_NOTIFY_TO"),
        twilio=twilio,
        start_clock_at=_start_clock(env, twilio),
        api_key=_secret(env, "DESK_API_KEY", data_dir),
        rasa_token=_secret(env, "RASA_TOKEN", data_dir),
        session_secret=_secret(env, "DESK_SESSION_SECRET", data_dir),
        rate_limits=_rate_limits(env),
        calendar=_calendar(env),
    )


def _booking_api(env: Mapping[str, str], port: int) -> str | None:
    """Where bookings are handed to; None for the desk's own diary, also when it is named by its address."""
    url, public = _url(env, "BOOKING_API_URL"), _url(env, "DESK_PUBLIC_URL")
    if url is None or (is_loopback(url) and urlsplit(url).port == port):
        return None
    return None if public and url.startswith(f"{public}/") else url


def _calendar(env: Mapping[str, str]) -> CalendarSettings | None:
    names = ("DESK_CALENDAR_URL", "DESK_CALENDAR_USER", "DESK_CALENDAR_PASSWORD")
    missing = [name for name in names if name not in env]
    if len(missing) == len(names):
        return None
    if missing:
        raise SettingsError(f"The calendar needs all of {', '.join(names)}; missing: {', '.join(missing)}")
    url = _url(env, names[0]) or ""
    return CalendarSettings(url, env[names[1]], env[names[2]], env.get("DESK_CALENDAR_NAME"))


def is_loopback(url: str) -> bool:
    """Whether the host of `url` is this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _port(env: Mapping[str, str], name: str, default: int) -> int:
    value = env.get(name, str(default))
    if not value.isdigit() or not 0 < int(value) < 65536:
        raise SettingsError(f"{name} must be a port number, not {value!r}")
    return int(value)


def _url(env: Mapping[str, str], name: str) -> str | None:
    value = env.get(name)
    if value is None:
        return None
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingsError(f"{name} must be an address like https://desk.example, not {value!r}")
    return value.rstrip("/")


def _twilio(env: Mapping[str, str]) -> TwilioSettings | None:
    names = ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_FROM")
    missing = [name for name in names if name not in env]
    if len(missing) == len(names):
        return None
    if missing:
        raise SettingsError(f"SMS needs all of {', '.join(names)}; missing: {', '.join(missing)}")
    return TwilioSettings(
        env["TWILIO_ACCOUNT_SID"], env["TWILIO_AUTH_TOKEN"], env["TWILIO_FROM"], _url(env, "TWILIO_API_BASE")
    )


def _rate_limits(env: Mapping[str, str]) -> bool:
    value = env.get("DESK_RATE_LIMITS", "on")
    if value not in {"on", "off"}:
        raise SettingsError(f"DESK_RATE_LIMITS must be on or off, not {value!r}")
    if value == "off" and "DESK_PUBLIC_URL" in env:
        raise SettingsError("DESK_RATE_LIMITS=off is for measurements: not with DESK_PUBLIC_URL")
    return value == "on"


def _start_clock(env: Mapping[str, str], twilio: TwilioSettings | None) -> datetime | None:
    value = env.get("DESK_NOW")
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise SettingsError(f"DESK_NOW must be an ISO 8601 time with an offset, not {value!r}") from error
    if moment.tzinfo is None:
        raise SettingsError("DESK_NOW needs an offset, like 2026-11-23T09:00-05:00")
    if twilio and not (twilio.api_base and is_loopback(twilio.api_base)):
        raise SettingsError("DESK_NOW is for demonstrations: it cannot be used with a connected phone number")
    return moment


def _secret(env: Mapping[str, str], name: str, data_dir: Path) -> str:
    if name in env:
        return env[name]
    path = data_dir / "secrets" / name.lower()
    path.parent.mkdir(mode=0o700, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(value := secrets.token_urlsafe(32))
    return value
