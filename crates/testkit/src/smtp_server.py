"""A real SMTP server for the tests: aiosmtpd on a free port of this machine, with one behaviour per mode.

Usage: smtp_server.py MODE STORE_DIR [CERT.pem KEY.pem]
Prints "PORT n" once it listens and stops when its standard input closes. Each accepted message becomes STORE_DIR/n.eml
(the exact bytes received) and STORE_DIR/n.json (envelope, and what Python's own e-mail reader finds in the message).
The modes hold_* stop answering at that point and create STORE_DIR/held, for a client that is killed in the middle.
"""
import asyncio
import email
import email.policy
import hashlib
import json
import os
import ssl
import sys
from email.header import decode_header, make_header
from email.utils import getaddresses

from aiosmtpd.smtp import SMTP, AuthResult

MODE, STORE = sys.argv[1], sys.argv[2]
CERT = sys.argv[3:5]


def names_and_addresses(content):
    # The newer reader of this library (3.11) adds a space between two encoded words of a name, against RFC 2047 §6.2.
    to = email.message_from_bytes(content).get("To", "").replace("\r\n", "")
    decoded = lambda name: str(make_header(decode_header(name)))
    return [[decoded(name), address] for name, address in getaddresses([to])]


def found_in(content):
    message = email.message_from_bytes(content, policy=email.policy.SMTP)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    return {
        "headers": [[name, str(value)] for name, value in message.items()],
        "to": names_and_addresses(content),
        "text": text.get_content() if text else None,
        "html": html.get_content() if html else None,
        "attachments": [
            {
                "filename": part.get_filename(),
                "mime": part.get_content_type(),
                "sha256": hashlib.sha256(part.get_payload(decode=True)).hexdigest(),
            }
            for part in message.iter_attachments()
        ],
        "defects": [str(d) for part in message.walk() for d in part.defects],
    }


async def hold():
    open(os.path.join(STORE, "held"), "w").close()
    await asyncio.sleep(600)


class Handler:
    count = 0

    async def handle_MAIL(self, server, session, envelope, address, options):
        if MODE == "drop_at_mail":
            server.transport.abort()
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if MODE == "refuse_all":
            return "550 5.7.1 Relaying denied"
        if MODE == "later_all":
            return "451 4.7.1 Greylisted, try again later"
        if MODE == "closing":
            return "421 4.3.2 Service shutting down"
        if MODE == "mixed_refusals" and address.startswith("later"):
            return "450 4.2.2 Mailbox full"
        if MODE in ("refuse_one", "mixed_refusals") and not address.startswith("good"):
            return "550 5.1.1 No such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if MODE == "refuse_data":
            return "554 5.7.1 Message refused as spam"
        if MODE == "later_data":
            return "452 4.3.1 Insufficient system storage"
        if MODE == "slow":
            await asyncio.sleep(4)
        if MODE == "hold_before_taking":
            await hold()
        self.store(server, session, envelope)
        if MODE == "hold_after_data":
            await hold()
        if MODE == "drop_after_data":
            server.transport.abort()
        return "250 2.0.0 OK queued as test"

    def store(self, server, session, envelope):
        Handler.count += 1
        content = envelope.original_content
        record = found_in(content)
        record["mail_from"], record["rcpt_tos"] = envelope.mail_from, envelope.rcpt_tos
        record["encrypted"] = server.transport.get_extra_info("ssl_object") is not None
        record["authenticated"] = bool(session.authenticated)
        path = os.path.join(STORE, str(Handler.count))
        with open(path + ".eml", "wb") as file:
            file.write(content)
        with open(path + ".json", "w", encoding="utf-8") as file:
            json.dump(record, file)


class Server(SMTP):
    async def smtp_DATA(self, arg):
        if MODE == "drop_at_data":
            self.transport.abort()
            return
        if MODE == "hold_at_data":
            await hold()
        if MODE == "drop_mid_data":
            await self.push("354 End data with <CR><LF>.<CR><LF>")
            await self._reader.read(1000)
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


def authenticate(server, session, envelope, mechanism, data):
    given = (data.login, data.password)
    # Not handled here when wrong, so that the server answers 535 by itself.
    return AuthResult(success=given == ("compta".encode(), "été-2026".encode()), handled=False)


def new_session():
    options = {"hostname": "localhost", "ident": "test"}
    if MODE == "auth":
        options |= {"tls_context": context(), "require_starttls": True, "auth_required": True, "authenticator": authenticate}
    elif MODE == "tls_auth":
        options |= {"auth_required": True, "authenticator": authenticate, "auth_require_tls": False}
    elif MODE == "starttls":
        options |= {"tls_context": context(), "require_starttls": True}
    return Server(Handler(), **options)


def context():
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(*CERT)
    return tls


async def main():
    loop = asyncio.get_running_loop()
    tls = context() if MODE in ("tls", "tls_auth") else None
    if MODE == "mute":
        listener = await asyncio.start_server(lambda reader, writer: asyncio.sleep(60), "127.0.0.1", 0)
    else:
        listener = await loop.create_server(new_session, "127.0.0.1", 0, ssl=tls)
    print("PORT", listener.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    os._exit(0)


asyncio.run(main())
