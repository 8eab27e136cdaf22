"""Which action does what a label asks for, and which carries a task on; as the rules of data/rules say."""

LISTEN = "action_listen"
ACTION_OF_TASK = {
    "booking": "action_book",
    "reschedule": "action_reschedule",
    "cancel": "action_cancel",
    "look_up": "action_look_up",
    "waitlist": "action_waitlist",
    "pass_on": "action_pass_on",
    "identify": "action_identify",
}
# Requests, in the order in which one message with several of them is served.
ACTION_OF_LABEL = {
    "human_handoff": "action_pass_on",
    "reschedule": "action_reschedule",
    "cancel_appointment": "action_cancel",
    "book": "action_book",
    "check_availability": "action_offer_times",
    "my_appointment": "action_look_up",
    "waitlist": "action_waitlist",
    "confirm_appointment": "action_confirm",
}
IDLE = ("none", "pass_on")


def action_for(label: str) -> str | None:
    """The action for a request or a question; None for what is only an answer."""
    return "action_answer" if label == "faq" else ACTION_OF_LABEL.get(label)


def next_action(labels: tuple[str, ...], task: str) -> str | None:
    """Who goes on after the answers: a request of the same message, or the task that is under way."""
    wanted = next((ACTION_OF_LABEL[name] for name in ACTION_OF_LABEL if name in labels), None)
    if wanted:
        return wanted
    if task not in IDLE:
        return ACTION_OF_TASK[task]
    return "action_book" if "inform" in labels and task == "none" else None
