"""`python -m frontdesk.launch`: what `make run` and `make train` call.

Starts supervisord with the three programs, says when each is ready, and stops them all on Ctrl-C.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import requests

from frontdesk.launch.model_file import model_path, train
from frontdesk.launch.programs import INHERITED, assistant_environment, programs, supervisord_config
from frontdesk.practice import PracticeError, load_practice
from frontdesk.settings import Settings, SettingsError, load_settings

ROOT = Path(__file__).resolve().parents[2]
READY_WITHIN_SECONDS = 180


def main(arguments: list[str]) -> int:
    """Run the command named by the first argument: run, train or environment."""
    try:
        settings = load_settings()
        load_practice(settings.practice_path)
    except (SettingsError, PracticeError) as error:
        print(error, file=sys.stderr)
        return 2
    commands = {"run": _run, "train": _train, "environment": _print_environment}
    name = arguments[0] if arguments else "run"
    if name not in commands:
        print(f"unknown command {name!r}; known are {', '.join(commands)}", file=sys.stderr)
        return 2
    return commands[name](settings)


def _train(settings: Settings) -> int:
    model = model_path(ROOT, settings.practice_path)
    if model.exists():
        print(f"model   {model.name} is up to date")
        return 0
    print("model   training (about a minute, only when the training data changed)", flush=True)
    log = settings.data_dir / "log" / "train.log"
    try:
        train(ROOT, model, os.environ | assistant_environment(settings), log)
    except subprocess.CalledProcessError as error:
        print(log.read_text(encoding="utf-8", errors="replace")[-4000:], file=sys.stderr)
        print(f"model   training failed with exit code {error.returncode}; all of it: {log}", file=sys.stderr)
        return 1
    print(f"model   {model.name} trained")
    return 0


def _print_environment(settings: Settings) -> int:
    """Shell lines for `rasa shell` and its kin, which read the same settings."""
    for name, value in assistant_environment(settings).items():
        print(f"export {name}='{value}'")
    return 0


def _run(settings: Settings) -> int:
    taken = [p for p in (settings.port, settings.rasa_port, settings.actions_port) if _is_taken(p)]
    if taken:
        print(f"port {taken[0]} is in use: is the front desk running already?", file=sys.stderr)
        return 2
    if code := _train(settings):
        return code
    config = _write_config(settings)
    command = [sys.executable, "-W", "ignore", "-m", "supervisor.supervisord", "-n", "-c", str(config)]
    # The programs get what they are given by name, not what this shell happens to hold.
    environment = {name: os.environ[name] for name in INHERITED if name in os.environ}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as supervisord:  # noqa: S603 - no outside input
        signal.signal(signal.SIGTERM, lambda *_: supervisord.terminate())
        try:
            if not _wait_until_ready(settings, supervisord):
                supervisord.terminate()
                return 1
            _announce(settings)
            return supervisord.wait()
        except KeyboardInterrupt:
            print("\nstopping", flush=True)
            supervisord.terminate()
            supervisord.wait()
            print("stopped")
            return 0


def _write_config(settings: Settings) -> Path:
    (settings.data_dir / "log").mkdir(mode=0o700, exist_ok=True)
    config = settings.data_dir / "supervisord.conf"
    text = supervisord_config(settings, programs(settings, model_path(ROOT, settings.practice_path)))
    config.touch(mode=0o600)
    config.write_text(text, encoding="utf-8")
    return config


def _wait_until_ready(settings: Settings, supervisord: "subprocess.Popen[bytes]") -> bool:
    started = time.monotonic()
    waiting = {"desk", "actions", "assistant"}
    while waiting and time.monotonic() - started < READY_WITHIN_SECONDS:
        if supervisord.poll() is not None:
            break
        for name in sorted(waiting & _ready(settings)):
            waiting.remove(name)
            print(f"{name:<9} ready after {time.monotonic() - started:.0f} s", flush=True)
        time.sleep(0.3)
    for name in sorted(waiting):
        print(f"{name} did not get ready; see {settings.data_dir}/log/{name}.log", file=sys.stderr)
    return not waiting


def _ready(settings: Settings) -> set[str]:
    try:
        answer = requests.get(f"http://127.0.0.1:{settings.port}/readyz", timeout=5)
        checks = answer.json()["checks"]
    except (requests.RequestException, ValueError, KeyError):
        return set()
    return {"desk"} | {name for name in ("assistant", "actions") if checks.get(name) == "ok"}


def _announce(settings: Settings) -> None:
    print(f"\nwebsite   {settings.base_url}/\nconsole   {settings.base_url}/console")
    link = subprocess.run(
        [sys.executable, "-m", "frontdesk.console", "link"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    print(link.stdout.strip() or "          sign in with your password")
    print("\nCtrl-C stops everything.", flush=True)


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
