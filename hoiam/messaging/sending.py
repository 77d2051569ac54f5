"""Sending (gửi đi): take what is due out of the outbox, one row at a time, at most once each.

See `models` for the life of a row. Claiming is its own committed transaction, and rows another worker is
claiming are skipped: any number of workers may run this at once, and any of them may be killed at any point.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from hoiam.accounts.models import Person
from hoiam.kit.refusal import Refused
from hoiam.kit.sealing import CannotUnseal, unseal
from hoiam.messaging.gateways import NotReached, Rejected, gateway
from hoiam.messaging.models import Message, State
from hoiam.messaging.waking import wake_sender

# After the first failure, the second, …; whoever could not be reached for a night is looked at by a person.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360))
# No gateway takes longer to answer; a row claimed before that was left by somebody who is gone.
UNKNOWN_AFTER = timedelta(minutes=10)


@dataclass
class Tally:
    sent: int = 0
    later: int = 0
    failed: int = 0
    stuck: int = 0


def send_due(now: datetime, most: int = 500) -> Tally:
    """Send what is due, at most `most` rows; says what became of them."""
    tally = Tally(stuck=_give_up_on_the_unknown(now))
    for _ in range(most):
        message = _claim(now)
        if message is None:
            break
        match _deliver(message, now):
            case State.SENT:
                tally.sent += 1
            case State.QUEUED:
                tally.later += 1
            case State.FAILED:
                tally.failed += 1
            case State.STUCK:
                tally.stuck += 1
    return tally


def send_again(message: Message, *, by: Person, at: datetime) -> None:
    """A person has looked at a failed or stuck row, and wants it sent after all."""
    waiting = {"state": State.QUEUED, "send_after": at, "attempts": 0, "claimed_at": None, "resent_by": by.pk}
    if not Message.objects.in_trouble().filter(pk=message.pk).update(**waiting):
        raise Refused("Tin này không còn chờ gửi lại.")
    transaction.on_commit(wake_sender)


def _give_up_on_the_unknown(now: datetime) -> int:
    left_behind = Message.objects.filter(state=State.SENDING, claimed_at__lt=now - UNKNOWN_AFTER)
    return left_behind.update(state=State.STUCK, last_error="Bị ngắt khi đang gửi, chưa rõ đã đến hay chưa.")


def _claim(now: datetime) -> Message | None:
    """Ours alone from here on, for everybody and after any crash: committed before the network is touched."""
    with transaction.atomic(durable=True):
        message = Message.objects.due(now).select_for_update(skip_locked=True).first()
        if message is not None:
            message.state, message.claimed_at = State.SENDING, now
            message.attempts += 1
            message.save(update_fields=["state", "claimed_at", "attempts"])
    return message


def _deliver(message: Message, now: datetime) -> State:
    try:
        gateway(message.channel).send(message, unseal(bytes(message.to_contact or b"")))
    except NotReached as error:
        if message.attempts <= len(WAITS):
            return _note(message, State.QUEUED, error, send_after=now + WAITS[message.attempts - 1])
        return _note(message, State.FAILED, error)
    except (Rejected, CannotUnseal) as error:
        return _note(message, State.FAILED, error)
    except Exception as error:  # whatever it was, the other side may have taken the message
        return _note(message, State.STUCK, error)
    return _note(message, State.SENT, sent_at=now)


def _note(message: Message, state: State, error: Exception | None = None, **moments: datetime) -> State:
    """Write down what became of this attempt, unless a person has meanwhile sent the row again."""
    ours = Message.objects.filter(
        pk=message.pk, claimed_at=message.claimed_at, state__in=[State.SENDING, State.STUCK]
    )
    ours.update(state=state, last_error=f"{error or ''}"[:300], **moments)
    return state
