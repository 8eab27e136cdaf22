"""The desk as a FastAPI application: the only place where its parts are put together."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from frontdesk import health, logs, problems, safety
from frontdesk.access import require_api_key
from frontdesk.assistant.protocol import Assistant
from frontdesk.assistant.rasa import RasaAssistant
from frontdesk.booking.api import router as booking_api
from frontdesk.booking.calendars.feed import router as calendar_feed
from frontdesk.booking.elsewhere import HttpProvider
from frontdesk.booking.own import DiaryProvider
from frontdesk.booking.pages import router as appointment_pages
from frontdesk.booking.provider import BookingProvider
from frontdesk.booking.service import Diary
from frontdesk.channels import pages, sms, web
from frontdesk.channels.bodies import BodyLimit
from frontdesk.channels.bounded import Lanes
from frontdesk.channels.cross_origin import ChatCrossOrigin
from frontdesk.channels.rates import Rates
from frontdesk.channels.recent import RecentTexts
from frontdesk.channels.texting.twilio import TwilioSms
from frontdesk.clock import Clock, ShiftedClock, SystemClock
from frontdesk.console import diary as console_diary
from frontdesk.console import door as console_door
from frontdesk.console import views as console_views
from frontdesk.console import waitlist as console_waitlist
from frontdesk.console.gate import Refused, SignInFirst, to_sign_in
from frontdesk.console.pages import refusal
from frontdesk.conversations.api import router as conversations_api
from frontdesk.conversations.events import Events
from frontdesk.conversations.outbox import Sender
from frontdesk.conversations.verification_api import router as verification_api
from frontdesk.conversations.work import Work
from frontdesk.desk import Desk
from frontdesk.items.notifier import LogNotifier, MailNotifier, Notifier
from frontdesk.practice import Practice, PracticeError, load_practice
from frontdesk.settings import Settings, SettingsError, is_loopback, load_settings
from frontdesk.storage.database import Database
from frontdesk.storage.migrate import migrate

CONSOLE_ROUTERS = (
    console_door.router,
    console_views.router,
    console_diary.router,
    console_waitlist.router,
)
DIARY_ROUTERS = (appointment_pages, calendar_feed)
PUBLIC_ROUTERS = (health.router, web.router, sms.router, pages.router, *DIARY_ROUTERS, *CONSOLE_ROUTERS)
API_ROUTERS = (booking_api, conversations_api, verification_api)


def from_environment() -> FastAPI:
    """For `uvicorn --factory`: the application as the environment sets it, or a refusal in plain words."""
    try:
        settings = load_settings()
        logs.configure()
        return create_app(settings)
    except (SettingsError, PracticeError) as error:
        sys.exit(str(error))


def create_app(
    settings: Settings,
    *,
    clock: Clock | None = None,
    assistant: Assistant | None = None,
    notifier: Notifier | None = None,
    sender: Sender | None = None,
) -> FastAPI:
    """The application; what is given takes the place of the part that the settings would choose.

    Raises `PracticeError` or `SettingsError` before anything is written. The database is brought up to
    date here, the background work runs while the application does.
    """
    practice = load_practice(settings.practice_path)
    check_demonstration(settings, practice)
    safety.prepare()
    database = Database(settings.database_url)
    migrate(database)
    clock = clock or _clock(settings)
    diary = Diary(database, practice, clock)
    desk = Desk(
        settings=settings,
        practice=practice,
        clock=clock,
        database=database,
        assistant=assistant or _rasa(settings),
        diary=diary,
        bookings=_bookings(settings, diary),
        notifier=notifier or _notifier(settings),
        events=Events(),
        sms=sender or _sms(settings),
    )
    return _application(desk)


def check_demonstration(settings: Settings, practice: Practice) -> None:
    """Refuse to go public with facts that the owner has not confirmed; raises `SettingsError`."""
    if practice.confirmed:
        return
    twilio = settings.twilio
    connected = twilio is not None and not (twilio.api_base and is_loopback(twilio.api_base))
    named = [n for n, is_set in (("DESK_PUBLIC_URL", settings.public_url), ("TWILIO_*", connected)) if is_set]
    if named:
        raise SettingsError(
            f"{settings.practice_path} still holds examples: check every line and set `confirmed: true`, "
            f"or start without {' and '.join(named)}"
        )


def _application(desk: Desk) -> FastAPI:
    app = FastAPI(title="Front desk", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifespan)
    app.mount("/api/v1", _api(desk))
    for router in PUBLIC_ROUTERS:
        app.include_router(router)
    _equip(app, desk)
    app.add_exception_handler(SignInFirst, to_sign_in)
    app.add_exception_handler(Refused, refusal)
    app.state.rates = Rates(enabled=desk.settings.rate_limits)
    app.state.lanes = Lanes.of_size(8)
    app.state.recent = RecentTexts()
    app.state.metrics = health.Metrics()
    # The last one added sees a request first.
    app.add_middleware(BodyLimit)
    app.add_middleware(ChatCrossOrigin, origins=desk.settings.widget_origins)
    app.add_middleware(logs.RequestLog)
    return app


def _api(desk: Desk) -> FastAPI:
    api = FastAPI(
        title="Front desk: booking API",
        version="1",
        dependencies=[Depends(require_api_key)],
        responses=problems.documented(401, 413, 503),
    )
    for router in API_ROUTERS:
        api.include_router(router)
    _equip(api, desk)
    return api


def _equip(app: FastAPI, desk: Desk) -> None:
    app.state.desk = desk
    problems.install(app)
    for error in (OperationalError, InterfaceError, PoolTimeoutError):
        app.add_exception_handler(error, _unavailable)


async def _unavailable(request: Request, error: Exception) -> JSONResponse:  # noqa: ARG001 - Starlette's signature
    return problems.storage_unavailable().response()


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    work = Work(app.state.desk)
    work.start()
    yield
    work.stop()
    app.state.desk.database.close()


def _rasa(settings: Settings) -> Assistant:
    return RasaAssistant(settings.rasa_url, settings.rasa_token, settings.data_dir / "rasa.db")


def _bookings(settings: Settings, diary: Diary) -> BookingProvider:
    """What bookings are handed to; an adapter for another system is put in here."""
    if settings.booking_api_url:
        return HttpProvider(settings.booking_api_url, settings.api_key, diary.database)
    return DiaryProvider(diary)


def _clock(settings: Settings) -> Clock:
    return ShiftedClock(settings.start_clock_at) if settings.start_clock_at else SystemClock()


def _notifier(settings: Settings) -> Notifier:
    if settings.smtp_url and settings.notify_to:
        return MailNotifier(settings.smtp_url, settings.notify_to, settings.base_url)
    return LogNotifier()


def _sms(settings: Settings) -> Sender | None:
    if settings.twilio is None:
        return None
    callback = f"{settings.public_url}/sms/status" if settings.public_url else None
    return TwilioSms(settings.twilio, callback)
